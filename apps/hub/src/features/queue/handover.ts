/**
 * Who has a conversation before and after a step, and what is written when that is not the same: its new agent, or that it
 * waits again, and the notices that tell both sides. Pure; knows neither why work is given out nor when it is committed.
 */
import type { AgentCard, AgentId, ConversationId, SystemNotice, WorkItemId } from "@lotse/protocol";
import { itemOf, type RoutingEffect, type RoutingState } from "@lotse/routing";
import type { RoutingWrite } from "@lotse/storage";
import type { TalkEntry } from "./book.ts";
import { noticeWriter, type Saying } from "./notices.ts";

export interface Handover {
  readonly from: AgentId | null;
  readonly to: AgentId | null;
  readonly why: "gone" | "handedOn";
  /** Whoever has it now spoke with the visitor before. */
  readonly isKnown: boolean;
}

/** Parked work is still its agent's. */
export const holderOf = (state: RoutingState, id: WorkItemId): AgentId | null => {
  const place = itemOf(state, id)?.place;
  return place?.at === "assigned" || place?.at === "parked" ? place.agentId : null;
};

/** Null if nothing changed hands. What ended was its last agent's until then. */
export const handoverOf = (
  id: WorkItemId,
  step: {
    readonly from: AgentId | null;
    readonly before: RoutingState | null;
    readonly after: RoutingState;
    readonly effects: readonly RoutingEffect[];
  },
): Handover | null => {
  const { from, after } = step;
  const own = step.effects.filter(effect => "itemId" in effect && effect.itemId === id);
  const given = own.findLast(effect => effect.effect === "assigned");
  const to = itemOf(after, id) === undefined ? (given?.agentId ?? from) : holderOf(after, id);
  if (from === to) return null;
  const released = own.findLast(effect => effect.effect === "released");
  const speakers = (step.before === null ? undefined : itemOf(step.before, id))?.speakers ?? [];
  const isKnown = to !== null && speakers.includes(to);
  const why = released === undefined || released.reason === "lease" ? "gone" : "handedOn";
  return { from, to, why, isKnown };
};

interface Telling {
  readonly conversationId: ConversationId;
  readonly cardOf: (id: AgentId) => AgentCard | null;
  readonly notice: (notice: SystemNotice) => RoutingWrite;
}

/** Whoever is handed straight to somebody is only told who comes, unless the agent was lost or the next one is there already. */
const handoverWrites = (
  { from, to, why, isKnown }: Handover,
  { conversationId, cardOf, notice }: Telling,
): readonly RoutingWrite[] => {
  const isReplaced = to !== null && !isKnown;
  const left = from === null || (isReplaced && why === "handedOn") ? null : cardOf(from);
  const joined = isReplaced ? cardOf(to) : null;
  return [
    to === null
      ? { write: "conversation.release", conversationId }
      : { write: "conversation.assign", conversationId, agentId: to },
    ...(left === null ? [] : [notice({ notice: "agentLeft", agent: left, why })]),
    ...(joined === null ? [] : [notice({ notice: "agentJoined", agent: joined })]),
  ];
};

/** Whose the conversation became, `from` whoever had it. `before` null: it was another run's. */
export const handWrites = (
  step: Saying & Pick<Telling, "cardOf"> & { readonly before: RoutingState | null },
  { id, conversationId }: TalkEntry,
  from: AgentId | null,
): readonly RoutingWrite[] => {
  const { before, cardOf } = step;
  const { state: after, effects } = step.result;
  const handover = handoverOf(id, { from, before, after, effects });
  if (handover === null) return [];
  return handoverWrites(handover, { conversationId, cardOf, notice: noticeWriter(step, conversationId) });
};
