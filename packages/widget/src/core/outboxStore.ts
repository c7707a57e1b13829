/**
 * Unacknowledged lines survive a reload of their tab, also those that were written before there was a conversation.
 * What storage holds is checked, not believed. Lines of a conversation that cannot take them any more become the
 * visitor's unfinished line again: they may be sent anew, they are never dropped.
 */
import type { OutboxStore, PendingMessage } from "@lotse/client";
import type { ConversationId } from "@lotse/protocol";
import type { VisitStore } from "../shared/visit.ts";

/** Where lines wait for a conversation to be opened. */
export const NOWHERE = "" as ConversationId;

const isPending = (value: unknown): value is PendingMessage =>
  typeof value === "object" &&
  value !== null &&
  "clientId" in value &&
  typeof value.clientId === "string" &&
  "text" in value &&
  typeof value.text === "string" &&
  "refused" in value;

export const linesFor = (visit: VisitStore, conversationId: ConversationId): readonly PendingMessage[] => {
  const kept = visit.get().outbox[conversationId];
  return Array.isArray(kept) ? kept.filter(isPending) : [];
};

/** Takes all lines out of the outbox, except those of the conversations named, and gives them back to their writer. */
export const giveBack = (visit: VisitStore, ...except: readonly ConversationId[]): void => {
  const { outbox, draft } = visit.get();
  const [staying, leaving] = [except, Object.keys(outbox) as ConversationId[]];
  const texts = leaving
    .filter(id => !staying.includes(id))
    .flatMap(id => linesFor(visit, id).map(({ text }) => text));
  if (texts.length === 0) return;
  const kept = Object.entries(outbox).filter(([id]) => staying.includes(id as ConversationId));
  visit.set({
    outbox: Object.fromEntries(kept),
    draft: [...texts, draft].filter(text => text !== "").join("\n"),
  });
};

export const createOutboxStore = (visit: VisitStore): OutboxStore => {
  const save: OutboxStore["save"] = (conversationId, pending) =>
    visit.set({ outbox: pending.length > 0 ? { [conversationId]: pending } : {} });
  return {
    load: conversationId => {
      giveBack(visit, conversationId, NOWHERE);
      const lines = [...linesFor(visit, conversationId), ...linesFor(visit, NOWHERE)];
      save(conversationId, lines);
      return lines;
    },
    save,
  };
};
