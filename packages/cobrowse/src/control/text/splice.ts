/**
 * One change of a text at one place, and how it is meant after another change of the same text. Pure; knows neither
 * fields nor who wrote.
 */
import type { Splice } from "@lotse/protocol";

export const NOTHING: Splice = { at: 0, remove: 0, insert: "" };

export const apply = (text: string, { at, remove, insert }: Splice): string =>
  text.slice(0, at) + insert + text.slice(at + remove);

/** What takes it back, in the text that it led to. */
export const inverse = (text: string, { at, remove, insert }: Splice): Splice => ({
  at,
  remove: insert.length,
  insert: text.slice(at, at + remove),
});

export const isNothing = ({ remove, insert }: Splice): boolean => remove === 0 && insert === "";

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Between the two halves of one character. */
export const splitsPair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));

/** As much of it as fits, without half a character. */
export const cut = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const end = Math.max(0, length);
  return text.slice(0, splitsPair(text, end) ? end - 1 : end);
};

/**
 * The one change that leads from one text to the other. Of several ways that which ends at `caret`, where somebody
 * just wrote: in "aaa" one more "a" might have been put anywhere.
 */
export const diff = (before: string, after: string, caret: number | null = null): Splice => {
  const shorter = Math.min(before.length, after.length);
  const grown = Math.max(0, after.length - before.length);
  const from = caret === null ? shorter : Math.min(shorter, Math.max(0, caret - grown));
  let head = 0;
  while (head < from && before[head] === after[head]) head++;
  if (splitsPair(before, head) || splitsPair(after, head)) head--;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (splitsPair(before, before.length - tail) || splitsPair(after, after.length - tail)) tail--;
  return {
    at: head,
    remove: before.length - tail - head,
    insert: after.slice(head, after.length - tail),
  };
};

/** Where a place of the text is after the change. Text that comes to stand there comes before it, or `stays` behind it. */
export const movePlace = (place: number, { at, remove, insert }: Splice, stays = false): number => {
  if (place < at || (place === at && stays)) return place;
  if (place >= at + remove) return place + insert.length - remove;
  return at + insert.length;
};

/**
 * What of `mine` is still meant after `other`, both made on the same text. Null: both changed the same characters, and
 * the other one stands. A pure removal then takes what is left to be taken, but nothing that was put in between.
 * `yields`: the other one is nobody's own words (a page's way to write a number), and mine is kept in any case.
 */
export const transform = (mine: Splice, other: Splice, yields = false): Splice | null => {
  const end = mine.at + mine.remove;
  const otherEnd = other.at + other.remove;
  const shift = other.insert.length - other.remove;
  if (isNothing(other) || isNothing(mine)) return mine;
  if (otherEnd <= mine.at) return { ...mine, at: mine.at + shift };
  if (other.at >= end) return mine;
  if (mine.insert !== "" && !yields) return null;
  if (other.at > mine.at && otherEnd < end) {
    if (other.insert !== "" && !yields) return null;
    return { ...mine, remove: mine.remove + shift };
  }
  const left = Math.max(0, other.at - mine.at);
  const right = Math.max(0, end - otherEnd);
  return {
    at: left > 0 ? mine.at : other.at + other.insert.length,
    remove: left + right,
    insert: mine.insert,
  };
};

export interface Rebased {
  readonly splices: readonly Splice[];
  /** How many of them were given up. */
  readonly lost: number;
}

interface RebaseOptions {
  readonly change?: Splice;
  readonly yields?: boolean;
  /** A removal goes around what was put into it. */
  readonly splits?: boolean;
}

/** What is left of it around what was put into it, one part after the other. */
const around = (mine: Splice, other: Splice): readonly Splice[] => {
  const right = mine.at + mine.remove - other.at - other.remove;
  if (mine.insert !== "" || other.at <= mine.at || right <= 0) return [];
  return [
    { at: mine.at, remove: other.at - mine.at, insert: "" },
    { at: mine.at + other.insert.length, remove: right, insert: "" },
  ];
};

/** A row of changes, each made on what the one before led to, after the text under them all has changed. */
export const rebase = (
  splices: readonly Splice[],
  before: string,
  after: string,
  { change, yields = false, splits = false }: RebaseOptions = {},
): Rebased => {
  let [from, to] = [before, after];
  let other = change ?? diff(before, after);
  let lost = 0;
  const kept: Splice[] = [];
  for (const splice of splices) {
    const moved = transform(splice, other, yields);
    const parts = moved !== null ? [moved] : splits ? around(splice, other) : [];
    from = apply(from, splice);
    to = parts.reduce(apply, to);
    const standing = parts.filter(part => !isNothing(part));
    if (standing.length === 0) lost += 1;
    kept.push(...standing);
    other = diff(from, to);
  }
  return { splices: kept, lost };
};

/** Both as one, where the second goes on where the first was; null: they are two. */
export const join = (first: Splice, second: Splice): Splice | null => {
  const end = first.at + first.insert.length;
  if (second.at < first.at || second.at > end) {
    const isBefore = second.at + second.remove === first.at && second.insert === "" && second.remove > 0;
    return isBefore ? { ...first, at: second.at, remove: first.remove + second.remove } : null;
  }
  const over = second.at + second.remove - end;
  const kept = first.insert.slice(0, second.at - first.at) + second.insert;
  return {
    at: first.at,
    remove: first.remove + Math.max(0, over),
    insert: kept + (over >= 0 ? "" : first.insert.slice(second.at + second.remove - first.at)),
  };
};
