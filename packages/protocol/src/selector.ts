/**
 * Whether a text is a CSS selector that a mask rule may have: a careful part of the language that every browser of today
 * understands, without what depends on more than the element and what stands above or before it. Pure, linear.
 */
const NAME = "-?(?:[_a-zA-Z\\u00a0-\\uffff]|\\\\[^\\n])(?:[\\w\\u00a0-\\uffff-]|\\\\[^\\n])*";
const STRING = "\"[^\"\\\\\\n]*\"|'[^'\\\\\\n]*'";
const SIMPLE = new RegExp(
  [
    `#${NAME}`,
    `\\.${NAME}`,
    `\\[\\s*${NAME}\\s*(?:[~|^$*]?=\\s*(?:${STRING}|${NAME})\\s*(?:[is]\\s*)?)?\\]`,
    ":(?:first|last|only)-(?:child|of-type)",
    ":(?:checked|disabled|enabled|required|optional|read-only|read-write|empty|root)(?![\\w-])",
    ":nth-(?:last-)?(?:child|of-type)\\(\\s*(?:odd|even|[+-]?\\d{0,4}n?(?:\\s*[+-]\\s*\\d{1,4})?)\\s*\\)",
  ].join("|"),
  "y",
);
const TAG = new RegExp(`\\*|${NAME}`, "y");
const GROUP = /:(?:is|where|not)\(/y;
const DEPTH_MAX = 4;

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at === this.#text.length;
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === "") return false;
    this.#at += found[0].length;
    return true;
  }
}

const takeGroup = (reader: Reader, depth: number): boolean =>
  depth < DEPTH_MAX && takeList(reader, depth + 1) && reader.take(/\)/y);

const takeCompound = (reader: Reader, depth: number): boolean => {
  let parts = reader.take(TAG) ? 1 : 0;
  for (;;) {
    if (reader.take(GROUP)) {
      if (!takeGroup(reader, depth)) return false;
    } else if (!reader.take(SIMPLE)) return parts > 0;
    parts += 1;
  }
};

const takeComplex = (reader: Reader, depth: number): boolean => {
  reader.take(/\s+/y);
  if (!takeCompound(reader, depth)) return false;
  for (;;) {
    const isNamed = reader.take(/\s*[>+~]\s*/y);
    if (!isNamed && !reader.take(/\s+/y)) return true;
    // Blanks may also end it; a sign may not.
    if (!takeCompound(reader, depth)) return !isNamed;
  }
};

const takeList = (reader: Reader, depth: number): boolean => {
  do {
    if (!takeComplex(reader, depth)) return false;
    reader.take(/\s+/y);
  } while (reader.take(/,/y));
  return true;
};

export const isSelector = (text: string): boolean => {
  const reader = new Reader(text);
  return takeList(reader, 0) && reader.done;
};
