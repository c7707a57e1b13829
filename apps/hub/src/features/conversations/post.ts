/** Storing messages and telling both sides, in this order and no other. Knows no actors and no access. */
import type {
  Author,
  ClientMessageId,
  Clock,
  ConversationId,
  Message,
  MessageBody,
  TenantId,
} from "@lotse/protocol";
import { LotseError } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { Publisher } from "../../publisher.ts";
import { createAppendBatcher } from "./appendBatcher.ts";
import type { ParticipantCache } from "./participants.ts";

export interface Draft {
  readonly conversationId: ConversationId;
  readonly clientId: ClientMessageId;
  readonly author: Author;
  readonly body: MessageBody;
}

export interface Post {
  /** Resolves once the message is stored; throws the storage's code if it is not. */
  store(
    tenantId: TenantId,
    draft: Draft,
  ): Promise<{ readonly message: Message; readonly duplicate: boolean }>;
  /** Tells both sides of messages that are stored already. */
  tell(tenantId: TenantId, messages: readonly Message[]): Promise<void>;
}

export const createPost = (deps: {
  readonly storage: Pick<Storage, "appendMessages">;
  readonly publisher: Pick<Publisher, "toVisit" | "toAgent">;
  readonly participants: ParticipantCache;
  readonly clock: Clock;
}): Post => {
  const { publisher, participants } = deps;
  const append = createAppendBatcher(deps.storage);

  const tell = async (tenantId: TenantId, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      const parties = await participants.of(tenantId, message.conversationId);
      if (parties === null) continue;
      publisher.toVisit(parties.visitId, "message:sent", message);
      if (parties.agentId !== null) publisher.toAgent(parties.agentId, "message:sent", message);
    }
  };

  return {
    tell,
    store: async (tenantId, draft) => {
      const outcome = await append(tenantId, { ...draft, sentAtMs: deps.clock.nowMs() });
      if (!outcome.ok) throw new LotseError(outcome.code, "The message was not stored");
      // A repeat was told the first time; whoever missed it resumes by sequence number.
      if (!outcome.duplicate) await tell(tenantId, [outcome.message]);
      return outcome;
    },
  };
};
