/** A text with words in braces, and what is said with it. */

/** Splits a text so that every second piece is the name of a gap. */
export const piecesOf = (text: string): readonly string[] => text.split(/\{(\w+)\}/);

export const sentence = (text: string, parts: Readonly<Record<string, string>>): string =>
  piecesOf(text)
    .map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? "")))
    .join("");
