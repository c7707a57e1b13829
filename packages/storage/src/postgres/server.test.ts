/** What only a server can do: serve two hubs, be away, be silent, be slow, refuse. */
import { randomUUID } from "node:crypto";
import type { ConversationId } from "@lotse/protocol";
import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { Kysely, sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWorld, newConversation, textMessage, type World } from "../contract/fixture.ts";
import { inTenant } from "../sql/transact.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, type PostgresEngine } from "./engine.ts";
import { openPostgresStorage, type PostgresSettings, type PostgresStorage } from "./index.ts";
import { signal } from "./test/signal.ts";
import { openWire, type Wire } from "./test/wire.ts";

const AWAY = { name: "LotseError", code: "STORE_UNAVAILABLE" };

describe.skipIf(!canStartPostgres())("the storage on a PostgreSQL server", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
    // Migrated once, so that the tests start with what they are about.
    await (await openPostgresStorage({ url: server.url })).storage.close();
  });
  afterAll(() => server?.stop());

  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });
  const open = async (settings: Partial<PostgresSettings> = {}): Promise<PostgresStorage> => {
    const storage = await openPostgresStorage({ url: server.url, ...settings });
    opened.push(storage.storage);
    return storage;
  };
  const wireTo = async (): Promise<Wire> => {
    const wire = await openWire(server.url);
    opened.push(wire);
    return wire;
  };
  const beneath = (): PostgresEngine => {
    const engine = connectPostgres({ url: server.url, max: 5, patience: PATIENCE });
    opened.push(engine.connections);
    return engine;
  };

  const messagesOf = (world: World, conversationId: ConversationId) =>
    world.storage.readMessages(world.tenantId, { conversationId, afterSeq: 0, limit: 10_000 });

  describe("with two hubs", () => {
    it("numbers what both append to one conversation without gaps, and stores once what both send", async () => {
      const [one, other] = [(await open()).storage, (await open()).storage];
      const world = await createWorld(one, randomUUID);
      const conversationId = await newConversation(world);
      const both = Array.from({ length: 40 }, () => textMessage(world, conversationId));
      const sends = both.flatMap((message, index) => [
        one.appendMessages(world.tenantId, [message]),
        other.appendMessages(world.tenantId, [message]),
        (index % 2 === 0 ? one : other).appendMessages(world.tenantId, [textMessage(world, conversationId)]),
      ]);
      const outcomes = (await Promise.all(sends)).flat();
      const stored = await messagesOf(world, conversationId);
      expect(stored.map(message => message.seq)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
      expect(outcomes.filter(outcome => outcome.ok && outcome.duplicate)).toHaveLength(40);
      for (const outcome of outcomes) {
        if (!outcome.ok) throw new Error(outcome.code);
        expect(stored[outcome.message.seq - 1]).toEqual(outcome.message);
      }
    });

    it("gives the routing to one after the other, and only the last may decide", async () => {
      const [one, other] = [(await open()).storage, (await open()).storage];
      const { tenantId, epoch } = await createWorld(one, randomUUID);
      const taken = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).takeRouting(tenantId)),
      );
      const epochs = taken.map(state => state.epoch).sort((a, b) => a - b);
      expect(epochs).toEqual(Array.from({ length: 10 }, (_, index) => epoch + 1 + index));
      for (const old of epochs.slice(0, -1)) {
        const commit = one.commitRouting({ tenantId, epoch: old, writes: [] });
        await expect(commit).rejects.toMatchObject({ code: "EPOCH_STALE" });
      }
      await other.commitRouting({ tenantId, epoch: epoch + 10, writes: [] });
    });
  });

  describe("when the wire fails", () => {
    it("stores nothing of a commit that never arrived, and the retry is the first", async () => {
      const wire = await wireTo();
      const { storage } = await open({ url: wire.url });
      const world = await createWorld(storage, randomUUID);
      const conversationId = await newConversation(world);
      const message = textMessage(world, conversationId);
      wire.cutNext("beforeCommit");
      await expect(storage.appendMessages(world.tenantId, [message])).rejects.toMatchObject(AWAY);
      expect(await storage.appendMessages(world.tenantId, [message])).toMatchObject([
        { ok: true, duplicate: false, message: { seq: 1 } },
      ]);
    });

    it("rejects in time when nothing comes back any more, closes, and says once that the server is away", async () => {
      const wire = await wireTo();
      const told: unknown[] = [];
      const { storage } = await open({
        url: wire.url,
        connectionsMax: 2,
        patience: { connectMs: 1_500, answerMs: 2_500 },
        log: { error: (event, fields) => told.push({ event, ...fields }) },
      });
      const world = await createWorld(storage, randomUUID);
      wire.silence(true);
      const asked = Array.from({ length: 12 }, () => storage.listRules(world.tenantId));
      for (const outcome of await Promise.allSettled(asked)) {
        expect(outcome).toMatchObject({ status: "rejected", reason: AWAY });
      }
      expect(told).toMatchObject([{ event: "database away", command: "connect" }]);
      wire.silence(false);
      expect(await storage.listRules(world.tenantId)).toHaveLength(1);
      wire.silence(true);
      const last = storage.listRules(world.tenantId);
      await Promise.all([expect(last).rejects.toMatchObject(AWAY), storage.close()]);
    });

    it("loses the one transaction whose session is ended, and nothing else", async () => {
      const { db } = beneath();
      const { storage } = await open();
      const world = await createWorld(storage, randomUUID);
      const named = db.withSchema("lotse");
      const killed = inTenant(named, world.tenantId, async trx => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
        await trx.updateTable("tenant").set({ name: "never" }).execute();
        await server.query(`select pg_terminate_backend(${rows[0]?.pid}, 10000)`);
        await trx.updateTable("tenant").set({ name: "never, either" }).execute();
      });
      await expect(killed).rejects.toThrow();
      const names = await inTenant(named, world.tenantId, trx =>
        trx.selectFrom("tenant").select("name").execute(),
      );
      expect(names).toEqual([{ name: "Nordwind" }]);
    });
  });

  describe("when the server dies", () => {
    it("keeps every acknowledged message, once and in its place, while senders just send again", async () => {
      const { storage } = await open({ patience: { connectMs: 2_000 } });
      const world = await createWorld(storage, randomUUID);
      const conversationId = await newConversation(world);
      const acked: { readonly clientId: string; readonly seq: number }[] = [];
      let refused = 0;
      let crashes = 0;
      let reached = signal();
      const sender = async (): Promise<void> => {
        // Until the server has died twice, each message is sent until it is acknowledged.
        while (crashes < 2 || acked.length < 150) {
          const message = textMessage(world, conversationId);
          for (let done = false; !done; ) {
            try {
              const [outcome] = await storage.appendMessages(world.tenantId, [message]);
              if (outcome?.ok !== true) throw new Error("refused");
              acked.push({ clientId: message.clientId, seq: outcome.message.seq });
              done = true;
            } catch (error) {
              if ((error as { code?: string }).code !== "STORE_UNAVAILABLE") throw error;
              refused += 1;
            }
          }
          if (acked.length >= 50 * (crashes + 1)) reached.give();
        }
      };
      const senders = Promise.all(Array.from({ length: 6 }, sender));
      for (const _ of [1, 2]) {
        await Promise.race([reached.given, senders]);
        await server.crash();
        reached = signal();
        await server.restart();
        crashes += 1;
      }
      await senders;
      const stored = await messagesOf(world, conversationId);
      expect(stored.map(message => message.seq)).toEqual(stored.map((_, index) => index + 1));
      expect(new Set(acked.map(one => one.clientId)).size).toBe(stored.length);
      for (const { clientId, seq } of acked) expect(stored[seq - 1]?.clientId).toBe(clientId);
      expect(refused).toBeGreaterThan(0);
    });
  });

  describe("under contention", () => {
    it("waits for a lock only so long, and other tenants do not wait at all", async () => {
      const { storage } = await open({ patience: { lockMs: 1_500 } });
      const [blocked, free] = [
        await createWorld(storage, randomUUID),
        await createWorld(storage, randomUUID),
      ];
      const [theirs, ours] = [await newConversation(blocked), await newConversation(free)];
      const { db } = beneath();
      const [held, done] = [signal(), signal()];
      const holder = inTenant(db.withSchema("lotse"), blocked.tenantId, async trx => {
        await trx.selectFrom("conversation").selectAll().where("id", "=", theirs).forUpdate().execute();
        held.give();
        await done.given;
      });
      await held.given;
      const outcomes: string[] = [];
      const waiting = storage
        .appendMessages(blocked.tenantId, [textMessage(blocked, theirs)])
        .catch(error => outcomes.push((error as { code: string }).code));
      const [stored] = await storage.appendMessages(free.tenantId, [textMessage(free, ours)]);
      outcomes.push(`stored ${stored?.ok}`);
      await waiting;
      expect(outcomes).toEqual(["stored true", "STORE_UNAVAILABLE"]);
      done.give();
      await holder;
      expect(await storage.appendMessages(blocked.tenantId, [textMessage(blocked, theirs)])).toMatchObject([
        { ok: true, message: { seq: 1 } },
      ]);
    });

    it("does a transaction again that fell to a deadlock", async () => {
      const { db } = beneath();
      const { storage } = await open();
      const world = await createWorld(storage, randomUUID);
      const rows = [await newConversation(world), await newConversation(world)];
      let holding = 0;
      const bothHold = signal();
      let attempts = 0;
      const cross = (order: readonly ConversationId[]) =>
        inTenant(db.withSchema("lotse"), world.tenantId, async trx => {
          attempts += 1;
          for (const [index, id] of order.entries()) {
            await trx.updateTable("conversation").set({ topic: "crossed" }).where("id", "=", id).execute();
            if (index === 0 && ++holding === 2) bothHold.give();
            if (index === 0) await bothHold.given;
          }
          return "stored";
        });
      expect(await Promise.all([cross(rows), cross([...rows].reverse())])).toEqual(["stored", "stored"]);
      expect(attempts).toBe(3);
    });

    it("lets more callers than connections wait their turn, and finish after close was said", async () => {
      const { storage } = await open({ connectionsMax: 1 });
      const world = await createWorld(storage, randomUUID);
      const conversationId = await newConversation(world);
      const said = [
        ...Array.from({ length: 20 }, () => storage.listAgents(world.tenantId)),
        storage.appendMessages(world.tenantId, [textMessage(world, conversationId)]),
      ];
      const closing = storage.close();
      expect(await Promise.all(said)).toHaveLength(21);
      await closing;
      await expect(storage.listSites()).rejects.toMatchObject(AWAY);
    });
  });

  describe("the accounts' connections", () => {
    it("see schema auth and nothing else, and their transactions are real", async () => {
      const { authDialect } = await open();
      const auth = new Kysely<{ verification: Record<string, unknown> }>({ dialect: authDialect });
      const row = (id: string) => ({ id, identifier: id, value: "1", expiresAt: new Date() });
      await auth.insertInto("verification").values(row("kept")).execute();
      const changedMind = auth.transaction().execute(async trx => {
        await trx.insertInto("verification").values(row("dropped")).execute();
        throw new Error("changed my mind");
      });
      await expect(changedMind).rejects.toThrow("changed my mind");
      const rows = await auth.selectFrom("verification").select(["id", "expiresAt"]).execute();
      expect(rows).toEqual([{ id: "kept", expiresAt: expect.any(Date) }]);
      const peek = sql`select * from lotse.message`.execute(auth);
      await expect(peek).rejects.toMatchObject({ code: "42501" });
    });
  });

  it("says what a database user lacks who may not read, not create, or not become the roles", async () => {
    await server.query("create role guest login password 'guest'");
    const asGuest = (database: string): string =>
      `${Object.assign(new URL(database), { username: "guest", password: "guest" })}`;
    const [empty, owned] = [await server.createDatabase(), await server.createDatabase()];
    await server.query(`alter database ${new URL(owned).pathname.slice(1)} owner to guest`);
    for (const url of [server.url, empty, owned]) {
      await expect(openPostgresStorage({ url: asGuest(url) })).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/lacks a right.*docs\/operating\.md/),
      });
    }
  });
});
