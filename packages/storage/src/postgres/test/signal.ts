/** A promise and what settles it. */
export const signal = () => {
  let give = (): void => {};
  const given = new Promise<void>(resolve => {
    give = resolve;
  });
  return { give, given };
};
