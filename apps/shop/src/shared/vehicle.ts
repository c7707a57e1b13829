/** German number plates and the type keys from the registration certificate. Pure. */

/** District, one or two letters, one to four digits, perhaps E (electric) or H (classic); eight characters at most. */
export function isPlate(text: string): boolean {
  const plate = text.trim().toUpperCase();
  if (!/^[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?[1-9]\d{0,3}[EH]?$/.test(plate)) return false;
  return plate.replace(/[- ]/g, "").length <= 8;
}

/** "hh ab1234" becomes "HH-AB 1234"; anything else stays as typed, in capitals. */
export function formatPlate(text: string): string {
  const plate = text.trim().toUpperCase();
  return plate.replace(/^([A-ZÄÖÜ]{1,3})[- ]+([A-Z]{1,2})\s*(\d{1,4}[EH]?)$/, "$1-$2 $3");
}

/** Manufacturer key: field 2.1. */
export const isHsn = (text: string): boolean => /^\d{4}$/.test(text.trim());

/** Type key: the first three characters of field 2.2. */
export const isTsn = (text: string): boolean => /^[A-Z0-9]{3}$/i.test(text.trim());
