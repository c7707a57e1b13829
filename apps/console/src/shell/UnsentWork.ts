/**
 * What an agent wrote and the hub does not have yet: drafts of lines and of rules, and messages that are not acknowledged. Kept for this
 * tab, under the agent's own id, over reloads, upgrades and a session that ended; gone on sign-out. Knows no storage.
 */
import type { OutboxStore, PendingMessage } from "@lotse/client";
import type { AgentId, ConversationId, RuleId } from "@lotse/protocol";
import type { DraftStore } from "../features/conversation/ConversationModel.ts";
import type { RuleDrafts } from "../features/radar/rules/RuleEditor.ts";
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
  readonly rules: RuleDrafts;
}

/** As long as nobody knows whose it would be. */
export const NOTHING_UNSENT: UnsentWork = {
  drafts: { load: () => "", save: () => undefined },
  outbox: { load: () => [], save: () => undefined },
  rules: { load: () => null, save: () => undefined, ids: () => [] },
};

export const unsentWork = (keep: TabKeep, agentId: AgentId): UnsentWork => {
  const name = (what: "draft" | "outbox" | "rule", id: ConversationId | RuleId | "") =>
    `${PREFIX}${agentId}:${what}:${id}`;
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
    rules: {
      load: id => keep.get(name("rule", id)),
      save: (id, draft) => put(name("rule", id), draft),
      ids: () =>
        keep
          .names()
          .filter(one => one.startsWith(name("rule", "")))
          .map(one => one.slice(name("rule", "").length) as RuleId),
    },
  };
};

/** Signed out: the next person at this tab finds nothing. */
export const forgetUnsentWork = (keep: TabKeep): void => {
  for (const name of keep.names()) if (name.startsWith(PREFIX)) keep.remove(name);
};
