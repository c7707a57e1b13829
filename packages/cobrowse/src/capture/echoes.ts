/**
 * Values of masked fields, wherever else they are said: in texts, titles, addresses. Read from the living fields at
 * every event, since what is typed changes. Pure. Knows neither fields nor why they are masked.
 */
import { MASK } from "../wire/limits.ts";

/** Shorter values count as whole words only: four digits are found in every order number. */
const ANYWHERE_CHARS_MIN = 8;
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Grouped or not, as account numbers are. */
const spaced = (value: string): string =>
  Array.from(value.replace(/\s/g, ""), char => char.replace(SYNTAX, "\\$&")).join("\\s?");
/** The longest first: a value may hold another. */
const anyOf = (values: readonly string[]): string =>
  values.length === 0
    ? "[]"
    : [...values]
        .sort((one, two) => two.length - one.length)
        .map(spaced)
        .join("|");

/** `passwords` are looked for within words, too. Null: there is nothing to look for. */
export const echoesOf = (passwords: readonly string[], values: readonly string[]): RegExp | null => {
  const isShort = (value: string): boolean => value.length < ANYWHERE_CHARS_MIN;
  const anywhere = [...passwords, ...values.filter(value => !isShort(value))];
  if (passwords.length + values.length === 0) return null;
  const word = `(^|[^\\p{L}\\p{N}])(?:${anyOf(values.filter(isShort))})(?![\\p{L}\\p{N}])`;
  return new RegExp(`${anyOf(anywhere)}|${word}`, "gu");
};

export const withoutEchoes = (text: string, echoes: RegExp | null): string =>
  echoes === null ? text : text.replace(echoes, (_, before: string | undefined) => (before ?? "") + MASK);
