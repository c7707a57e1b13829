/**
 * A style sheet's rules for what somebody does (`:hover`, `:focus`), said anew for the mirror, where nobody does anything:
 * they go by marks instead, which weigh as much. Rules stay as many as they are, and in their order. Pure; knows neither
 * who sets the marks nor when.
 */
import { type CSSToken, tokenizer } from "@csstools/css-tokenizer";

export const FOCUS_MARK = "data-lotse-focus";
/** The word that `FOCUS_MARK` says of one that shows it. */
export const VISIBLE = "visible";
export const WITHIN_MARK = "data-lotse-within";
export const TARGET_MARK = "data-lotse-target";

const MARKS = new Map([
  // The Replayer's own class, so spelled that it does not take it for one of the page's and say it once more.
  ["hover", ".\\3a hover"],
  ["focus", `[${FOCUS_MARK}]`],
  ["focus-visible", `[${FOCUS_MARK}~="${VISIBLE}"]`],
  ["focus-within", `[${WITHIN_MARK}]`],
  ["target", `[${TARGET_MARK}]`],
]);
const ANY = /:(?:hover|focus|target)/i;
const APART = new Set(["whitespace-token", "comma-token", "delim-token"]);
const OPENING = new Set(["function-token", "(-token", "[-token"]);
const CLOSING = new Set([")-token", "]-token"]);

interface Found {
  readonly from: number;
  readonly to: number;
  readonly mark: string;
}

/** Where a token stands between two braces or semicolons. */
class Prelude {
  /** For each bracket around it: whether a pseudo-element stands before it, after which no mark may. */
  #behind = [false];
  #isAtRule = false;
  #colons = 0;
  found: Found[] = [];

  get isWithinBrackets(): boolean {
    return this.#behind.length > 1;
  }

  read(token: CSSToken): void {
    const [type, , from, to] = token;
    if (type === "at-keyword-token") this.#isAtRule = true;
    else if (APART.has(type)) this.#behind[this.#behind.length - 1] = false;
    else if (this.#colons > 1) this.#behind[this.#behind.length - 1] = true;
    else if (this.#colons === 1 && type === "ident-token") this.#name(token[4].value, from - 1, to + 1);
    if (OPENING.has(type)) this.#behind.push(false);
    else if (CLOSING.has(type) && this.isWithinBrackets) this.#behind.pop();
    this.#colons = type === "colon-token" ? this.#colons + 1 : 0;
  }

  #name(name: string, from: number, to: number): void {
    const mark = MARKS.get(name.toLowerCase());
    if (mark !== undefined && !this.#isAtRule && this.#behind.at(-1) === false)
      this.found.push({ from, to, mark });
  }
}

export const withStates = (css: string): string => {
  if (!ANY.test(css)) return css;
  const tokens = tokenizer({ css });
  let text = "";
  let at = 0;
  let prelude = new Prelude();
  while (!tokens.endOfFile()) {
    const token = tokens.nextToken();
    const [type] = token;
    const isEnd = type === "{-token" || type === "}-token" || type === "semicolon-token";
    if (!isEnd) {
      prelude.read(token);
      continue;
    }
    // What ends otherwise was a declaration.
    for (const { from, to, mark } of type === "{-token" ? prelude.found : []) {
      text += css.slice(at, from) + mark;
      at = to;
    }
    prelude = new Prelude();
  }
  return text + css.slice(at);
};
