/** How the form writes what is typed: groups, digits, capitals. Each is idempotent. Pure. */
import { formatIban } from "../iban.ts";
import type { Language } from "../language.ts";
import type { TextName } from "./fields.ts";

const digits = (max: number) => (text: string) => text.replace(/\D/g, "").slice(0, max);

const grouped = (max: number) => (text: string, language: Language) => {
  const plain = text.replace(/\D/g, "").slice(0, max);
  return plain.replace(/\B(?=(\d{3})+$)/g, language === "de" ? "." : ",");
};

export type Format = (text: string, language: Language) => string;

export const formats: Partial<Record<TextName, Format>> = {
  plate: text => text.toUpperCase(),
  hsn: digits(4),
  tsn: text =>
    text
      .replace(/[^0-9a-z]/gi, "")
      .toUpperCase()
      .slice(0, 3),
  powerKw: digits(4),
  mileage: grouped(6),
  odometer: grouped(6),
  parkingPostcode: digits(5),
  postcode: digits(5),
  iban: formatIban,
};

/** "15.000", "15,000" and "15 000" are one number; anything with other signs is none. */
export function parseWholeNumber(text: string): number | null {
  const plain = text.trim().replace(/[.,\s](?=\d{3}(?!\d))/g, "");
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}
