/** How much of a long message is shown at first. Knows characters and line breaks, not pixels. */

/** About as many characters as a bubble's line holds. */
const LINE_CHARS = 60;
const SHOWN_LINES = 20;
/** Folding away less than this is not worth the click. */
const SPARE_LINES = 4;

/** Where the first `lines` lines of `text` end. */
const endOf = (text: string, lines: number): number => {
  let start = 0;
  for (let left = lines; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const needed = Math.max(1, Math.ceil((end - start) / LINE_CHARS));
    if (needed > left) return start + left * LINE_CHARS;
    left -= needed;
    start = end + 1;
  }
  return text.length;
};

/** Neither within a word, where one ends nearby, nor ever between the halves of a character. */
const cleanEnd = (text: string, end: number): number => {
  const space = text.slice(0, end).search(/\s\S*$/);
  if (space > end - LINE_CHARS && space > 0) return space;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
};

/** What is shown of a text folded; null if it is short enough to be shown whole. */
export const foldedText = (text: string): string | null => {
  if (endOf(text, SHOWN_LINES + SPARE_LINES) === text.length) return null;
  return `${text.slice(0, cleanEnd(text, endOf(text, SHOWN_LINES))).trimEnd()} …`;
};
