/** What a page claims of its visitor and the console says by itself: basket and device. Claims, so each may be missing or odd. */
import type { Facts, Language, LiveVisitor } from "@lotse/protocol";
import type { I18n } from "../../i18n/i18n.ts";
import { readableUrl } from "../../ui/address.ts";

const DEVICES = ["phone", "tablet", "desktop"] as const;

const claim = (facts: Facts, key: string): unknown =>
  facts.observed !== undefined && Object.hasOwn(facts.observed, key) ? facts.observed[key] : undefined;

const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

export const basketIn = (facts: Facts): LiveVisitor["basket"] => {
  const value = numberOr(claim(facts, "basket.value"));
  const count = numberOr(claim(facts, "basket.count"));
  return value === null && count === null ? null : { value, count };
};

export const deviceIn = (facts: Facts): LiveVisitor["device"] =>
  DEVICES.find(device => device === claim(facts, "visit.device")) ?? null;

const LOCALES = { de: "de-DE", en: "en-GB" } satisfies Record<Language, string>;

/** Without a currency: pages do not say which. */
export const amount = (value: number, { language }: Pick<I18n, "language">): string =>
  value.toLocaleString(LOCALES[language.value], { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A page that has a basket says so of everybody; nothing in it is nothing to say. */
export const isFilled = (basket: LiveVisitor["basket"]): basket is NonNullable<LiveVisitor["basket"]> =>
  basket !== null && ((basket.value ?? 0) > 0 || (basket.count ?? 0) > 0);

/** "99.90, 2 items" */
export const basketValue = ({ value, count }: NonNullable<LiveVisitor["basket"]>, i18n: I18n): string =>
  [
    ...(value === null ? [] : [amount(value, i18n)]),
    ...(count === null ? [] : [i18n.t("onSite.items", count)]),
  ].join(", ");

/** Path and what follows; the host is the site's and said once. */
export const shortUrl = (url: string): string => {
  try {
    const { pathname, search, hash } = new URL(url);
    return readableUrl(`${pathname}${search}${hash}`);
  } catch {
    return readableUrl(url);
  }
};
