/** One thing after the other. A failure stays with whoever asked; the next one runs all the same. */
export type Serial = <T>(job: () => Promise<T>) => Promise<T>;

export const createSerial = (): Serial => {
  let tail: Promise<unknown> = Promise.resolve();
  return job => {
    const done = tail.then(job, job);
    tail = done;
    return done;
  };
};
