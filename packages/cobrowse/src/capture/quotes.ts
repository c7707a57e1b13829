/**
 * A masked text inside a longer one: "Good day, Anna Mueller!". Whole words only, and not what also stood openly when it
 * was first seen masked, or labels would be torn out of every sentence. One look-up for each word of a text, however
 * much is masked. Knows neither events nor why something is masked.
 */
import { MASK } from "../wire/limits.ts";
import { type CopyMemory, type Original, originalOf } from "./copyMemory.ts";

const WORDS = /[\p{L}\p{N}]+/gu;
/** Without the brackets and stops around it. */
const CORE = /[\p{L}\p{N}].*[\p{L}\p{N}]/su;
const IN_WORD = /^[\p{L}\p{N}]/u;
const CHARS_MIN = 4;
const CHARS_MAX = 200;
/** Masked texts that begin with the same word. */
const SAME_MAX = 100;

export interface Quotes {
  learn(text: string, original: Original): void;
  /** It stands openly: what was learned since the last picture is no secret. */
  show(text: string): void;
  hide(text: string): string;
}

export const createQuotes = ({ quotes, turn }: CopyMemory): Quotes => {
  const eachIn = (text: string, visit: (core: string, at: number, original: Original) => void): void => {
    if (quotes.size === 0 || text.length < CHARS_MIN) return;
    for (const { 0: word, index } of text.matchAll(WORDS)) {
      for (const [core, original] of quotes.get(word) ?? []) {
        const end = index + core.length;
        if (text.startsWith(core, index) && !IN_WORD.test(text.slice(end, end + 2)))
          visit(core, index, original);
      }
    }
  };
  return {
    learn: (text, original) => {
      const core = text.length > CHARS_MAX ? undefined : CORE.exec(text)?.[0];
      if (core === undefined || core.length < CHARS_MIN) return;
      const first = core.match(WORDS)?.[0] ?? "";
      const same = quotes.get(first) ?? new Map<string, Original>();
      if (same.size < SAME_MAX || same.has(core)) quotes.set(first, same.set(core, original));
    },
    show: text =>
      eachIn(text, (_, __, original) => {
        if (original.since === turn.now) original.shown = true;
      }),
    hide: text => {
      let [clean, from] = ["", 0];
      eachIn(text, (core, at, original) => {
        const end = at + core.length;
        if (end <= from || originalOf(original) === null) return;
        if (at >= from) clean += text.slice(from, at) + MASK;
        from = end;
      });
      return from === 0 ? text : clean + text.slice(from);
    },
  };
};
