/** Without what the wire refuses: NUL and lone surrogates, which nobody typed and nobody misses. */
export const clean = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, "");

/** Cuts to what the wire takes, in UTF-16 units. */
export const clip = (text: string, max: number): string => clean(text.slice(0, max));
