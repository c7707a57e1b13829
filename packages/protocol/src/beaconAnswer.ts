/** The hub's answer to a beacon. */
import type { InvitationView } from "./entities.ts";
import type { RuleId, VisitId } from "./ids.ts";

/** Why a matching rule did not become an offer. Also the `reason` column of the decision log. */
export type Suppression =
  | "notMatched"
  | "noAgentFree"
  | "alreadyInConversation"
  | "alreadyOffered"
  | "declinedEarlier"
  | "ruleUnknown";

export type BeaconDecision =
  | { readonly ruleId: RuleId; readonly outcome: "offer"; readonly invitation: InvitationView }
  | {
      readonly ruleId: RuleId;
      readonly outcome: "suppressed";
      readonly reason: Suppression;
      /** Ask again after this long (jitter included); null = not again on this visit. */
      readonly retryAfterMs: number | null;
    };

export interface BeaconAnswer {
  readonly visitId: VisitId;
  readonly token: string;
  readonly decisions: readonly BeaconDecision[];
  /** True if the visit has an open conversation or co-browsing session: the loader connects. */
  readonly inContact: boolean;
  /** The site goes by other rules than the page: fetch the site's script anew. */
  readonly rulesChanged?: true;
}
