/** Checks for what people write about themselves: forgiving in form, strict in sense. Pure. */
export const isName = (text: string): boolean => /^[\p{L}\p{M}'’.\- ]{1,80}$/u.test(text.trim());

/** Enough to catch slips; only a sent mail proves an address. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@"<>(),;:\\]+@[^\s@.]+(\.[^\s@.]+)*\.[a-z]{2,}$/i.test(text.trim());

export function isPhone(text: string): boolean {
  if (!/^\+?[\d\s()/.-]+$/.test(text.trim())) return false;
  const digits = text.replace(/\D/g, "");
  return digits.length >= 6 && digits.length <= 15;
}

/** Germany: 01001 to 99998. */
export const isPostcode = (text: string): boolean =>
  /^\d{5}$/.test(text) && text >= "01001" && text <= "99998";

export const isHouseNumber = (text: string): boolean =>
  /^\d{1,4}\s?[a-z]?([-/]\d{1,4}\s?[a-z]?)?$/i.test(text.trim());

export const isStreet = (text: string): boolean =>
  /^(?=.*\p{L})[\p{L}\p{M}\d'’.\- ]{2,80}$/u.test(text.trim());
