/**
 * What the SQL implementation expects of an engine and its dialect: that row-level security binds, and that no
 * transaction can hang or pretend. Run on the Kysely instance itself, beneath the port.
 */
import { randomUUID } from "node:crypto";
import type { TenantId } from "@lotse/protocol";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Storage } from "../Storage.ts";
import type { Database } from "../sql/schema.ts";
import { inTenant, transact } from "../sql/transact.ts";
import { createWorld, newConversation, textMessage, type World } from "./fixture.ts";

export interface OpenedEngine {
  readonly db: Kysely<Database>;
  readonly storage: Storage;
  close(): Promise<void>;
}

const TABLES = [
  "tenant",
  "site",
  "rule",
  "agent",
  "visit",
  "conversation",
  "message",
  "work_item",
  "invitation",
  "decision",
  "cobrowse",
  "sharing_entry",
  "contact_request",
  "audit",
  "account_link",
  "contact",
  "identity_key",
  "identity_token",
  "routing_plan",
  "outside_item",
  "presence_log",
  "wait_estimate",
  "wait_outcome",
  "api_key",
  "rule_version",
  "radar_settings",
  "recorded_visit",
  "conversion",
] as const satisfies readonly (keyof Database)[];

const HANGING_MS = 20_000;

export const engineContract = (name: string, open: () => Promise<OpenedEngine>): void => {
  describe(`the engine contract on ${name}`, () => {
    let engine: OpenedEngine;
    let db: Kysely<Database>;
    let world: World;
    beforeAll(async () => {
      engine = await open();
      db = engine.db.withSchema("lotse");
      world = await createWorld(engine.storage, randomUUID);
      const conversationId = await newConversation(world);
      await world.storage.appendMessages(world.tenantId, [textMessage(world, conversationId)]);
    });
    afterAll(() => engine.close());

    const renameAll = (handle: Kysely<Database>, to: string) =>
      handle.updateTable("tenant").set({ name: to }).execute();
    const nameNow = async (): Promise<string | undefined> => {
      const query = db.selectFrom("tenant").select("name").where("tenant_id", "=", world.tenantId);
      return (await query.executeTakeFirst())?.name;
    };

    test("the application's role sees no row without a tenant, and only its own with one", async () => {
      const neighbour = await createWorld(engine.storage, randomUUID);
      const tenantsSeen = async (role: string, tenantId: string): Promise<readonly string[]> =>
        transact(db, async trx => {
          await sql`select set_config('role', ${role}, true), set_config('lotse.tenant', ${tenantId}, true)`.execute(
            trx,
          );
          const rows = await trx.selectFrom("tenant").select("tenant_id").execute();
          return rows.map(row => row.tenant_id);
        });
      // The positive control: the rows are there for who may bypass.
      expect(await tenantsSeen("none", "")).toEqual(
        expect.arrayContaining([world.tenantId, neighbour.tenantId]),
      );
      expect(await tenantsSeen("lotse_app", "")).toEqual([]);
      expect(await tenantsSeen("lotse_app", world.tenantId)).toEqual([world.tenantId]);
      const messages = await inTenant(db, neighbour.tenantId, trx =>
        trx.selectFrom("message").select("seq").where("tenant_id", "=", world.tenantId).execute(),
      );
      expect(messages).toEqual([]);
    });

    test("every table is bound, forced, and writable only for the tenant's own rows", async () => {
      const { rows } = await sql<{ name: string; bound: boolean; forced: boolean }>`
        select relname as name, relrowsecurity as bound, relforcerowsecurity as forced from pg_class
        where relnamespace = 'lotse'::regnamespace and relkind = 'r' and relname not like 'kysely%'`.execute(
        db,
      );
      expect(rows.map(row => row.name).sort()).toEqual([...TABLES].sort());
      expect(rows.filter(row => !row.bound || !row.forced)).toEqual([]);
      const intruding = inTenant(db, world.tenantId, trx =>
        trx
          .insertInto("tenant")
          .values({ tenant_id: randomUUID() as TenantId, name: "Intruder" })
          .execute(),
      );
      await expect(intruding).rejects.toMatchObject({ code: "42501" });
    });

    test("skills that a build without levels wrote have the middle one, and keep what was said of others", async () => {
      const w = await createWorld(engine.storage, randomUUID);
      const levels = [{ skill: "Sales", level: 5 }];
      await w.storage.changeMember(w.tenantId, w.agentId, { skills: levels });
      await inTenant(db, w.tenantId, trx =>
        sql`update lotse.agent set skills = '["Kfz", "Sales"]' where tenant_id = ${w.tenantId}::uuid`.execute(
          trx,
        ),
      );
      const [agent] = await w.storage.listAgents(w.tenantId);
      expect(agent?.skills).toEqual([{ skill: "Kfz", level: 3 }, ...levels]);
    });

    test("role and tenant do not outlive their transaction", async () => {
      await inTenant(db, world.tenantId, trx => trx.selectFrom("visit").selectAll().execute());
      const { rows } = await sql<{ role: string; tenant: string | null }>`
        select current_user as role, current_setting('lotse.tenant', true) as tenant`.execute(db);
      expect(rows[0]?.role).not.toBe("lotse_app");
      expect(rows[0]?.tenant ?? "").toBe("");
    });

    test(
      "a query past the open transaction is refused instead of waiting for it for ever",
      async () => {
        const query = () => db.selectFrom("tenant").selectAll().execute();
        const nested = () => transact(db, async trx => trx.selectFrom("tenant").selectAll().execute());
        const viaPort = () => engine.storage.listSites();
        const outers: readonly (() => Promise<unknown>)[] = [query, nested, viaPort];
        for (const outer of outers) {
          const attempt = inTenant(db, world.tenantId, outer);
          await expect(attempt).rejects.toMatchObject({ name: "LotseError", code: "INTERNAL" });
        }
        expect(await query()).not.toEqual([]);
      },
      HANGING_MS,
    );

    test("a query that others start meanwhile waits its turn and is outside", async () => {
      const before = await nameNow();
      let letGo = (): void => {};
      const held = new Promise<void>(resolve => {
        letGo = resolve;
      });
      const open = inTenant(db, world.tenantId, async trx => {
        await renameAll(trx, "inside");
        await held;
        throw new Error("changed my mind");
      });
      const meanwhile = nameNow();
      letGo();
      await expect(open).rejects.toThrow("changed my mind");
      expect(await meanwhile).toBe(before);
    });

    test(
      "an SQL error that somebody swallowed still fails the transaction, and stores nothing",
      async () => {
        const before = await nameNow();
        const swallowing = inTenant(db, world.tenantId, async trx => {
          await renameAll(trx, "swallowed");
          await sql`select 1 / 0`.execute(trx).catch(() => {});
        });
        await expect(swallowing).rejects.toThrow();
        expect(await nameNow()).toBe(before);
      },
      HANGING_MS,
    );

    test(
      "a commit that the engine aborts rejects, and the engine goes on",
      async () => {
        await sql`create table if not exists public.later (id int unique deferrable initially deferred)`.execute(
          db,
        );
        const aborted = transact(db, trx => sql`insert into public.later values (1), (1)`.execute(trx));
        await expect(aborted).rejects.toMatchObject({ code: "23505" });
        const { rows } = await sql`select * from public.later`.execute(db);
        expect(rows).toEqual([]);
        await sql`drop table public.later`.execute(db);
      },
      HANGING_MS,
    );

    test("many transactions and single queries at once neither mix nor hang", async () => {
      const count = 40;
      const work = Array.from({ length: count }, (_, index) =>
        index % 4 === 3
          ? nameNow().then(() => "read")
          : inTenant(db, world.tenantId, async trx => {
              await renameAll(trx, `round ${index}`);
              if (index % 4 === 1) throw new Error("rolled back");
              return "written";
            }).catch(error => (error as Error).message),
      );
      const outcomes = await Promise.all(work);
      expect(outcomes.filter(outcome => outcome === "rolled back")).toHaveLength(count / 4);
      expect(outcomes.filter(outcome => outcome === "written")).toHaveLength(count / 2);
    });
  });
};
