/** When somebody is there again, as the visitor would say it: in their own time zone, with the day they would name. */
import type { OutlookWords } from "./words.ts";

const DAY_MS = 86_400_000;
/** After so many days the weekday alone would be taken for an earlier one. */
const WEEK_DAYS = 7;

export interface OpeningMoment {
  readonly opensAtMs: number;
  readonly nowMs: number;
  /** As the visitor's browser has it: "de-AT", "en-GB". */
  readonly locale: string;
  /** Only tests name one. */
  readonly timeZone?: string;
}

/** The day of the calendar there, as a number that grows by one a day. */
const dayOf = (atMs: number, zone: Intl.DateTimeFormatOptions): number => {
  const format = new Intl.DateTimeFormat("en-US", {
    ...zone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day) / DAY_MS;
};

/** "heute um 14:00 Uhr", "am Montag um 08:00 Uhr" */
export const openingIn = (words: OutlookWords, moment: OpeningMoment): string => {
  const { opensAtMs, nowMs, locale, timeZone } = moment;
  const zone = timeZone === undefined ? {} : { timeZone };
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...zone, ...options }).format(opensAtMs);
  const days = dayOf(opensAtMs, zone) - dayOf(nowMs, zone);
  const isNear = days >= 0 && days < WEEK_DAYS;
  const day =
    days === 0
      ? words.today
      : days === 1
        ? words.tomorrow
        : words.on(say({ weekday: "long", ...(isNear ? {} : { day: "numeric", month: "long" }) }));
  return words.at(day, say({ hour: "numeric", minute: "2-digit" }));
};

/** The visitor's own form of the language the widget speaks. */
export const localeFor = (language: string, preferred: readonly string[]): string =>
  preferred.find(one => one.split("-")[0] === language) ?? language;
