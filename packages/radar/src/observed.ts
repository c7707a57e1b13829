/**
 * The facts that are watched only where a rule reads them, by name at run time. What a page claims under any other name, or
 * of another type, is not heard: a visitor's browser says nothing of agents, queues or clocks.
 */
import type { Facts, RuleJson, SiteRule } from "@lotse/protocol";
import type { FactKey, FactValue } from "./facts.ts";

/** As the catalogue has them (its test compares both); here without its words. */
export const OBSERVED = {
  "form.fieldsTouched": "number",
  "form.hesitationMs": "duration",
  "form.errors": "number",
  "form.retyped": "number",
  "form.left": "boolean",
  "page.ms": "duration",
  "page.scrolled": "number",
  "page.idleMs": "duration",
  "page.exitIntent": "boolean",
  "page.rageClicks": "number",
  "page.deadClicks": "number",
  "pages.visited": "boolean",
  "event.count": "number",
  "event.sinceMs": "duration",
  fact: "any",
  "category.viewed": "boolean",
  "item.sku": "text",
  "item.category": "text",
  "item.price": "amount",
  "basket.value": "amount",
  "basket.count": "number",
  "basket.changed": "boolean",
  "visit.campaign": "text",
  "visit.source": "text",
  "visit.language": "text",
  "visit.device": "text",
} as const;

/** More keys than this are watched on no page; the wire takes no more. What is beyond stays unknown. */
export const WATCHED_MAX = 200;

const nameOf = (key: FactKey): string => /^[^:]*/.exec(key)?.[0] ?? "";
const typeOf = (key: FactKey): string | undefined =>
  Object.hasOwn(OBSERVED, nameOf(key)) ? OBSERVED[nameOf(key) as keyof typeof OBSERVED] : undefined;

const keysIn = (when: RuleJson): readonly FactKey[] => {
  if (!Array.isArray(when)) return [];
  const [, first, ...rest]: readonly RuleJson[] = when;
  if (typeof first === "string") return [first];
  return first === undefined ? [] : [first, ...rest].flatMap(keysIn);
};

/** What has to be watched for these rules, which compile. */
export const watchedKeys = (rules: readonly SiteRule[]): readonly FactKey[] => {
  const keys = new Set(rules.flatMap(({ when }) => keysIn(when)));
  return [...keys].filter(key => typeOf(key) !== undefined).slice(0, WATCHED_MAX);
};

type Claim = NonNullable<Facts["observed"]>[string];

/** What is no value of the fact's type is as good as unknown. Null: there is none; of no number anything holds then. */
const knownOf = (key: FactKey, claim: Claim): FactValue => {
  const type = typeOf(key);
  if (claim === null) return type === "amount" ? Number.NaN : undefined;
  if (type === "any") return claim;
  if (type === "text") return typeof claim === "string" ? claim : undefined;
  if (type === "boolean") return typeof claim === "boolean" ? claim : undefined;
  if (type === undefined || typeof claim !== "number" || claim < 0) return undefined;
  return type === "duration" ? { accumulatedMs: claim, sinceMs: null } : claim;
};

export const observedFromWire = (claims: NonNullable<Facts["observed"]>): Record<FactKey, FactValue> =>
  Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(claims).map(([key, claim]) => [key, knownOf(key, claim)])),
  );
