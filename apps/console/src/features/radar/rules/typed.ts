/** Numbers as they are typed, in either language, and back. Pure. */
import type { Language } from "@lotse/protocol";

/** Groups of three behind the first: 1.000 is a thousand to a German, 1,000 to an English reader. */
const GROUPED = { de: /^\d{1,3}(\.\d{3})+(?=,|$)/, en: /^\d{1,3}(,\d{3})+(?=\.|$)/ };
const GROUP_SIGN = { de: ".", en: "," };

/** Null for what is no number that a rule can hold. */
export const numberOf = (typed: string, language: Language): number | null => {
  const trimmed = typed.trim();
  const plain = GROUPED[language].test(trimmed) ? trimmed.replaceAll(GROUP_SIGN[language], "") : trimmed;
  const text = plain.replace(",", ".");
  return /^\d{1,15}(\.\d{0,12})?$/.test(text) ? Number(text) : null;
};

export const typedOf = (value: number, language: Language): string =>
  language === "de" ? String(value).replace(".", ",") : String(value);

export const UNIT_S = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;
export type TimeUnit = keyof typeof UNIT_S;
export const TIME_UNITS = ["s", "min", "h", "d"] as const;

/** The largest that says it in whole numbers. */
export const unitOf = (seconds: number): TimeUnit =>
  seconds === 0 ? "s" : (TIME_UNITS.findLast(unit => seconds % UNIT_S[unit] === 0) ?? "s");

/** To the millisecond, as rules have it: 0.1 min is 6 s, whatever a computer makes of it. */
export const secondsOf = (count: number, unit: TimeUnit): number =>
  Math.round(count * UNIT_S[unit] * 1_000) / 1_000;
