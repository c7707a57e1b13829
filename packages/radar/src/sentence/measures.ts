/** Numbers and times as people say them: 90 s is 1 minute 30 seconds. */
import type { Language } from "@lotse/protocol";

const SCALE = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

export type TimeUnit = (typeof SCALE)[number][0];

/** One, and several. */
export type TimeWords = Readonly<Record<TimeUnit, readonly [string, string]>>;

const FORMATS = {
  de: new Intl.NumberFormat("de", { maximumFractionDigits: 15 }),
  en: new Intl.NumberFormat("en", { maximumFractionDigits: 15 }),
};
const AMOUNTS = {
  de: new Intl.NumberFormat("de", { minimumFractionDigits: 2, maximumFractionDigits: 15 }),
  en: new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 15 }),
};

export const numberIn = (language: Language, value: number): string => FORMATS[language].format(value);

/** 99.9 of a currency is 99.90, 100 is 100. */
export const amountIn = (language: Language, value: number): string =>
  Number.isInteger(value) ? numberIn(language, value) : AMOUNTS[language].format(value);

export const timeIn = (language: Language, words: TimeWords, seconds: number): string => {
  // Whole milliseconds, so that what is left of 0.3 s is not 0.299999
  let leftMs = Math.round(seconds * 1_000);
  const parts: string[] = [];
  for (const [unit, sizeS] of SCALE) {
    const sizeMs = sizeS * 1_000;
    const count = unit === "seconds" ? leftMs / sizeMs : Math.floor(leftMs / sizeMs);
    leftMs -= count * sizeMs;
    const [one, many] = words[unit];
    if (count > 0) parts.push(`${numberIn(language, count)} ${count === 1 ? one : many}`);
  }
  return parts.join(" ") || `0 ${words.seconds[1]}`;
};

/** 510 is 8:30. */
export const clockTime = (minuteOfDay: number): string =>
  `${Math.floor(minuteOfDay / 60)}:${String(minuteOfDay % 60).padStart(2, "0")}`;
