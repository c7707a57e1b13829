/** Amounts of money as shops write them: numbers, "129.90", "1.299,00 €", "CHF 1'299.–". Their currency is not looked at. */

const AMOUNT_MAX = 1_000_000_000;
/** A price stands at the start of a text, or it is not one. */
const TEXT_MAX = 100;
/** Blanks and apostrophes between thousands. */
const GROUPING = /(\d)[\s'’](?=\d{3})/g;

/** The last point or comma parts whole from hundredths, unless it stands before three digits, or not alone. */
const numberOf = (text: string): number => {
  const marks = text.match(/[.,]/g) ?? [];
  const last = marks.at(-1) ?? "";
  const digits = text.length - 1 - text.lastIndexOf(last);
  const alone = marks.filter(mark => mark === last).length === 1;
  const isFraction = last !== "" && alone && (digits !== 3 || marks.length > 1);
  const [whole = "", fraction = ""] = isFraction ? text.split(last) : [text];
  return Number(`${whole.replace(/[.,]/g, "")}.${fraction}`);
};

/** Null if it is none: no digits, below zero, or beyond what anything costs. */
export const amountOf = (value: unknown): number | null => {
  const text = String(value ?? "").slice(0, TEXT_MAX);
  const found = /-?\d(?:[\d.,]*\d)?/.exec(text.replace(GROUPING, "$1"));
  const amount = typeof value === "number" ? value : numberOf(found?.[0] ?? "none");
  return amount >= 0 && amount <= AMOUNT_MAX ? Math.round(amount * 1_000) / 1_000 : null;
};

/** In a text that counts things, too: the first number that has hundredths, or a currency behind it. */
export const moneyIn = (text: string | null): string => {
  const said = (text ?? "").slice(0, TEXT_MAX);
  return /-?\d[\d.,\s'’]*([.,]\d\d(?!\d)|\p{Sc})/u.exec(said)?.[0] ?? said;
};

/** As machines write it (attributes, JSON-LD, `content`): a point is a point. */
export const exactAmountOf = (value: unknown): number | null =>
  typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? amountOf(Number(value)) : amountOf(value);
