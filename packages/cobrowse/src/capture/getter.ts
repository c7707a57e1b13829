/** Reads a property as the browser defined it. */
export const getter = <T>(prototype: object, name: string): ((self: object) => T) => {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new TypeError(`no accessor ${name}`);
  return self => get.call(self) as T;
};
