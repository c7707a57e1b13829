/** A server that dies, a wire that fails: nothing hangs, nothing acknowledged is lost. */
import { randomUUID } from "node:crypto";
import { canStartPostgres } from "@lotse/testkit/postgres";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { createWorld, newConversation, textMessage } from "../contract/fixture.ts";
import { inTenant } from "../sql/transact.ts";
import { onServer } from "./test/onServer.ts";
import { signal } from "./test/signal.ts";

const AWAY = { name: "LotseError", code: "STORE_UNAVAILABLE" };

describe.skipIf(!canStartPostgres())("the storage and a PostgreSQL server that fails", () => {
  const on = onServer();

  describe("when the wire fails", () => {
    it("stores nothing of a commit that never arrived, and the retry is the first", async () => {
      const wire = await on.wire();
      const { storage } = await on.open({ url: wire.url });
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
      const wire = await on.wire();
      const told: unknown[] = [];
      const { storage } = await on.open({
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
      const { db } = on.beneath();
      const { storage } = await on.open();
      const world = await createWorld(storage, randomUUID);
      const named = db.withSchema("lotse");
      const killed = inTenant(named, world.tenantId, async trx => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
        await trx.updateTable("tenant").set({ name: "never" }).execute();
        await on.server.query(`select pg_terminate_backend(${rows[0]?.pid}, 10000)`);
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
      const { storage } = await on.open({ patience: { connectMs: 2_000 } });
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
        await on.server.crash();
        reached = signal();
        await on.server.restart();
        crashes += 1;
      }
      await senders;
      const stored = await storage.readMessages(world.tenantId, {
        conversationId,
        afterSeq: 0,
        limit: 10_000,
      });
      expect(stored.map(message => message.seq)).toEqual(stored.map((_, index) => index + 1));
      expect(new Set(acked.map(one => one.clientId)).size).toBe(stored.length);
      for (const { clientId, seq } of acked) expect(stored[seq - 1]?.clientId).toBe(clientId);
      expect(refused).toBeGreaterThan(0);
    });
  });
});
