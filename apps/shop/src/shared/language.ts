/** The two languages of the site, and how each writes money and dates. */
export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in both languages. */
export type Localized = Readonly<Record<Language, string>>;

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some(known => known === value);

const LOCALES: Readonly<Record<Language, string>> = { de: "de-DE", en: "en-GB" };

export function formatMoney(cents: number, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { style: "currency", currency: "EUR" });
  return format.format(cents / 100);
}

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** `day` is an ISO date; it stays that day in every time zone. */
export function formatDate(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
