/** Keeps the caret beside the same letter or digit when an input's text is written anew in groups. Pure. */
const isSignificant = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** Where the caret belongs in `formatted`, if it stood at `caret` in `typed`. */
export function caretAfter(typed: string, caret: number, formatted: string): number {
  let toPass = [...typed.slice(0, caret)].filter(isSignificant).length;
  // At the very end it stays at the end, behind any separator that was added.
  if (caret >= typed.length) return formatted.length;
  let position = 0;
  for (const char of formatted) {
    if (toPass === 0) return position;
    if (isSignificant(char)) toPass -= 1;
    position += char.length;
  }
  return position;
}
