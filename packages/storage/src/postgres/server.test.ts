/** What only a server can do: serve two hubs, make one wait for another, refuse. */
import { randomUUID } from "node:crypto";
import type { ConversationId } from "@lotse/protocol";
import { canStartPostgres } from "@lotse/testkit/postgres";
import { Kysely, sql } from "kysely";
import { describe, expect, it } from "vitest";
import {
  createWorld,
  endConversation,
  newConversation,
  newVisit,
  textMessage,
  type World,
} from "../contract/fixture.ts";
import { inTenant } from "../sql/transact.ts";
import { openPostgresStorage } from "./index.ts";
import { onServer } from "./test/onServer.ts";
import { signal } from "./test/signal.ts";

const AWAY = { name: "LotseError", code: "STORE_UNAVAILABLE" };

describe.skipIf(!canStartPostgres())("the storage on a PostgreSQL server", () => {
  const on = onServer();
  const messagesOf = (world: World, conversationId: ConversationId) =>
    world.storage.readMessages(world.tenantId, { conversationId, afterSeq: 0, limit: 10_000 });

  describe("with two hubs", () => {
    it("numbers what both append to one conversation without gaps, and stores once what both send", async () => {
      const [one, other] = [(await on.open()).storage, (await on.open()).storage];
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
      const [one, other] = [(await on.open()).storage, (await on.open()).storage];
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

  describe("under contention", () => {
    it("waits for a lock only so long, and other tenants do not wait at all", async () => {
      const { storage } = await on.open({ patience: { lockMs: 1_500 } });
      const [blocked, free] = [
        await createWorld(storage, randomUUID),
        await createWorld(storage, randomUUID),
      ];
      const [theirs, ours] = [await newConversation(blocked), await newConversation(free)];
      const { db } = on.beneath();
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

    it("lets a tenant's log be written while its routing waits for a conversation", async () => {
      const { storage } = await on.open();
      const world = await createWorld(storage, randomUUID);
      const visitId = await newVisit(world);
      const conversationId = await newConversation(world, visitId);
      const { db } = on.beneath();
      const [held, done] = [signal(), signal()];
      const holder = inTenant(db.withSchema("lotse"), world.tenantId, async trx => {
        const query = trx.selectFrom("conversation").selectAll().where("id", "=", conversationId);
        await query.forUpdate().execute();
        held.give();
        await done.given;
      });
      await held.given;
      const routing = endConversation(world, conversationId);
      while ((await on.server.query("select 1 from pg_locks where not granted")).length === 0);
      const decision = { visitId, ruleId: world.ruleId, ruleVersion: 1, atMs: 0 } as const;
      await storage.appendDecisions(world.tenantId, [
        { ...decision, outcome: "matched", reason: null, invitationId: null },
      ]);
      done.give();
      await Promise.all([holder, routing]);
    });

    it("does a transaction again that fell to a deadlock", async () => {
      const { db } = on.beneath();
      const { storage } = await on.open();
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
      // One victim, or on a slow machine each of them once.
      expect(attempts).toBeGreaterThan(2);
    });

    it("lets more callers than connections wait their turn, and finish after close was said", async () => {
      const { storage } = await on.open({ connectionsMax: 1 });
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
      const { authDialect } = await on.open();
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
    await on.server.query("create role guest login password 'guest'");
    const asGuest = (database: string): string =>
      `${Object.assign(new URL(database), { username: "guest", password: "guest" })}`;
    const [empty, owned] = [await on.server.createDatabase(), await on.server.createDatabase()];
    await on.server.query(`alter database ${new URL(owned).pathname.slice(1)} owner to guest`);
    for (const url of [on.server.url, empty, owned]) {
      await expect(openPostgresStorage({ url: asGuest(url) })).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/lacks a right.*docs\/operating\.md/),
      });
    }
  });
});
