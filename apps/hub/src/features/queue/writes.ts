/**
 * What a step's effects mean for storage: all the writes of one commit. Pure; knows neither when they are committed nor
 * whom they are told to.
 */
import type {
  AgentCard,
  ClientMessageId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  MakeId,
  MessageBody,
  SiteId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import {
  itemOf,
  type Reservation,
  type RoutingEffect,
  type RoutingState,
  type StepResult,
} from "@lotse/routing";
import type { InvitationRecord, RoutingWrite, RuleRecord, WorkItemState } from "@lotse/storage";
import type { InvitationEntry, ItemEntry, Memory } from "./book.ts";
import { agentCardOf } from "./views.ts";

/** What routing does not know about the event it is given. */
export interface Context {
  /** The conversation of the item that the event brings. */
  readonly opening?: ItemEntry & { readonly siteId: SiteId };
  /** Whom the reservation is for. */
  readonly inviting?: { readonly visitId: VisitId; readonly rule: RuleRecord };
  /** Who ends the conversation; the hub itself, if nobody is named. */
  readonly endedBy?: "visitor" | "agent";
}

/** What a step changes beyond the engine's state. */
export interface Change {
  readonly writes: readonly RoutingWrite[];
  readonly entered: { readonly item: ItemEntry | null; readonly invitation: InvitationEntry | null };
}

interface Step {
  readonly before: Memory;
  readonly result: StepResult;
  readonly context: Context;
  readonly ids: MakeId;
}

/** The item an effect is about, if its place changed. */
const movedItem = (effect: RoutingEffect): WorkItemId | null => {
  switch (effect.effect) {
    case "queued":
    case "assigned":
    case "itemEnded":
      return effect.itemId;
    case "offered":
      return effect.offer.itemId;
    default:
      return null;
  }
};

export const movedItems = (effects: readonly RoutingEffect[]): ReadonlySet<WorkItemId> =>
  new Set(effects.map(movedItem).filter(id => id !== null));

const workItemWrite = (entry: ItemEntry, from: RoutingState, to: RoutingState): RoutingWrite => {
  const place = itemOf(to, entry.id)?.place;
  const last = itemOf(from, entry.id)?.place;
  // Parked work is still its agent's
  const state: WorkItemState = place === undefined ? "ended" : place.at === "parked" ? "assigned" : place.at;
  const holder = place ?? last;
  const agentId = holder === undefined || holder.at === "waiting" ? null : holder.agentId;
  const { id, conversationId, skill, enqueuedAtMs } = entry;
  return {
    write: "workItem",
    item: {
      ...{ id, conversationId, channel: "chat", queueId: null, skill, state, agentId, enqueuedAtMs },
      ...{ details: null, subject: null },
    },
  };
};

const noticeWriter =
  ({ result, ids }: Step) =>
  (conversationId: ConversationId, body: Extract<MessageBody, { kind: "notice" }>): RoutingWrite => ({
    write: "message",
    message: {
      conversationId,
      clientId: ids() as ClientMessageId,
      author: { kind: "system" },
      body,
      sentAtMs: result.state.atMs,
    },
  });

const openWrites = (step: Step): readonly RoutingWrite[] => {
  const { opening } = step.context;
  if (opening === undefined) return [];
  const { conversationId: id, visitId, siteId, topic } = opening;
  return [
    {
      write: "conversation.open",
      conversation: { id, visitId, siteId, topic, openedAtMs: step.result.state.atMs },
    },
    noticeWriter(step)(id, { kind: "notice", notice: "opened" }),
  ];
};

const assignWrites = (step: Step, entry: ItemEntry, agent: AgentCard): readonly RoutingWrite[] => [
  { write: "conversation.assign", conversationId: entry.conversationId, agentId: agent.id },
  noticeWriter(step)(entry.conversationId, { kind: "notice", notice: "agentJoined", agent }),
];

const endWrites = (step: Step, { conversationId }: ItemEntry): readonly RoutingWrite[] => {
  const by = step.context.endedBy ?? "system";
  return [
    noticeWriter(step)(conversationId, { kind: "notice", notice: "ended", by }),
    { write: "conversation.end", conversationId, atMs: step.result.state.atMs },
  ];
};

/** The invitation's new state, and the line in the decision log that says so. */
export const invitationWrites = (
  record: InvitationRecord,
  outcome: "shown" | InvitationEnd,
  atMs: number,
): readonly RoutingWrite[] => {
  const { id: invitationId, visitId, ruleId, ruleVersion } = record;
  return [
    { write: "invitation", invitation: { ...record, state: outcome === "shown" ? "offered" : outcome } },
    {
      write: "decision",
      decision: { visitId, ruleId, ruleVersion, outcome, reason: null, invitationId, atMs },
    },
  ];
};

const invitationEntry = (step: Step, reservation: Reservation): InvitationEntry | null => {
  const { inviting } = step.context;
  if (inviting === undefined) return null;
  const { rule, visitId } = inviting;
  const record: InvitationRecord = {
    id: reservation.id,
    visitId,
    ruleId: rule.id,
    ruleVersion: rule.version,
    agentId: reservation.agentId,
    skill: rule.skill,
    state: "offered",
    createdAtMs: step.result.state.atMs,
    expiresAtMs: reservation.expiresAtMs,
  };
  return { record, text: rule.text };
};

const endedRecord = (step: Step, id: InvitationId): InvitationRecord | null =>
  step.before.book.invitations.get(id)?.record ?? null;

const effectWrites = (
  step: Step,
  effect: RoutingEffect,
  entryOf: (id: WorkItemId) => ItemEntry | undefined,
): readonly RoutingWrite[] => {
  const { atMs } = step.result.state;
  switch (effect.effect) {
    case "assigned": {
      const entry = entryOf(effect.itemId);
      const agent = agentCardOf(step.before, effect.agentId);
      return entry === undefined || agent === null ? [] : assignWrites(step, entry, agent);
    }
    case "itemEnded": {
      const entry = entryOf(effect.itemId);
      return entry === undefined ? [] : endWrites(step, entry);
    }
    case "reserved": {
      const entry = invitationEntry(step, effect.reservation);
      return entry === null ? [] : invitationWrites(entry.record, "shown", atMs);
    }
    case "reservationEnded": {
      const record = endedRecord(step, effect.reservation.id);
      return record === null ? [] : invitationWrites(record, effect.reason, atMs);
    }
    default:
      return [];
  }
};

export const changeOf = (step: Step): Change => {
  const { before, result, context } = step;
  const moved = movedItems(result.effects);
  const opened = context.opening !== undefined && moved.has(context.opening.id) ? context.opening : null;
  const entryOf = (id: WorkItemId) => (id === opened?.id ? opened : before.book.items.get(id));
  const reserved = result.effects.find(effect => effect.effect === "reserved");
  const writes: RoutingWrite[] = opened === null ? [] : [...openWrites(step)];
  for (const effect of result.effects) writes.push(...effectWrites(step, effect, entryOf));
  for (const id of moved) {
    const entry = entryOf(id);
    if (entry !== undefined) writes.push(workItemWrite(entry, before.routing, result.state));
  }
  return {
    writes,
    entered: {
      item: opened,
      invitation: reserved === undefined ? null : invitationEntry(step, reserved.reservation),
    },
  };
};
