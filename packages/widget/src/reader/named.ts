/** Names that JavaScript takes for its own are nobody's: a form or product called so is left out. The hub does the same. */
export const named = (name: string): string => (/^(__proto__|constructor|prototype)$/.test(name) ? "" : name);
