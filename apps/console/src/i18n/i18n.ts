/** Texts and times in the person's language. Reads a signal, so what shows a text follows the language by itself. */
import type { ErrorCode, Language, Localized } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { AUDIT_EVENTS, AUDIT_FIELDS, AUDIT_VALUES } from "./auditEvents.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { errorsDe } from "./errors.de.ts";
import { errorsEn } from "./errors.en.ts";

export type Texts = typeof en;
export type TextKey = keyof Texts;
type Params<K extends TextKey> = Texts[K] extends (...params: infer P) => string ? P : [];
/** Texts without parameters. */
export type PlainKey = { [K in TextKey]: Texts[K] extends string ? K : never }[TextKey];

/** Every code has a sentence: a new code without one does not compile. */
export type ErrorTexts = Readonly<Record<ErrorCode, string>>;

const ERROR_TEXTS: Readonly<Record<Language, ErrorTexts>> = { de: errorsDe, en: errorsEn };
const DICTIONARIES: Readonly<Record<Language, Texts>> = { de, en };

/** Twenty-four hours in both: agents read the time in a column. Made once: making them is slow. */
const formats = (locale: string) => ({
  time: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
  day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
  dateTime: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
  /** For days that belong to a place, not to this browser's clock. */
  weekday: new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }),
  date: new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" }),
  and: new Intl.ListFormat(locale, { type: "conjunction" }),
  or: new Intl.ListFormat(locale, { type: "disjunction" }),
});
const LOCALES = { de: "de-DE", en: "en-GB" } as const satisfies Record<Language, string>;
const FORMATS = { de: formats(LOCALES.de), en: formats(LOCALES.en) } satisfies Record<Language, unknown>;

const ZONED = new Map<string, Intl.DateTimeFormat>();

const zoned = (language: Language, timeZone: string): Intl.DateTimeFormat => {
  const key = `${language} ${timeZone}`;
  const known = ZONED.get(key);
  if (known !== undefined) return known;
  const how = { dateStyle: "medium", timeStyle: "short" } as const;
  let made = FORMATS[language].dateTime;
  try {
    made = new Intl.DateTimeFormat(LOCALES[language], { ...how, timeZone });
  } catch {
    // A browser older than the zone
  }
  ZONED.set(key, made);
  return made;
};

const UNKNOWN_VISITOR = /^Visitor ([0-9A-F]{4})$/;

/** In a name inside a sentence these would turn the rest of the sentence around. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

export interface I18n {
  readonly language: ReadonlySignal<Language>;
  t<K extends TextKey>(key: K, ...params: Params<K>): string;
  error(code: ErrorCode): string;
  /** What happened, in words; null if there are none for it. */
  auditEvent(event: string): string | null;
  /** What an id of the audit log is one of; null if there is no word for it. */
  auditField(field: string): string | null;
  auditValue(field: string, value: string): string | null;
  /** The hub names an unknown visitor `Visitor 3F2A`; a real name is left as it is. */
  visitor(label: string): string;
  /** `14:05` */
  time(atMs: number): string;
  /** `3 Mar 2026, 14:05` */
  dateTime(atMs: number): string;
  /** The same by a clock that is elsewhere; by this browser's if it knows none there. */
  dateTimeIn(atMs: number, timeZone: string): string;
  /** `Monday, 3 March`; today by name. */
  day(atMs: number, nowMs: number): string;
  /** `45 s`, `12 min`, `2 h 5 min` */
  duration(ms: number): string;
  /** What is left, `95 s`, `2 min`: a minute more or less matters until there are two. */
  remaining(ms: number): string;
  /** `90 s`, `2 min`, `1 h 30 min`: as it was set, nothing left out. */
  exactly(ms: number): string;
  /** `Monday`; 1 is Monday. */
  weekday(day: number): string;
  /** Of `2026-12-24`: `Thu, 24 December` */
  date(date: string): string;
  /** `A, B and C` */
  list(words: readonly string[], how: "and" | "or"): string;
  /** The person's own of the two. */
  name(text: Localized): string;
}

/** A Monday. */
const WEEK_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export const createI18n = (language: ReadonlySignal<Language>): I18n => {
  const t = <K extends TextKey>(key: K, ...params: Params<K>): string => {
    const text: unknown = DICTIONARIES[language.value][key];
    return typeof text === "function" ? String(text(...params)) : String(text);
  };
  const duration = (ms: number): string => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return t("time.seconds", seconds);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t("time.minutes", minutes);
    return t("time.hours", Math.floor(minutes / 60), minutes % 60);
  };
  return {
    language,
    t,
    error: code => ERROR_TEXTS[language.value][code],
    auditEvent: event =>
      Object.hasOwn(AUDIT_EVENTS, event) ? (AUDIT_EVENTS[event]?.[language.value] ?? null) : null,
    auditField: field =>
      Object.hasOwn(AUDIT_FIELDS, field) ? (AUDIT_FIELDS[field]?.[language.value] ?? null) : null,
    auditValue: (field, value) => {
      const values = Object.hasOwn(AUDIT_VALUES, field) ? AUDIT_VALUES[field] : undefined;
      return values !== undefined && Object.hasOwn(values, value)
        ? (values[value]?.[language.value] ?? null)
        : null;
    },
    visitor: label =>
      label
        .replace(BIDI_CONTROLS, "")
        .replace(UNKNOWN_VISITOR, (_, code: string) => t("visitor.unknown", code)),
    time: atMs => FORMATS[language.value].time.format(atMs),
    dateTime: atMs => FORMATS[language.value].dateTime.format(atMs),
    dateTimeIn: (atMs, timeZone) => zoned(language.value, timeZone).format(atMs),
    day: (atMs, nowMs) => {
      const { day } = FORMATS[language.value];
      const name = day.format(atMs);
      return name === day.format(nowMs) ? t("time.today") : name;
    },
    duration,
    remaining: ms => {
      // Not over before it is
      const seconds = Math.max(0, Math.ceil(ms / 1000));
      return seconds < 120 ? t("time.seconds", seconds) : duration(seconds * 1000);
    },
    exactly: ms => {
      const seconds = Math.round(ms / 1000);
      if (seconds % 60 !== 0 || seconds === 0) return t("time.seconds", seconds);
      const minutes = seconds / 60;
      if (minutes < 60) return t("time.minutes", minutes);
      const hours = Math.floor(minutes / 60);
      return minutes % 60 === 0 ? t("time.hoursOnly", hours) : t("time.hours", hours, minutes % 60);
    },
    weekday: day => FORMATS[language.value].weekday.format(WEEK_MS + (day - 1) * DAY_MS),
    date: date => {
      const atMs = Date.parse(`${date}T00:00:00Z`);
      return Number.isNaN(atMs) ? date : FORMATS[language.value].date.format(atMs);
    },
    list: (words, how) => FORMATS[language.value][how].format(words),
    name: text => text[language.value],
  };
};
