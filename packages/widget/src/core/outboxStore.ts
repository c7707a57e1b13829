import type { OutboxStore, PendingMessage } from "@lotse/client";
import type { VisitStore } from "../shared/visit.ts";

const isPending = (value: unknown): value is PendingMessage =>
  typeof value === "object" &&
  value !== null &&
  "clientId" in value &&
  typeof value.clientId === "string" &&
  "text" in value &&
  typeof value.text === "string" &&
  "refused" in value;

/** Unacknowledged messages survive a reload of their tab. What storage holds is checked, not believed. */
export const createOutboxStore = (visit: VisitStore): OutboxStore => ({
  load: conversationId => {
    const kept = visit.get().outbox[conversationId];
    return Array.isArray(kept) ? kept.filter(isPending) : [];
  },
  // Only the present conversation's: what was left of an earlier one is over.
  save: (conversationId, pending) =>
    visit.set({ outbox: pending.length > 0 ? { [conversationId]: pending } : {} }),
});
