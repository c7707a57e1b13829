/** One after the other for the same key, side by side for different keys. Failures stay with whoever asked. */
export const createSerial = <K>() => {
  const tails = new Map<K, Promise<unknown>>();
  return <T>(key: K, run: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve();
    const done = before.then(run, run);
    tails.set(key, done);
    const forget = (): void => {
      if (tails.get(key) === done) tails.delete(key);
    };
    done.then(forget, forget);
    return done;
  };
};
