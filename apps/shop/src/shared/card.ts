/** Payment card fields: what can be known without asking the bank. Pure. */
export const cardDigits = (text: string): string => text.replace(/\D/g, "");

export function isCardNumber(text: string): boolean {
  const digits = cardDigits(text);
  if (/[^\d\s-]/.test(text) || digits.length < 12 || digits.length > 19) return false;
  let sum = 0;
  for (const [index, char] of [...digits].reverse().entries()) {
    const value = Number(char) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

export type ExpiryFault = "expiryFormat" | "expiryPast";

/** A card is good to the end of its month. `today` is an ISO day. */
export function expiryFault(text: string, today: string): ExpiryFault | null {
  const match = /^(0[1-9]|1[0-2])\s*\/\s*(?:20)?(\d{2})$/.exec(text.trim());
  if (match === null) return "expiryFormat";
  return `20${match[2]}-${match[1]}` < today.slice(0, 7) ? "expiryPast" : null;
}

export const isSecurityCode = (text: string): boolean => /^\d{3,4}$/.test(text.trim());
