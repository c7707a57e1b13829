/** Cuts to what the wire takes: at most `max` UTF-16 units, no NUL, no lone surrogate. */
export const clip = (text: string, max: number): string =>
  text.slice(0, max).replace(/\p{Surrogate}|\0/gu, "\ufffd");
