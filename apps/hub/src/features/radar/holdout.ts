/**
 * Who is left out on purpose, to be compared with: by a hash of the visitor and what it is for, so that the same visitor is always on
 * the same side, and the sides of two rules have nothing to do with each other. Pure.
 */
import { createHash } from "node:crypto";
import type { RuleId, SiteId } from "@lotse/protocol";
import type { DecisionRecord } from "@lotse/storage";

/** From 0 up to but not including 100. */
export const placeOf = (salt: string, visitorKey: string): number =>
  (createHash("sha256").update(`${salt} ${visitorKey}`).digest().readUInt32BE(0) / 2 ** 32) * 100;

export const isAmong = (percent: number, salt: string, visitorKey: string): boolean =>
  placeOf(salt, visitorKey) < percent;

export interface HoldoutQuestion {
  readonly percent: number;
  readonly sitePercent: number;
  readonly siteId: SiteId;
  readonly ruleId: RuleId;
  readonly visitorKey: string;
  readonly past: readonly DecisionRecord[];
}

/** Whoever was on one side of a rule stays there, also if the site says only afterwards who they are. */
export const isHeldOut = (asked: HoldoutQuestion): boolean => {
  const { percent, sitePercent, siteId, ruleId, visitorKey } = asked;
  if (percent === 0 && sitePercent === 0) return false;
  const before = asked.past.find(
    one => one.ruleId === ruleId && (one.outcome === "shown" || one.outcome === "heldOut"),
  );
  if (before !== undefined) return before.outcome === "heldOut";
  return isAmong(sitePercent, `site ${siteId}`, visitorKey) || isAmong(percent, `rule ${ruleId}`, visitorKey);
};
