/** Decimal digits of any script, and card numbers among them. Pure. Knows nothing of where a text stands. */

export const DIGIT = "\\p{Nd}";
/** What may stand between the groups of a number. */
export const GAP = "[\\s.\\-/_\\u00ad\\u00b7\\u200b-\\u200d\\u2010-\\u2015\\u2060\\ufeff]";

const ANY_DIGIT = /\p{Nd}/u;
/** Digits stand in tens, from nought to nine: how many stand before it in its row is its value. */
const plainDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (ANY_DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
};
const plainDigits = (digits: string): string => digits.replace(/(?!\d)\p{Nd}/gu, plainDigit);

const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) & 15;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
};

/** Nothing but the common digits, or none: the quick way, by far the most frequent. */
const COMMON = /^[\0-\u065f\u2000-\u206f\u20a0-\u22ff]*$/;
const inBothWays = (source: string, flags: string): ((text: string) => RegExp) => {
  const [any, common] = [new RegExp(source, `${flags}u`), new RegExp(source.replaceAll(DIGIT, "\\d"), flags)];
  return text => (COMMON.test(text) ? common : any);
};

/** The longest stretches of a text that may hold a card number. */
export const runsIn = inBothWays(`${DIGIT}(?:${GAP}{0,3}${DIGIT}){12,}`, "g");
const anEnd = inBothWays(`^${GAP}*${DIGIT}|${DIGIT}${GAP}*$`, "");
/** Its number may go on beside it. */
export const hasDigitAtAnEnd = (text: string): boolean => anEnd(text).test(text);
const DIGITS = new RegExp(`${DIGIT}+`, "gu");
/** From the first to the last of whole digit groups that make 13 to 19 digits with a valid check digit; or nothing. */
export const cardIn = (run: string): readonly [number, number] | null => {
  const groups = [...run.matchAll(DIGITS)];
  let [start, end] = [run.length, 0];
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length < 19; last++) {
      const group = groups[last];
      digits += plainDigits(group?.[0] ?? "");
      if (digits.length < 13 || digits.length > 19 || !luhn(digits)) continue;
      start = Math.min(start, groups[first]?.index ?? 0);
      end = Math.max(end, (group?.index ?? 0) + (group?.[0].length ?? 0));
    }
  }
  return end === 0 ? null : [start, end];
};
