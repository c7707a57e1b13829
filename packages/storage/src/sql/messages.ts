/** Messages: three statements per batch, however large. The decisions are in `sequence.ts`. */
import type { ConversationId, Message, TenantId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { AppendOutcome, NewMessage } from "../Storage.ts";
import { batch } from "./batch.ts";
import type { MessageTable } from "./schema.ts";
import { type LockedConversation, sequence } from "./sequence.ts";
import type { Trx } from "./transact.ts";

type MessageRow = Omit<Selectable<MessageTable>, "tenant_id">;

const COLUMNS = ["conversation_id", "seq", "client_id", "author", "body", "sent_at_ms"] as const;

const messageOf = (row: MessageRow): Message => ({
  conversationId: row.conversation_id,
  seq: row.seq,
  clientId: row.client_id,
  author: row.author,
  body: row.body,
  sentAtMs: row.sent_at_ms,
});

/** Locks in the order of ids, so that two batches never wait for each other in a circle. */
const lockConversations = async (
  trx: Trx,
  tenantId: TenantId,
  ids: readonly ConversationId[],
): Promise<LockedConversation[]> =>
  trx
    .selectFrom("conversation")
    .select(["id", "state", "last_seq as lastSeq"])
    .where("tenant_id", "=", tenantId)
    .where("id", "in", ids)
    .orderBy("id")
    // Its key does not change: whoever refers to the conversation need not wait.
    .forNoKeyUpdate()
    .execute();

/** A statement of its own, after the lock: its snapshot holds whatever the lock waited for. */
const findStored = async (
  trx: Trx,
  tenantId: TenantId,
  messages: readonly NewMessage[],
): Promise<Message[]> => {
  const keys = messages.map(({ conversationId, clientId }) => ({ conversationId, clientId }));
  const input = batch(keys, `"conversationId" uuid, "clientId" uuid`);
  const { rows } = await sql<MessageRow>`
    select distinct m.conversation_id, m.seq, m.client_id, m.author, m.body, m.sent_at_ms
    from ${input} join lotse.message m
      on m.tenant_id = ${tenantId}::uuid
      and m.conversation_id = input."conversationId" and m.client_id = input."clientId"`.execute(trx);
  return rows.map(messageOf);
};

const insert = async (trx: Trx, tenantId: TenantId, messages: readonly Message[]): Promise<void> => {
  const input = batch(
    messages,
    `"conversationId" uuid, seq bigint, "clientId" uuid, author jsonb, body jsonb, "sentAtMs" bigint`,
  );
  await sql`
    with added as (
      insert into lotse.message (tenant_id, conversation_id, seq, client_id, author, body, sent_at_ms)
      select ${tenantId}::uuid, "conversationId", seq, "clientId", author, body, "sentAtMs" from ${input}
      returning conversation_id, seq
    )
    update lotse.conversation c set last_seq = head.seq
    from (select conversation_id, max(seq) as seq from added group by conversation_id) head
    where c.tenant_id = ${tenantId}::uuid and c.id = head.conversation_id`.execute(trx);
};

export const appendMessages = async (
  trx: Trx,
  tenantId: TenantId,
  messages: readonly NewMessage[],
): Promise<readonly AppendOutcome[]> => {
  if (messages.length === 0) return [];
  const ids = [...new Set(messages.map(message => message.conversationId))];
  const conversations = await lockConversations(trx, tenantId, ids);
  if (conversations.length === 0) return messages.map(() => ({ ok: false, code: "NOT_FOUND" }));
  const stored = await findStored(trx, tenantId, messages);
  const { outcomes, inserts } = sequence(messages, conversations, stored);
  if (inserts.length > 0) await insert(trx, tenantId, inserts);
  return outcomes;
};

export const readMessages = async (
  trx: Trx,
  tenantId: TenantId,
  query: { readonly conversationId: ConversationId; readonly afterSeq: number; readonly limit: number },
): Promise<Message[]> => {
  const rows = await trx
    .selectFrom("message")
    .select([...COLUMNS])
    .where("tenant_id", "=", tenantId)
    .where("conversation_id", "=", query.conversationId)
    .where("seq", ">", query.afterSeq)
    .orderBy("seq")
    .limit(query.limit)
    .execute();
  return rows.map(messageOf);
};
