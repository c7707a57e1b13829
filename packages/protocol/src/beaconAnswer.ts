/** The hub's answer to a beacon. */
import type { InvitationView } from "./entities.ts";
import type { RuleId, VisitId } from "./ids.ts";
import type { HintView } from "./rules.ts";

/** Why a rule did not do what it does. Also the `reason` column of the decision log. */
export type Suppression =
  | "notMatched"
  | "outsideSchedule"
  | "outsideAudience"
  | "declinedEarlier"
  | "alreadyInConversation"
  | "alreadyOffered"
  /** Something else has only just gone from the screen. */
  | "tooSoon"
  | "typing"
  | "cappedVisit"
  | "cappedDay"
  | "cappedWeek"
  /** All the site's rules together have asked this visitor often enough. */
  | "overBudget"
  | "noAgentFree"
  /** Left out on purpose, to be compared with. */
  | "heldOut"
  /** An agent or another system was to be told and could not be. */
  | "failed"
  | "ruleUnknown";

export type BeaconDecision =
  | { readonly ruleId: RuleId; readonly outcome: "offer"; readonly invitation: InvitationView }
  | {
      readonly ruleId: RuleId;
      readonly outcome: "suppressed";
      readonly reason: Suppression;
      /** Ask again after this long (jitter included); null = not again on this visit. */
      readonly retryAfterMs: number | null;
    }
  /** To be shown; holds nobody's slot. */
  | {
      readonly ruleId: RuleId;
      readonly outcome: "hint";
      readonly hint: HintView;
      readonly retryAfterMs: number | null;
    }
  /** Agents or another system were told; the visitor sees nothing of it. */
  | { readonly ruleId: RuleId; readonly outcome: "done"; readonly retryAfterMs: number | null };

export interface BeaconAnswer {
  readonly visitId: VisitId;
  readonly token: string;
  readonly decisions: readonly BeaconDecision[];
  /** True if the visit has an open conversation or co-browsing session: the loader connects. */
  readonly inContact: boolean;
  /** The site goes by other rules than the page: fetch the site's script anew. */
  readonly rulesChanged?: true;
  /** While its tab is in view, the page says so again after this long, whatever happens. */
  readonly pulseMs?: number;
}
