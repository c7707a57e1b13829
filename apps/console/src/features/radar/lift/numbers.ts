/** Shares, points and amounts as the reader's language writes them. Made once: making them is slow. */
import type { Language } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";

const formats = (locale: string) => ({
  share: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
  points: new Intl.NumberFormat(locale, {
    ...({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" } as const),
  }),
  total: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
  amount: new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }),
});
const FORMATS = { de: formats("de-DE"), en: formats("en-GB") } satisfies Record<Language, unknown>;

export const useNumbers = () => {
  const { share, points, total, amount } = FORMATS[useI18n().language.value];
  return {
    share: (value: number): string => share.format(value),
    /** A difference of shares, in percentage points. */
    points: (value: number): string => points.format(100 * value),
    /** What was counted, to the last digit that means something. */
    total: (value: number): string => total.format(value),
    /** What was reckoned. */
    amount: (value: number): string => amount.format(value),
  };
};
