/**
 * The mistake the harness must find: messages are acknowledged with the numbers they will surely get, and stored a
 * moment later. Everything works, and is even faster, until the process dies in between.
 */
import type { ClientMessageId, ConversationId, TenantId } from "@lotse/protocol";
import type { AppendOutcome, NewMessage, Storage } from "@lotse/storage";
import type { Append } from "../../../apps/hub/src/features/conversations/appendBatcher.ts";

const STORED_AFTER_MS = 150;

export const createAppendBatcher = (storage: Pick<Storage, "appendMessages">): Append => {
  const lastSeqs = new Map<ConversationId, number>();
  const promised = new Map<ClientMessageId, AppendOutcome>();
  let stored = Promise.resolve();

  const appendHonestly = async (tenantId: TenantId, messages: readonly NewMessage[]) => {
    const outcomes = await storage.appendMessages(tenantId, messages);
    for (const outcome of outcomes) {
      if (!outcome.ok) continue;
      const { conversationId, seq } = outcome.message;
      lastSeqs.set(conversationId, Math.max(seq, lastSeqs.get(conversationId) ?? 0));
    }
    return outcomes;
  };

  const promise = (message: NewMessage): AppendOutcome => {
    const before = promised.get(message.clientId);
    if (before?.ok === true) return { ...before, duplicate: true };
    const seq = (lastSeqs.get(message.conversationId) ?? 0) + 1;
    lastSeqs.set(message.conversationId, seq);
    const outcome: AppendOutcome = { ok: true, message: { ...message, seq }, duplicate: false };
    promised.set(message.clientId, outcome);
    return outcome;
  };

  const storeLater = (tenantId: TenantId, messages: readonly NewMessage[]): void => {
    setTimeout(() => {
      stored = stored.then(() => storage.appendMessages(tenantId, messages)).then(() => {});
    }, STORED_AFTER_MS);
  };

  return (tenantId, messages) => {
    if (!messages.every(({ conversationId }) => lastSeqs.has(conversationId))) {
      return appendHonestly(tenantId, messages);
    }
    storeLater(tenantId, messages);
    return Promise.resolve(messages.map(promise));
  };
};
