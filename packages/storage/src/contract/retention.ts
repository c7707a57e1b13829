/** Retention on an engine: after any history, everything older than its time is gone and nothing else is. */
import { randomUUID } from "node:crypto";
import type { ContactId, ConversationId, VisitId } from "@lotse/protocol";
import * as fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTables } from "../backup/catalogue.ts";
import { type RetentionClass, TABLE_CLASSES } from "../retention.ts";
import type { Database } from "../sql/schema.ts";
import type { OpenedEngine } from "./engine.ts";
import {
  createWorld,
  invitation,
  START_MS,
  textMessage,
  visitUpdate,
  type World,
  workItem,
} from "./fixture.ts";
import { outcomeOf } from "./outcomes.ts";
import { momentOf } from "./records.ts";
import { newSharing, recordsOf } from "./sharing.ts";
import { contentOf, outsideItem, presenceOf, waitOf } from "./work.ts";

/** Ages in days; everything is kept for 10. */
const age = fc.integer({ min: 0, max: 20 });
const LIMIT_DAYS = 10;
const SLOW_MS = 180_000;
const DAY_MS = 24 * 3_600_000;
const isOld = (days: number): boolean => days >= LIMIT_DAYS;

const conversation = fc.record({ messages: fc.integer({ min: 0, max: 3 }), endedDays: fc.option(age) });
const history = fc.array(
  fc.record({
    seenDays: age,
    conversations: fc.array(conversation, { maxLength: 2 }),
    requestDays: fc.option(age),
    identifiedDays: fc.option(age),
    invitation: fc.option(fc.constantFrom("offered" as const, "declined" as const)),
    decisionDays: fc.option(age),
    auditDays: fc.option(age),
    outside: fc.option(fc.record({ days: age, ended: fc.boolean() })),
    presenceDays: fc.option(age),
  }),
  { maxLength: 5 },
);
type Past = typeof history extends fc.Arbitrary<infer T> ? T : never;

interface Kept {
  readonly [table: string]: string[];
}

