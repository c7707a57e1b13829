/**
 * What a step's effects mean for storage: all the writes of one commit. Pure; knows neither when they are committed nor
 * whom they are told to.
 */
import type {
  AgentId,
  ClientMessageId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  MakeId,
  SiteId,
  SystemNotice,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import {
  detailsOf,
  itemOf,
  type Reservation,
  type RoutingEffect,
  type RoutingState,
  type StepResult,
} from "@lotse/routing";
import type { InvitationRecord, RoutingWrite, RuleRecord, WorkItemState } from "@lotse/storage";
import type { Book, InvitationEntry, ItemEntry, Memory } from "./book.ts";
import { CHAT } from "./defaultPlan.ts";
import { handoverOf, handoverWrites, holderOf } from "./handover.ts";
import { cardIn } from "./views.ts";

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
    case "parked":
    case "overflowed":
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

/** What storage keeps of the item where it is now; of one that ended, as it was last. */
export const workItemWrite = (
  entry: ItemEntry,
  from: RoutingState,
  to: RoutingState,
): Extract<RoutingWrite, { write: "workItem" }> => {
  const last = itemOf(from, entry.id);
  const item = itemOf(to, entry.id);
  const known = item ?? last;
  const place = item?.place;
  // A build that knows no parked conversations finds it at its agent
  const state: WorkItemState = place === undefined ? "ended" : place.at === "parked" ? "assigned" : place.at;
  const holder = place ?? last?.place;
  const agentId = holder === undefined || holder.at === "waiting" ? null : holder.agentId;
  const { id, conversationId, skill, enqueuedAtMs } = entry;
  return {
    write: "workItem",
    item: {
      ...{ id, conversationId, skill, state, agentId, enqueuedAtMs, subject: null },
      ...{ channel: known?.channel ?? CHAT, queueId: known?.queueId ?? null },
      details: known === undefined ? null : { ...detailsOf(known) },
    },
  };
};

const noticeWriter =
  ({ result, ids }: Pick<Step, "result" | "ids">, conversationId: ConversationId) =>
  (notice: SystemNotice): RoutingWrite => ({
    write: "message",
    message: {
      conversationId,
      clientId: ids() as ClientMessageId,
      author: { kind: "system" },
      body: { kind: "notice", ...notice },
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
    noticeWriter(step, id)({ notice: "opened" }),
  ];
};

/** Whose the conversation became, `from` whoever had it. */
export const handWrites = (
  step: Pick<Step, "result" | "ids"> & { readonly book: Book },
  { id, conversationId }: ItemEntry,
  from: AgentId | null,
): readonly RoutingWrite[] => {
  const { state: after, effects } = step.result;
  const handover = handoverOf(id, { from, after, effects });
  if (handover === null) return [];
  const cardOf = (agentId: AgentId) => cardIn(step.book, agentId);
  return handoverWrites(handover, { conversationId, cardOf, notice: noticeWriter(step, conversationId) });
};

const endWrites = (step: Step, { conversationId }: ItemEntry): readonly RoutingWrite[] => {
  const by = step.context.endedBy ?? "system";
  return [
    noticeWriter(step, conversationId)({ notice: "ended", by }),
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
  // Whoever was turned away has a queue behind them, but no place
  const isIn = context.opening !== undefined && itemOf(result.state, context.opening.id) !== undefined;
  const opened = (isIn ? context.opening : null) ?? null;
  const entryOf = (id: WorkItemId) => (id === opened?.id ? opened : before.book.items.get(id));
  const reserved = result.effects.find(effect => effect.effect === "reserved");
  const writes: RoutingWrite[] = opened === null ? [] : [...openWrites(step)];
  const entries = [...moved].flatMap(id => entryOf(id) ?? []);
  for (const entry of entries) {
    writes.push(...handWrites({ ...step, book: before.book }, entry, holderOf(before.routing, entry.id)));
  }
  for (const effect of result.effects) writes.push(...effectWrites(step, effect, entryOf));
  for (const entry of entries) writes.push(workItemWrite(entry, before.routing, result.state));
  return {
    writes,
    entered: {
      item: opened,
      invitation: reserved === undefined ? null : invitationEntry(step, reserved.reservation),
    },
  };
};
