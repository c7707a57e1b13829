/** A random UUID. `crypto.randomUUID` exists on secure origins only; a blob's address ends in one everywhere. */
export const makeId = (): string => {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
};