/** Puts the history down; answers what must still be there afterwards, and whose observations. */
const live = async (w: World, past: Past, nowMs: number) => {
  const kept = { visit: [], conversation: [], contact: [], invitation: [], contact_request: [] } as Kept;
  const counts = {
    message: 0,
    work_item: 0,
    cobrowse: 0,
    sharing_entry: 0,
    decision: 0,
    audit: 0,
    outside_item: 0,
    presence_log: 0,
    wait_estimate: 0,
    wait_outcome: 0,
    recorded_visit: 0,
  };
  const observed: string[] = [];
  const ago = (days: number): number => nowMs - days * DAY_MS - 1;
  const commit = (writes: Parameters<World["storage"]["commitRouting"]>[0]["writes"]) =>
    w.storage.commitRouting({ tenantId: w.tenantId, epoch: w.epoch, writes });
  for (const one of past) {
    const visitId = w.makeId() as VisitId;
    let needed = !isOld(one.seenDays);
    let open = false;
    const atMs = ago(one.seenDays);
    const moment = momentOf(atMs, { whole: true });
    await w.storage.recordVisits(w.tenantId, [visitUpdate(w, visitId, { atMs, moment })]);
    counts.recorded_visit += isOld(one.seenDays) ? 0 : 1;
    for (const { messages, endedDays } of one.conversations) {
      const id = w.makeId() as ConversationId;
      const opening = { id, visitId, siteId: w.siteId, topic: null, openedAtMs: START_MS };
      const item = workItem(w, id);
      await commit([
        { write: "conversation.open", conversation: opening },
        { write: "workItem", item },
      ]);
      const lines = Array.from({ length: messages }, () => textMessage(w, id));
      await w.storage.appendMessages(w.tenantId, lines);
      await w.storage.appendSharing(w.tenantId, recordsOf(w, await newSharing(w, id), [0, messages]));
      if (endedDays !== null) {
        await commit([
          { write: "conversation.end", conversationId: id, atMs: ago(endedDays) },
          { write: "workItem", item: { ...item, state: "ended" } },
        ]);
      }
      if (endedDays !== null && isOld(endedDays)) continue;
      needed = true;
      open ||= endedDays === null;
      kept.conversation?.push(id);
      counts.message += messages;
      counts.work_item += 1;
      counts.cobrowse += 1;
      counts.sharing_entry += messages;
    }
    if (one.requestDays !== null) {
      const id = w.makeId();
      const leftAtMs = ago(one.requestDays);
      await w.storage.leaveRequest(w.tenantId, {
        id,
        visitId,
        kind: "message",
        reach: "x",
        text: "",
        leftAtMs,
      });
      if (!isOld(one.requestDays)) {
        needed = true;
        kept.contact_request?.push(id);
      }
    }
    const offered = invitation(w, visitId);
    if (one.invitation !== null) {
      await commit([{ write: "invitation", invitation: { ...offered, state: one.invitation } }]);
      needed ||= one.invitation === "offered";
      if (needed) kept.invitation?.push(offered.id);
    }
    if (one.identifiedDays !== null) {
      const contactId = w.makeId() as ContactId;
      await w.storage.identifyVisit(w.tenantId, {
        ...{
          siteId: w.siteId,
          visitId,
          contactId,
          jtiHash: randomUUID(),
          expiresAtMs: 0,
          subject: contactId,
        },
        ...{ name: null, email: null, phone: null, atMs: ago(one.identifiedDays) },
      });
      if (needed || !isOld(one.identifiedDays)) kept.contact?.push(contactId);
    }
    if (one.decisionDays !== null) {
      const decision = {
        visitId,
        ruleId: w.ruleId,
        ruleVersion: 1,
        outcome: "matched",
        reason: null,
      } as const;
      await w.storage.appendDecisions(w.tenantId, [
        { ...decision, invitationId: null, atMs: ago(one.decisionDays) },
      ]);
      counts.decision += isOld(one.decisionDays) ? 0 : 1;
    }
    if (one.auditDays !== null) {
      const entry = { event: "x:y", actor: { kind: "system" }, subject: {} } as const;
      await w.storage.appendAudit(w.tenantId, [{ ...entry, atMs: ago(one.auditDays) }]);
      counts.audit += isOld(one.auditDays) ? 0 : 1;
    }
    if (one.outside !== null) {
      const { days, ended } = one.outside;
      const item = outsideItem(w, { enqueuedAtMs: ago(days), state: ended ? "ended" : "waiting" });
      await commit([{ write: "workItem", item, content: contentOf(item) }]);
      counts.outside_item += ended && isOld(days) ? 0 : 1;
    }
    if (one.presenceDays !== null) {
      const atMs = ago(one.presenceDays);
      await commit([
        { write: "presence", record: presenceOf(w, atMs) },
        { write: "wait", wait: waitOf(w, { atMs }) },
        { write: "outcome", outcome: outcomeOf(w, { atMs }) },
      ]);
      counts.presence_log += isOld(one.presenceDays) ? 0 : 1;
      counts.wait_estimate += isOld(one.presenceDays) ? 0 : 1;
      counts.wait_outcome += isOld(one.presenceDays) ? 0 : 1;
    }
    if (needed) kept.visit?.push(visitId);
    if (open || !isOld(one.seenDays)) observed.push(visitId);
  }
  return { kept, counts, observed };
};

/** As the hub does it: who refers goes before what is referred to. */
const ORDER: readonly (RetentionClass | "expiry")[] = [
  "conversations",
  "requests",
  "visits",
  "contacts",
  "decisions",
  "audit",
  "workItems",
  "availability",
  "recordings",
  "expiry",
];

const forgetAll = async (w: World, nowMs: number): Promise<void> => {
  for (const name of ORDER) {
    const step = { class: name, beforeMs: nowMs - LIMIT_DAYS * DAY_MS, limit: 2 };
    while ((await w.storage.forget(w.tenantId, step)) > 0);
  }
};

