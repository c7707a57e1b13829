/**
 * What becomes of a batch of messages, given the locked conversations and what is stored already. Pure: the one
 * place that gives out sequence numbers, so that "gapless" can be tested without a database.
 */
import { isDeepStrictEqual } from "node:util";
import type { Author, ConversationId, ConversationState, Message } from "@lotse/protocol";
import type { AppendOutcome, NewMessage } from "../Storage.ts";

export interface LockedConversation {
  readonly id: ConversationId;
  readonly state: ConversationState;
  lastSeq: number;
}

export interface Sequenced {
  /** One per message, in order. */
  readonly outcomes: readonly AppendOutcome[];
  readonly inserts: readonly Message[];
}

const keyOf = (message: Pick<Message, "conversationId" | "clientId">): string =>
  `${message.conversationId} ${message.clientId}`;

/** An agent may be renamed between two attempts; the person stays the same. */
const whoOf = (author: Author): string =>
  author.kind === "agent" ? `agent ${author.agent.id}` : author.kind;

const isRepeat = (first: Message, again: NewMessage): boolean =>
  whoOf(first.author) === whoOf(again.author) && isDeepStrictEqual(first.body, again.body);

export const sequence = (
  batch: readonly NewMessage[],
  conversations: readonly LockedConversation[],
  stored: readonly Message[],
): Sequenced => {
  const known = new Map(stored.map(message => [keyOf(message), message]));
  const heads = new Map(conversations.map(one => [one.id, { ...one }]));
  const inserts: Message[] = [];
  const outcomes = batch.map((message): AppendOutcome => {
    const first = known.get(keyOf(message));
    // Before the state is looked at: a retry after the end still learns that it was stored.
    if (first !== undefined) {
      return isRepeat(first, message)
        ? { ok: true, message: first, duplicate: true }
        : { ok: false, code: "IDEMPOTENCY_MISMATCH" };
    }
    const head = heads.get(message.conversationId);
    if (head === undefined) return { ok: false, code: "NOT_FOUND" };
    if (head.state === "ended") return { ok: false, code: "CONVERSATION_CLOSED" };
    const { conversationId, clientId, author, body, sentAtMs } = message;
    head.lastSeq += 1;
    const entry: Message = { conversationId, seq: head.lastSeq, clientId, author, body, sentAtMs };
    known.set(keyOf(entry), entry);
    inserts.push(entry);
    return { ok: true, message: entry, duplicate: false };
  });
  return { outcomes, inserts };
};
