/**
 * Names and texts as they stand between a sentence's quotation marks: whatever a page or a manager has written, it neither ends
 * the quotation nor turns, breaks or hides what stands around it.
 */

/** Quotation marks of both languages, what escapes them, and whatever is not seen: line breaks, turns of direction, joiners. */
const UNSAFE = /[\\“”„\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SEEN = /[\\“”„]/;

/** Two different names are never written alike. */
export const escaped = (name: string): string =>
  name.replace(UNSAFE, one =>
    SEEN.test(one) ? `\\${one}` : `\\u{${one.codePointAt(0)?.toString(16).toUpperCase()}}`,
  );
