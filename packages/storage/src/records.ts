/**
 * The part of the Storage port about recorded visits: what the hub saw of them over time, what is known of who made them, and what
 * really came of a rule meanwhile. Written with the visit, read to run a rule over it again. Knows no rule.
 */
import type {
  AgentId,
  ContactId,
  Facts,
  InvitationEnd,
  InvitationId,
  Language,
  RuleId,
  SiteId,
  TenantId,
  VisitId,
} from "@lotse/protocol";
import type { DecisionRecord, VisitorRecord } from "./rules.ts";
import type { Period } from "./work.ts";

/** Of the newest so many visits of a tenant; older ones go, whole. */
export const RECORDED_VISITS_MAX = 20_000;
/** Of one visit; what comes after is not recorded. */
export const MOMENTS_MAX = 300;

/** Entries that are another than at the moment before, or new. */
export interface FactsChange {
  readonly page?: Facts["page"];
  readonly visit: Facts["visit"];
  readonly forms?: Facts["forms"];
  readonly products?: Facts["products"];
  readonly observed?: NonNullable<Facts["observed"]>;
  /** Entries that are there no more. */
  readonly gone?: readonly (readonly ["forms" | "products" | "observed", string])[];
}

/** What the hub was told at one moment of a visit. */
export interface RecordedMoment {
  readonly atMs: number;
  /** Nothing of it is told by the moment before: a record begins with such a one, and with no other. */
  readonly whole?: true;
  readonly change: FactsChange;
  readonly typing?: true;
  /** The tab was hidden or the page left: it said nothing more until the moment after, and asked nothing. */
  readonly hidden?: true;
  /** The page asked about some rule. */
  readonly asks?: true;
}

/** As it was stored: whose the visit was known to be by then. */
export type StoredMoment = RecordedMoment & {
  readonly contactId?: ContactId;
  /** The browser, if it had agreed to be recognised by then. */
  readonly visitorId?: string;
};

export interface RecordedVisit {
  readonly visitId: VisitId;
  readonly language: Language;
  readonly firstAtMs: number;
  /** In order; never empty, and the first is whole. */
  readonly moments: readonly StoredMoment[];
  readonly visitorId: string | null;
  /** Null: no rule was asked about. */
  readonly sideKey: string | null;
  readonly contactId: ContactId | null;
  /** Of the contact, as they are now. */
  readonly attributes: VisitorRecord["attributes"];
  /** The same person's visits that are known, this one among them. */
  readonly visits: readonly {
    readonly visitId: VisitId;
    readonly startedAtMs: number;
    readonly lastSeenAtMs: number;
    /** By which they are the same person's, as far as it is known now. */
    readonly visitorId: string | null;
    readonly contactId: ContactId | null;
  }[];
  /** In those visits. */
  readonly conversations: readonly {
    readonly visitId: VisitId;
    readonly openedAtMs: number;
    readonly endedAtMs: number | null;
  }[];
  readonly conversions: readonly { readonly visitId: VisitId; readonly atMs: number }[];
  /** In those visits, for a month before this one and since, oldest first. */
  readonly decisions: readonly DecisionRecord[];
}

export interface RecordQuery extends Period {
  readonly siteId: SiteId;
}

/** An invitation that a rule really made, and what became of it. */
export interface PastInvitation {
  readonly id: InvitationId;
  readonly visitId: VisitId;
  readonly agentId: AgentId;
  readonly atMs: number;
  /** Null: it is still open, or nobody knows. */
  readonly end: InvitationEnd | null;
  readonly endedAtMs: number | null;
  /** Of the conversation that came of it; null: there is none, or it goes on. */
  readonly conversationEndedAtMs: number | null;
}

/** One side of a rule: whom it reached, or whom it held out. */
export interface LiftSum {
  readonly ruleId: RuleId;
  /** The chance in percent by which they were assigned; null: they were reached without any, so they are compared with nobody. */
  readonly share: number | null;
  readonly isHeldOut: boolean;
  readonly visitors: number;
  /** With at least one success since. */
  readonly converted: number;
  /** Of their successes, and of the squares of what each of them brought. */
  readonly value: number;
  readonly valueSquares: number;
  /** A value was told at all. */
  readonly hasValue: boolean;
  /** Whom an agent invited of their own accord after that. */
  readonly byHand: number;
  readonly versions: readonly number[];
}

export interface LiftSums {
  readonly sides: readonly LiftSum[];
  /** How long agents talked because of a rule. */
  readonly talks: readonly {
    readonly ruleId: RuleId;
    readonly share: number | null;
    readonly agentMs: number;
  }[];
}

export interface RecordStorage {
  /** Of visits that began in the period. */
  countRecordedVisits(tenantId: TenantId, query: RecordQuery): Promise<number>;
  /** In order of their beginning; go on after `cursor` while there is one. */
  listRecordedVisits(
    tenantId: TenantId,
    query: RecordQuery & { readonly cursor: string | null; readonly limit: number },
  ): Promise<{ readonly visits: readonly RecordedVisit[]; readonly cursor: string | null }>;
  /** Made in the period, oldest first; at most 50,000. */
  listPastInvitations(
    tenantId: TenantId,
    query: Period & { readonly ruleId: RuleId },
  ): Promise<readonly PastInvitation[]>;
  /** How long conversations that ended in the period lasted, those of an invitation by that skill if there are enough; null: there are none. */
  medianConversationMs(
    tenantId: TenantId,
    query: Period & { readonly skill: string },
  ): Promise<number | null>;
  /** Whoever is assigned twice by the same chance counts where they were first. */
  sumLift(tenantId: TenantId, period: Period): Promise<LiftSums>;
}
