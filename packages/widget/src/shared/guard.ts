/** Nothing thrown in here reaches the page, and nothing is said on its console: the page comes first. */
export const guard =
  <Args extends unknown[]>(fn: (...args: Args) => void) =>
  (...args: Args): void => {
    try {
      fn(...args);
    } catch {
      // Ours to swallow.
    }
  };
