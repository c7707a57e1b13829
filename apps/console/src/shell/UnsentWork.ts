/**
 * What an agent wrote and the hub does not have yet: drafts, and messages that are not acknowledged. Kept for this
 * tab, under the agent's own id, over reloads, upgrades and a session that ended; gone on sign-out. Knows no storage.
 */
import type { OutboxStore, PendingMessage } from "@lotse/client";
import type { AgentId, ConversationId } from "@lotse/protocol";
import type { DraftStore } from "../features/conversation/ConversationModel.ts";
import type { TabKeep } from "../ports.ts";

const PREFIX = "unsent:";

const isPending = (value: unknown): value is PendingMessage =>
  typeof value === "object" &&
  value !== null &&
  "clientId" in value &&
  typeof value.clientId === "string" &&
  "text" in value &&
  typeof value.text === "string" &&
  "createdAtMs" in value &&
  typeof value.createdAtMs === "number" &&
  "refused" in value &&
  (value.refused === null || typeof value.refused === "string");

/** What is kept may be of an older build, or not ours at all. */
const parsePending = (kept: string | null): readonly PendingMessage[] => {
  if (kept === null) return [];
  try {
    const value: unknown = JSON.parse(kept);
    return Array.isArray(value) ? value.filter(isPending) : [];
  } catch {
    return [];
  }
};

export interface UnsentWork {
  readonly drafts: DraftStore;
  readonly outbox: OutboxStore;
}

export const unsentWork = (keep: TabKeep, agentId: AgentId): UnsentWork => {
  const name = (what: "draft" | "outbox", id: ConversationId) => `${PREFIX}${agentId}:${what}:${id}`;
  const put = (key: string, value: string | null) =>
    value === null ? keep.remove(key) : keep.set(key, value);
  return {
    drafts: {
      load: id => keep.get(name("draft", id)) ?? "",
      save: (id, text) => put(name("draft", id), text === "" ? null : text),
    },
    outbox: {
      load: id => parsePending(keep.get(name("outbox", id))),
      save: (id, pending) => put(name("outbox", id), pending.length === 0 ? null : JSON.stringify(pending)),
    },
  };
};

/** Signed out: the next person at this tab finds nothing. */
export const forgetUnsentWork = (keep: TabKeep): void => {
  for (const name of keep.names()) if (name.startsWith(PREFIX)) keep.remove(name);
};
