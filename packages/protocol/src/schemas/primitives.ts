/** Building blocks of the wire schemas. Every failure message is an error code of ours; see `toFieldError`. */
import * as v from "valibot";
import { ID_PATTERN } from "../ids.ts";

/** A lower-case UUID, branded by the caller: `id<VisitId>()`. */
export const id = <T extends string>() =>
  v.pipe(
    v.string("FIELD_TYPE"),
    v.regex(ID_PATTERN, "ID_INVALID"),
    v.transform(value => value as T),
  );

/** An id that the client makes for what it is about to leave: the name of nothing that is there already. */
const MADE_PATTERN = new RegExp(ID_PATTERN);
export const madeId = <T extends string>() =>
  v.pipe(
    v.string("FIELD_TYPE"),
    v.regex(MADE_PATTERN, "ID_INVALID"),
    v.transform(value => value as T),
  );

/** True if PostgreSQL and UTF-8 can hold the text: no NUL, no lone surrogate. */
const storable = (text: string) => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text);

/** Text of at most `max` UTF-16 units that storage can hold. May be empty. */
export const text = (max: number) =>
  v.pipe(v.string("FIELD_TYPE"), v.maxLength(max, "TEXT_TOO_LONG"), v.check(storable, "TEXT_INVALID"));

/** Text that says something: not only white space. */
export const filledText = (max: number) =>
  v.pipe(
    text(max),
    v.check(value => value.trim() !== "", "TEXT_EMPTY"),
  );

/** Control characters, and those that turn the direction of what stands around them. */
const UNSEEN = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;

/** One line of somebody else, as people see it: without what is not seen, and without blanks around it. May be empty. */
export const line = (max: number) =>
  v.pipe(
    text(max),
    v.transform(value => value.replace(UNSEEN, " ").trim()),
  );

export const filledLine = (max: number) =>
  v.pipe(
    line(max),
    v.check(value => value !== "", "TEXT_EMPTY"),
  );

export const MESSAGE_TEXT_MAX = 10_000;
export const URL_MAX = 2_000;

/** A sequence number; 0 means "nothing yet". */
export const seq = v.pipe(
  v.number("FIELD_TYPE"),
  v.safeInteger("RESUME_RANGE"),
  v.minValue(0, "RESUME_RANGE"),
  v.maxValue(1_000_000_000, "RESUME_RANGE"),
);

/** A whole number within its bounds, both included. */
export const whole = (min: number, max: number) =>
  v.pipe(
    v.number("FIELD_TYPE"),
    v.safeInteger("FIELD_TYPE"),
    v.minValue(min, "LIMIT_RANGE"),
    v.maxValue(max, "LIMIT_RANGE"),
  );

/** A whole, non-negative count with a ceiling. */
export const count = (max: number) => whole(0, max);

/**
 * The number by which an agent's console knows its assignment of an item. After a change of hands it is an older one, and
 * whoever acts by it is refused.
 */
export const assignment = count(1_000_000_000);

/** http or https only; nothing else is ever stored or shown as a link. */
export const pageUrl = v.pipe(
  text(URL_MAX),
  v.check(value => {
    const scheme = /^(https?):\/\//i.exec(value);
    return scheme !== null;
  }, "URL_INVALID"),
);