export const retentionContract = (name: string, open: () => Promise<OpenedEngine>): void => {
  describe(`retention on ${name}`, () => {
    let engine: OpenedEngine;
    let db: Kysely<Database>;
    beforeAll(async () => {
      engine = await open();
      db = engine.db;
    });
    afterAll(() => engine.close());

    const idsIn = async (table: string, w: World): Promise<string[]> => {
      const { rows } = await sql<{ id: string }>`select id from lotse.${sql.id(table)}
        where tenant_id = ${w.tenantId}::uuid order by id`.execute(db);
      return rows.map(row => row.id);
    };
    const countIn = async (table: string, w: World): Promise<number> => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from lotse.${sql.id(table)}
        where tenant_id = ${w.tenantId}::uuid`.execute(db);
      return rows[0]?.count ?? 0;
    };

    test("every table of the live catalogue has a class, and backups may read it", async () => {
      const tables = await readTables(db);
      expect(tables.map(table => table.name)).toEqual(Object.keys(TABLE_CLASSES).sort());
      expect(tables.filter(table => !table.readable)).toEqual([]);
    });

    test(
      "nothing younger goes, everything older goes, nothing dangles, whatever happened",
      async () => {
        const nowMs = START_MS + 10_000 * DAY_MS;
        await fc.assert(
          fc.asyncProperty(history, async past => {
            const w = await createWorld(engine.storage, randomUUID);
            const { kept, counts, observed } = await live(w, past, nowMs);
            await forgetAll(w, nowMs);
            for (const [table, ids] of Object.entries(kept)) {
              expect(await idsIn(table, w), table).toEqual([...ids].sort());
            }
            for (const [table, count] of Object.entries(counts)) {
              expect(await countIn(table, w), table).toBe(count);
            }
            expect(await countIn("identity_token", w)).toBe(0);
            const { rows } = await sql<{ id: string }>`select id from lotse.visit
            where tenant_id = ${w.tenantId}::uuid and facts is not null`.execute(db);
            expect(rows.map(row => row.id).sort()).toEqual([...observed].sort());
          }),
          { numRuns: 15 },
        );
      },
      SLOW_MS,
    );

    test("another tenant's history is not touched", async () => {
      const [mine, theirs] = [
        await createWorld(engine.storage, randomUUID),
        await createWorld(engine.storage, randomUUID),
      ];
      const visitId = theirs.makeId() as VisitId;
      await theirs.storage.recordVisits(theirs.tenantId, [visitUpdate(theirs, visitId)]);
      await forgetAll(mine, START_MS + 10_000 * DAY_MS);
      expect(await idsIn("visit", theirs)).toEqual([visitId]);
    });

    test("sessions and one-time values go when they have ended, the accounts stay", async () => {
      await sql`insert into auth."user" (id, name, email, "emailVerified") values ('u', 'u', 'u@x', false)`.execute(
        db,
      );
      for (const [id, days] of [
        ["ended", -1],
        ["good", 1],
      ] as const) {
        const expires = sql`to_timestamp(${START_MS / 1_000}::double precision) + make_interval(days => ${sql.lit(days)})`;
        await sql`insert into auth.session (id, token, "expiresAt", "updatedAt", "userId")
          values (${id}, ${id}, ${expires}, now(), 'u')`.execute(db);
        await sql`insert into auth.verification (id, identifier, value, "expiresAt")
          values (${id}, 'x', 'x', ${expires})`.execute(db);
      }
      expect(await engine.storage.forgetEndedSessions({ beforeMs: START_MS, limit: 10 })).toBe(2);
      expect(await engine.storage.forgetEndedSessions({ beforeMs: START_MS, limit: 10 })).toBe(0);
      const { rows } = await sql`select id from auth.session`.execute(db);
      expect(rows).toEqual([{ id: "good" }]);
      expect((await sql`select id from auth."user"`.execute(db)).rows).toEqual([{ id: "u" }]);
    });
  });
};
