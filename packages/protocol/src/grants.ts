/**
 * What a visitor lets an agent do beyond seeing the page: asked for one by one, given, refused, taken back, over by
 * itself. The hub keeps them for as long as it runs and the sharing lasts; the visitor's page is the last judge of each.
 */
import type { MarkedBy } from "./marks.ts";

/** `view` is the sharing itself. `point` comes with it and is the visitor's to switch off. */
export const GRANTS = ["view", "point", "control", "navigate"] as const;
export type Grant = (typeof GRANTS)[number];
/** What is asked for while the page is shared. */
export type AskedGrant = Exclude<Grant, "view">;
/** What ends by itself. */
export type TimedGrant = "control" | "navigate";

/** `id`: the number of its question, higher than all before in the session, after a restart of the hub, too. Acts name it. */
export interface GivenGrant {
  readonly id: number;
  readonly grant: TimedGrant;
  /** The one viewer that all that is given is of: never two at once. */
  readonly by: MarkedBy;
  /** How long it still lasts. */
  readonly restMs: number;
}

export interface GrantQuestion {
  readonly id: number;
  readonly grant: AskedGrant;
  readonly by: MarkedBy;
  /** In the agent's words; null: none were given. */
  readonly reason: string | null;
  /** How long an answer still counts. */
  readonly restMs: number;
}

/** What holds now, as both sides are told it after each change, and when they connect. */
export interface GrantsView {
  readonly given: readonly GivenGrant[];
  /** One at a time. */
  readonly asked: GrantQuestion | null;
  /** What became of the last question, for who asked; null: it is open, or there was none. */
  readonly answered: { readonly id: number; readonly outcome: GrantOutcome } | null;
}

/** `withdrawn`: by who asked. `lapsed`: nobody answered. */
export type GrantOutcome = "given" | "refused" | "withdrawn" | "lapsed";

/** `replaced`: by one that was given later. `away`: nobody was before the page. `left`: its viewer is gone. `over`: the sharing is. */
export const GRANT_ENDS = ["takenBack", "givenBack", "expired", "replaced", "away", "left", "over"] as const;
export type GrantEnd = (typeof GRANT_ENDS)[number];

export const GRANT_REASON_MAX = 200;
export const GRANT_LASTS_MS = 600_000;
export const GRANT_QUESTION_LASTS_MS = 120_000;
/** A page that is away for longer has nobody before it who could press Stop. */
export const GRANT_AWAY_MS = 60_000;
/** After a refusal, before the same is asked for again. */
export const GRANT_ASK_AGAIN_MS = 30_000;
