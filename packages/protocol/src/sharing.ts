/**
 * What happened while a page was shared, as it is kept with the conversation and readable by both sides: who saw, pointed, was allowed
 * what, did what, and pushed which page. Nothing of what the page showed, and no masked value.
 */
import type { Deed } from "./acts.ts";
import type { AgentCard, CobrowseEndedBy } from "./entities.ts";
import type { AskedGrant, GrantEnd, GrantOutcome, TimedGrant } from "./grants.ts";
import type { AgentId, CobrowseId } from "./ids.ts";

/** Whose screen; `viewer` tells two of one agent apart. */
export interface SharingViewer {
  readonly viewer: number;
  readonly agentId: AgentId;
  readonly name: string;
}

export type SharingHappening =
  | { readonly kind: "viewerCame" | "viewerLeft"; readonly by: SharingViewer }
  /** From its time on, with no longer pause than `POINTED_PAUSE_MS`. */
  | { readonly kind: "pointed"; readonly by: SharingViewer; readonly untilMs: number }
  | {
      readonly kind: "asked";
      readonly by: SharingViewer;
      /** By which answer, end and deeds name it. */
      readonly id: number;
      readonly grant: AskedGrant;
      readonly reason: string | null;
    }
  | {
      readonly kind: "answered";
      readonly id: number;
      readonly grant: AskedGrant;
      readonly outcome: GrantOutcome;
    }
  | { readonly kind: "ended"; readonly id: number; readonly grant: TimedGrant; readonly why: GrantEnd }
  /** By the page's own word. */
  | { readonly kind: "done"; readonly by: SharingViewer; readonly deed: Deed }
  /** `grant`: under which it opened by itself; null: the visitor was to click. */
  | {
      readonly kind: "pushed";
      readonly by: AgentCard;
      readonly url: string;
      readonly title: string | null;
      readonly grant: number | null;
    };

export type SharingEntry = { readonly atMs: number } & SharingHappening;

/** The receipt of one sharing. */
export interface SharingReceipt {
  readonly cobrowseId: CobrowseId;
  readonly agent: AgentCard;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly endedBy: CobrowseEndedBy | null;
  /** Oldest first. */
  readonly entries: readonly SharingEntry[];
  /** More happened than is kept. */
  readonly isCut: boolean;
}

export const SHARING_ENTRIES_MAX = 2_000;
export const POINTED_PAUSE_MS = 10_000;
