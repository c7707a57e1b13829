/** Writes messages without end; every acknowledged one becomes a line: conversation, client id, sequence number. */
import { randomUUID } from "node:crypto";
import type { ClientMessageId, ConversationId, TenantId } from "@lotse/protocol";
import { openPgliteStorage } from "../index.ts";

const [dataDir = "", tenantId = "", ...conversationIds] = process.argv.slice(2);
const WRITERS_EACH = 4;

const { storage } = await openPgliteStorage({ dataDir });

const write = async (conversationId: string): Promise<never> => {
  for (;;) {
    const clientId = randomUUID();
    const [outcome] = await storage.appendMessages(tenantId as TenantId, [
      {
        conversationId: conversationId as ConversationId,
        clientId: clientId as ClientMessageId,
        author: { kind: "visitor" },
        body: { kind: "text", text: `This is ${clientId}` },
        sentAtMs: 1_700_000_000_000,
      },
    ]);
    if (outcome?.ok !== true) throw new Error("refused");
    // Synchronous on a pipe: once said, it was said before any later kill.
    process.stdout.write(`${conversationId} ${clientId} ${outcome.message.seq}\n`);
  }
};

await Promise.all(conversationIds.flatMap(id => Array.from({ length: WRITERS_EACH }, () => write(id))));
