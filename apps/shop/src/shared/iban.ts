/** IBAN by ISO 13616: country, length, checksum (mod 97). Pure. */
const LENGTHS: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 16,
  CH: 21,
  DE: 22,
  DK: 18,
  ES: 24,
  FR: 27,
  IT: 27,
  LI: 21,
  LU: 20,
  NL: 18,
  PL: 28,
};

export type IbanFault = "ibanCountry" | "ibanLength" | "ibanChecksum";

export const compactIban = (text: string): string => text.replace(/[^0-9a-z]/gi, "").toUpperCase();

export const formatIban = (text: string): string =>
  compactIban(text)
    .slice(0, 34)
    .replace(/(.{4})(?=.)/g, "$1 ");

/** Letters count as two digits (A = 10), so the remainder is carried digit by digit. */
function mod97(text: string): number {
  let rest = 0;
  for (const char of text) {
    for (const digit of String(Number.parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

export function ibanFault(text: string): IbanFault | null {
  const iban = compactIban(text);
  const length = LENGTHS[iban.slice(0, 2)];
  if (length === undefined) return "ibanCountry";
  if (iban.length !== length) return "ibanLength";
  return mod97(iban.slice(4) + iban.slice(0, 4)) === 1 ? null : "ibanChecksum";
}
