/** A rule's whole definition, also of one that was set up with the hub and never saved; and what kind of thing its action does. Pure. */
import type { RuleAction, RuleActionKind, RuleDefinition } from "@lotse/protocol";
import type { RuleRecord } from "@lotse/storage";

export const definitionOf = (record: RuleRecord): RuleDefinition =>
  record.definition ?? {
    name: record.name,
    cel: record.cel,
    priority: record.priority,
    schedule: { fromMs: null, untilMs: null, week: null },
    audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
    caps: { perVisit: null, perDay: null, perWeek: null },
    holdoutPercent: 0,
    action: { do: "inviteToChat", skill: record.skill, text: record.text },
  };

export type InvitingAction = Extract<RuleAction, { readonly do: `invite${string}` }>;

/** Holds an agent's slot. */
export const isInviting = (action: RuleAction): action is InvitingAction =>
  action.do === "inviteToChat" || action.do === "inviteToCobrowse";

const UNSEEN: ReadonlySet<RuleActionKind> = new Set(["notifyAgent", "callHook"]);

/** Puts something on the visitor's screen. */
export const isVisible = (kind: RuleActionKind): boolean => !UNSEEN.has(kind);

/** Stands on the screen without an agent. What builds before wrote was an invitation. */
export const isHint = (kind: RuleActionKind = "inviteToChat"): boolean =>
  isVisible(kind) && kind !== "inviteToChat" && kind !== "inviteToCobrowse";
