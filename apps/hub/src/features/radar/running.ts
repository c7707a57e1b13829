/**
 * What a visitor's facts are by now, as far as the page's last word lets one tell: what ran goes on while the page is in view, and no
 * longer. A hidden tab asks nothing, so nothing comes true in it. Pure.
 */
import type { Facts } from "@lotse/protocol";
import { type FactSource, factsRunning, type ReadHub } from "@lotse/radar";
import type { SeenVisit } from "../../services.ts";

export const isInView = ({ inViewUntilMs }: Pick<SeenVisit, "inViewUntilMs">, nowMs: number): boolean =>
  nowMs < inViewUntilMs;

const aged = (facts: Facts, byMs: number): Facts => ({
  ...facts,
  visit: { ...facts.visit, ms: facts.visit.ms + byMs },
  forms: Object.fromEntries(
    Object.entries(facts.forms).map(([name, form]) => [
      name,
      form.active ? { ...form, activeMs: form.activeMs + byMs } : form,
    ]),
  ),
});

/** The claims that the page would make now. Null: it never made any. */
export const factsBy = (
  { facts, lastSeenAtMs, inViewUntilMs }: Pick<SeenVisit, "facts" | "lastSeenAtMs" | "inViewUntilMs">,
  nowMs: number,
): Facts | null => facts && aged(facts, Math.max(0, Math.min(nowMs, inViewUntilMs) - lastSeenAtMs));

/** The same for a rule: what still runs does so there, too, so that one can tell when it turns. */
export const sourceBy = (
  visit: Pick<SeenVisit, "facts" | "lastSeenAtMs" | "inViewUntilMs">,
  { readHub, nowMs }: { readonly readHub: ReadHub; readonly nowMs: number },
): FactSource | null => {
  if (visit.facts === null) return null;
  if (isInView(visit, nowMs)) return factsRunning(visit.facts, { readHub, sinceMs: visit.lastSeenAtMs });
  const facts = factsBy(visit, nowMs);
  return facts && factsRunning(facts, { readHub, sinceMs: null });
};
