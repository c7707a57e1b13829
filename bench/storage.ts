/**
 * Chat lines stored by the Storage port, on the embedded database and on PostgreSQL (with fsync), against the plain
 * way on the same server: one transaction per message, the driver alone, as many connections. Each sender waits for
 * its acknowledgement before it sends again. In the end every row is counted: what was acknowledged is there.
 *
 *     node --import tsx bench/storage.ts
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationId } from "@lotse/protocol";
import type { NewMessage, Storage } from "@lotse/storage";
import { createWorld, newConversation, textMessage, type World } from "@lotse/storage/fixture";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { openPostgresStorage } from "@lotse/storage/postgres";
import { startPostgres } from "@lotse/testkit/postgres";
import pg from "pg";

const CONVERSATIONS = 32;
const CONNECTIONS = 10;
const RUNS = 3;
const RUN_MS = 2_000;

/** Stores one batch into one conversation; answers how many rows were acknowledged. */
type Send = (messages: readonly NewMessage[]) => Promise<number>;

interface Contender {
  readonly name: string;
  readonly world: World;
  readonly conversations: readonly ConversationId[];
  readonly send: Send;
  readonly acked: { rows: number };
}

const viaPort =
  (storage: Storage, world: World): Send =>
  async messages => {
    const outcomes = await storage.appendMessages(world.tenantId, messages);
    return outcomes.filter(outcome => outcome.ok && !outcome.duplicate).length;
  };

const ONE_ROW = `insert into lotse.message (tenant_id, conversation_id, seq, client_id, author, body, sent_at_ms)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** What one writes first: lock the conversation, insert, count up, commit; message by message. */
const plainly =
  (pool: pg.Pool, { tenantId }: World): Send =>
  async messages => {
    for (const { conversationId, clientId, author, body, sentAtMs } of messages) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        const { rows } = await client.query<{ next: string }>(
          "select last_seq + 1 as next from lotse.conversation where tenant_id = $1 and id = $2 for update",
          [tenantId, conversationId],
        );
        const next = rows[0]?.next;
        const json = [JSON.stringify(author), JSON.stringify(body)];
        await client.query(ONE_ROW, [tenantId, conversationId, next, clientId, ...json, sentAtMs]);
        await client.query("update lotse.conversation set last_seq = $3 where tenant_id = $1 and id = $2", [
          ...[tenantId, conversationId, next],
        ]);
        await client.query("commit");
      } finally {
        client.release();
      }
    }
    return messages.length;
  };

const contend = async (
  name: string,
  storage: Storage,
  sendIn: (world: World) => Send,
): Promise<Contender> => {
  const world = await createWorld(storage, randomUUID);
  const conversations: ConversationId[] = [];
  for (let count = 0; count < CONVERSATIONS; count++) conversations.push(await newConversation(world));
  return { name, world, conversations, send: sendIn(world), acked: { rows: 0 } };
};

/** Rows a second, with one sender per conversation. */
const measure = async ({ world, conversations, send, acked }: Contender, batch: number): Promise<number> => {
  const startMs = performance.now();
  let rows = 0;
  const sender = async (conversationId: ConversationId): Promise<void> => {
    while (performance.now() - startMs < RUN_MS) {
      const messages = Array.from({ length: batch }, () => textMessage(world, conversationId));
      const stored = await send(messages);
      rows += stored;
    }
  };
  await Promise.all(conversations.map(sender));
  acked.rows += rows;
  return (rows / (performance.now() - startMs)) * 1_000;
};

const verify = async ({ name, world, conversations, acked }: Contender): Promise<void> => {
  let rows = 0;
  for (const id of conversations) {
    rows += (await world.storage.readConversation(world.tenantId, id))?.lastSeq ?? 0;
  }
  if (rows !== acked.rows) throw new Error(`${name}: ${acked.rows} acknowledged, ${rows} there`);
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const table = async (contenders: readonly Contender[], batch: number): Promise<void> => {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const one of contenders) rates.get(one.name)?.push(await measure(one, batch));
  }
  const peer = median(rates.get(contenders.at(-1)?.name ?? "") ?? []);
  console.log(`\n${CONVERSATIONS} senders, ${batch} message${batch === 1 ? "" : "s"} per call`);
  for (const [name, all] of rates) {
    const rows = median(all);
    const calls = Math.round(rows / batch).toLocaleString("en");
    console.log(
      `  ${name.padEnd(34)} ${calls.padStart(8)} acks/s ${Math.round(rows).toLocaleString("en").padStart(9)} rows/s ${(rows / peer).toFixed(1).padStart(6)}x`,
    );
  }
};

const folder = mkdtempSync(join(tmpdir(), "lotse-bench-"));
const server = await startPostgres({ durable: true });
const embedded = await openPgliteStorage({ dataDir: join(folder, "data") });
const hosted = await openPostgresStorage({ url: server.url, connectionsMax: CONNECTIONS });
const pool = new pg.Pool({ connectionString: server.url, max: CONNECTIONS });
try {
  const contenders = [
    await contend("port on PGlite in its worker", embedded.storage, world =>
      viaPort(embedded.storage, world),
    ),
    await contend("port on PostgreSQL", hosted.storage, world => viaPort(hosted.storage, world)),
    await contend("PostgreSQL, a transaction a message", hosted.storage, world => plainly(pool, world)),
  ];
  for (const batch of [1, 50]) await table(contenders, batch);
  for (const one of contenders) await verify(one);
  console.log("\nEvery acknowledged row is there.");
} finally {
  await pool.end();
  await hosted.storage.close();
  await embedded.storage.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
