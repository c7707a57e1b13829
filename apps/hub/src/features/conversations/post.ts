/** Storing messages and telling both sides, in this order and no other. Knows no actors and no access. */
import type {
  Author,
  ClientMessageId,
  Clock,
  ConversationId,
  Message,
  MessageBody,
  MessagesSent,
  TenantId,
} from "@lotse/protocol";
import type { AppendOutcome, Storage } from "@lotse/storage";
import type { Publisher } from "../../publisher.ts";
import type { Helper } from "../../services.ts";
import { createAppendBatcher } from "./appendBatcher.ts";
import type { ParticipantCache } from "./participants.ts";

export interface Draft {
  readonly conversationId: ConversationId;
  readonly clientId: ClientMessageId;
  readonly author: Author;
  readonly body: MessageBody;
}

export interface Post {
  /** Resolves once the drafts are stored, with one outcome each; rejects if nothing is known to have been stored. */
  store(tenantId: TenantId, drafts: readonly Draft[]): Promise<readonly AppendOutcome[]>;
  /** Tells both sides of messages that are stored already. */
  tell(tenantId: TenantId, messages: readonly Message[]): Promise<void>;
}

/** Neighbours of one conversation together, in their order. */
const byConversation = (messages: readonly Message[]): readonly MessagesSent[] => {
  const runs: { readonly conversationId: ConversationId; readonly messages: Message[] }[] = [];
  for (const message of messages) {
    const run = runs.at(-1);
    if (run?.conversationId === message.conversationId) run.messages.push(message);
    else runs.push({ conversationId: message.conversationId, messages: [message] });
  }
  return runs;
};

export const createPost = (deps: {
  readonly storage: Pick<Storage, "appendMessages">;
  readonly publisher: Pick<Publisher, "toVisit" | "toAgent">;
  readonly participants: ParticipantCache;
  /** Colleagues who read along. */
  readonly helpersOf: (id: ConversationId) => readonly Helper[];
  readonly clock: Clock;
}): Post => {
  const { publisher, participants } = deps;
  const append = createAppendBatcher(deps.storage);

  const tell = async (tenantId: TenantId, messages: readonly Message[]): Promise<void> => {
    for (const sent of byConversation(messages)) {
      const parties = await participants.of(tenantId, sent.conversationId);
      if (parties === null) continue;
      publisher.toVisit(parties.visitId, "message:sent", sent);
      if (parties.agentId !== null) publisher.toAgent(parties.agentId, "message:sent", sent);
      for (const { agentId } of deps.helpersOf(sent.conversationId)) {
        publisher.toAgent(agentId, "message:sent", sent);
      }
    }
  };

  return {
    tell,
    store: async (tenantId, drafts) => {
      const sentAtMs = deps.clock.nowMs();
      const outcomes = await append(
        tenantId,
        drafts.map(draft => ({ ...draft, sentAtMs })),
      );
      // A repeat was told the first time; whoever missed it resumes by sequence number.
      const fresh = outcomes.flatMap(one => (one.ok && !one.duplicate ? [one.message] : []));
      await tell(tenantId, fresh);
      return outcomes;
    },
  };
};
