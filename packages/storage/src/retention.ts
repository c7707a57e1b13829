/**
 * How long everything is kept: each table has a class, each class a time. A table without a class does not compile,
 * and a test compares with the live catalogue. Knows no SQL.
 */
import type { Database } from "./sql/schema.ts";

/** By days since what happened last; a setting may change them. */
export const RETENTION_DAYS = {
  /** Since the visit was seen last: what was observed, and the visit itself unless something below refers to it. */
  visits: 90,
  /** Since the end: messages, work items and co-browsing go with it. An open one is always kept. */
  conversations: 365,
  decisions: 400,
  /** Callbacks and messages left when nobody was free. */
  requests: 180,
  /** Since the site said last who it is, once no visit refers to it. */
  contacts: 365,
  audit: 730,
  /** Work of other systems, since it came, once it has ended. */
  workItems: 365,
  /** Who was available when, how long waits were said to be, and how they ended. */
  availability: 400,
  /** What was seen of visits over time, since the visit was seen last. */
  recordings: 30,
} as const;

export type RetentionClass = keyof typeof RETENTION_DAYS;
export type RetentionDays = Readonly<Record<RetentionClass, number>>;

export const RETENTION_CLASSES = Object.keys(RETENTION_DAYS) as RetentionClass[];

/** `configuration` stays until somebody changes it; `expiry` goes when it has ended by its own time. */
type TableClass = RetentionClass | "configuration" | "expiry";

type AuthTable = "user" | "account" | "session" | "verification" | "twoFactor";

export const TABLE_CLASSES = {
  "lotse.tenant": "configuration",
  "lotse.site": "configuration",
  "lotse.rule": "configuration",
  "lotse.agent": "configuration",
  "lotse.identity_key": "configuration",
  "lotse.visit": "visits",
  "lotse.invitation": "visits",
  "lotse.conversation": "conversations",
  "lotse.message": "conversations",
  "lotse.work_item": "conversations",
  "lotse.cobrowse": "conversations",
  "lotse.sharing_entry": "conversations",
  "lotse.decision": "decisions",
  "lotse.conversion": "decisions",
  "lotse.rule_version": "configuration",
  "lotse.radar_settings": "configuration",
  "lotse.contact_request": "requests",
  "lotse.contact": "contacts",
  "lotse.audit": "audit",
  "lotse.routing_plan": "configuration",
  "lotse.api_key": "configuration",
  "lotse.outside_item": "workItems",
  "lotse.presence_log": "availability",
  "lotse.wait_estimate": "availability",
  "lotse.wait_outcome": "availability",
  "lotse.recorded_visit": "recordings",
  "lotse.identity_token": "expiry",
  "lotse.account_link": "expiry",
  "auth.user": "configuration",
  "auth.account": "configuration",
  "auth.twoFactor": "configuration",
  "auth.session": "expiry",
  "auth.verification": "expiry",
} as const satisfies Readonly<Record<`lotse.${keyof Database}` | `auth.${AuthTable}`, TableClass>>;

/** One small step: at most about `limit` rows of a kind, in one transaction. */
export interface ForgetStep {
  readonly class: RetentionClass | "expiry";
  /** What ended or was seen last before this goes. */
  readonly beforeMs: number;
  readonly limit: number;
}
