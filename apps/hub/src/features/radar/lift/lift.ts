/**
 * What a rule is worth, from sums over the decision log. By intention to treat: whoever was to be asked counts as asked, whatever they
 * did, and whoever was held out as held out, also if an agent invited them of their own accord; so nothing but chance and the rule tells
 * the two apart. Pure.
 */
import type { Interval, LiftSide, LiftVerdict, LiftView, RuleId } from "@lotse/protocol";
import type { LiftSum, LiftSums } from "@lotse/storage";
import { differenceOfMeans, differenceOfShares, times } from "./intervals.ts";

/** Fewer visitors on a side, or fewer successes on both together, and nothing is said. */
export const ENOUGH = { visitors: 100, conversions: 10 } as const;

const MINUTE_MS = 60_000;

const EMPTY: Omit<LiftSum, "ruleId" | "share" | "isHeldOut"> = {
  ...{ visitors: 0, converted: 0, value: 0, valueSquares: 0, hasValue: false, byHand: 0, versions: [] },
};
type Side = Omit<LiftSum, "ruleId" | "share" | "isHeldOut">;

const sideOf = ({ visitors, converted, value, byHand }: Side): LiftSide => ({
  ...{ visitors, converted, value, byHand, rate: visitors === 0 ? null : converted / visitors },
});

const missing = (there: number, needed: number): number => Math.max(0, needed - there);

const shortOf = (invited: Side, heldOut: Side): Extract<LiftVerdict, { kind: "notEnough" }> | null => {
  const conversions = missing(invited.converted + heldOut.converted, ENOUGH.conversions);
  const short = {
    invited: missing(invited.visitors, ENOUGH.visitors),
    heldOut: missing(heldOut.visitors, ENOUGH.visitors),
  };
  return short.invited + short.heldOut + conversions === 0
    ? null
    : { kind: "notEnough", ...short, conversions };
};

const verdictOn = ({ low, high }: Interval): LiftVerdict => ({
  kind: low > 0 ? "gain" : high < 0 ? "loss" : "open",
});

const sumsOf = ({ visitors, value, valueSquares }: Side) => ({
  ...{ of: visitors, sum: value, squares: valueSquares },
});

const figuresOf = (invited: Side, heldOut: Side, agentMs: number) => {
  const difference = differenceOfShares(
    { successes: invited.converted, of: invited.visitors },
    { successes: heldOut.converted, of: heldOut.visitors },
  );
  const hasValue = invited.hasValue || heldOut.hasValue;
  const valuePerVisitor = hasValue ? differenceOfMeans(sumsOf(invited), sumsOf(heldOut)) : null;
  const perMinute = invited.visitors / (agentMs / MINUTE_MS);
  const perAgentMinute =
    agentMs === 0
      ? null
      : {
          conversions: times(difference, perMinute),
          value: valuePerVisitor && times(valuePerVisitor, perMinute),
        };
  return { verdict: verdictOn(difference), difference, valuePerVisitor, perAgentMinute };
};

const NOTHING = { difference: null, valuePerVisitor: null, perAgentMinute: null };

/**
 * Two chances are two experiments: put together, a change of the weather between them would look like the rule's doing. That of now
 * counts; where nobody is left out now, that by which most were.
 */
const chosenShare = (own: readonly LiftSum[], now: number | null): number | null => {
  if (now !== null) return now;
  const visitors = new Map<number, number>();
  for (const side of own) {
    if (side.share !== null) visitors.set(side.share, (visitors.get(side.share) ?? 0) + side.visitors);
  }
  const most = Math.max(...visitors.values());
  return [...visitors].find(([, count]) => count === most)?.[0] ?? null;
};

const liftOf = (
  { sides, talks }: LiftSums,
  ruleId: RuleId,
  shareOf: (ruleId: RuleId) => number | null,
): LiftView => {
  const ofRule = sides.filter(side => side.ruleId === ruleId);
  const now = shareOf(ruleId);
  const share = chosenShare(ofRule, now);
  const own = ofRule.filter(side => side.share === share);
  const invited: Side = own.find(({ isHeldOut }) => !isHeldOut) ?? EMPTY;
  const heldOut: Side = own.find(({ isHeldOut }) => isHeldOut) ?? EMPTY;
  const agentMs = talks.find(talk => talk.ruleId === ruleId && talk.share === share)?.agentMs ?? 0;
  const known = {
    ...{ ruleId, agentMs, invited: sideOf(invited), heldOut: sideOf(heldOut) },
    versions: [...new Set([...invited.versions, ...heldOut.versions])].sort((one, other) => one - other),
  };
  if (heldOut.visitors === 0 && now === null) {
    return { ...known, ...NOTHING, verdict: { kind: "noHoldout" } };
  }
  const short = shortOf(invited, heldOut);
  return short === null
    ? { ...known, ...figuresOf(invited, heldOut, agentMs) }
    : { ...known, ...NOTHING, verdict: short };
};

/** `shareOf`: the chance to be held out, in percent, by the rule and its site as they are now; null: none. */
export const liftsOf = (sums: LiftSums, shareOf: (ruleId: RuleId) => number | null): readonly LiftView[] =>
  [...new Set(sums.sides.map(({ ruleId }) => ruleId))].map(ruleId => liftOf(sums, ruleId, shareOf));
