/** By what chance it was decided whether a visitor is held out. Lift compares only those for whom the chance was the same. Pure. */
import type { RuleId } from "@lotse/protocol";
import type { DecisionRecord } from "@lotse/storage";

/** In percent; null: nothing is left to chance. The rule's and the site's have nothing to do with each other. */
export const combinedShare = (percent: number, sitePercent: number): number | null => {
  const share = 100 - ((100 - percent) * (100 - sitePercent)) / 100;
  return share === 0 ? null : share;
};

/** Whoever stays on a side (`isHeldOut`) was put there by the chance of then; who was on one without chance has none. */
export const shareOf = (asked: {
  readonly percent: number;
  readonly sitePercent: number;
  readonly ruleId: RuleId;
  readonly past: readonly DecisionRecord[];
}): number | null => {
  const now = combinedShare(asked.percent, asked.sitePercent);
  if (now === null) return null;
  const before = asked.past.find(
    one => one.ruleId === asked.ruleId && (one.outcome === "shown" || one.outcome === "heldOut"),
  );
  return before === undefined ? now : (before.share ?? null);
};
