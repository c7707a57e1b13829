/** Backup and restore on an engine, beneath the port: nothing lost, nothing half done, nothing put over something. */

import { randomUUID } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BackupReport, BackupRequest } from "../backup/format.ts";
import { restoreBackup } from "../backup/restoreBackup.ts";
import { writeBackup } from "../backup/writeBackup.ts";
import type { Identification } from "../contacts.ts";
import type { Storage } from "../Storage.ts";
import type { Database } from "../sql/schema.ts";
import { createSqlStorage } from "../sql/sqlStorage.ts";
import { newApiKey } from "./apiKeys.ts";
import {
  createWorld,
  endConversation,
  newConversation,
  newVisit,
  START_MS,
  textMessage,
  workItem,
} from "./fixture.ts";
import { saveOf } from "./plans.ts";
import { newSharing, recordsOf } from "./sharing.ts";
import { contentOf, outsideItem, presenceOf, waitOf } from "./work.ts";

export interface BareDatabase {
  readonly db: Kysely<Database>;
  close(): Promise<void>;
}

export interface BackupPlaces {
  /** Migrated. */
  open(): Promise<BareDatabase>;
  /** Not even migrated; of another engine, to see that the file is the same for both. */
  openTarget(): Promise<BareDatabase>;
}

const SECRETS = { visitTokenKey: "v", authSecret: "a", identityKey: "i" };
const MESSAGES = 1_203;

/** Something in every table that has texts, numbers, dates, nulls and what JSON makes of them. */
const fill = async (db: Kysely<Database>) => {
  const storage = createSqlStorage(db);
  const w = await createWorld(storage, randomUUID);
  const conversationId = await newConversation(w);
  const messages = Array.from({ length: MESSAGES }, (_, index) =>
    textMessage(w, conversationId, { body: { kind: "text", text: `„${index}“ \\ " \n\t 👩‍💻 \u2028` } }),
  );
  await storage.appendMessages(w.tenantId, messages);
  await storage.appendSharing(w.tenantId, recordsOf(w, await newSharing(w, conversationId), [0, 3]));
  const item = workItem(w, conversationId);
  await storage.commitRouting({
    tenantId: w.tenantId,
    epoch: w.epoch,
    writes: [{ write: "workItem", item }],
  });
  const outside = outsideItem(w, { state: "ended" });
  await storage.commitRouting({
    tenantId: w.tenantId,
    epoch: w.epoch,
    writes: [
      { write: "workItem", item: outside, content: contentOf(outside) },
      { write: "presence", record: presenceOf(w, START_MS) },
      { write: "wait", wait: waitOf(w) },
    ],
  });
  await storage.savePlan(w.tenantId, saveOf(w, 0));
  await storage.addApiKey(w.tenantId, newApiKey(w));
  await endConversation(w, await newConversation(w));
  await storage.appendAudit(w.tenantId, [
    { atMs: START_MS, event: "site:changed", actor: { kind: "system" }, subject: { siteId: w.siteId } },
  ]);
  const visitId = await newVisit(w);
  await storage.identifyVisit(w.tenantId, {
    ...{
      siteId: w.siteId,
      visitId,
      contactId: randomUUID() as Identification["contactId"],
      jtiHash: "j",
      expiresAtMs: START_MS,
      atMs: START_MS,
    },
    ...{ subject: "s", name: "Erika", email: null, phone: null },
  });
  for (const name of ["Zoë", "anna", "Anna", "_"]) {
    await sql`insert into auth."user" (id, name, email, "emailVerified", "updatedAt")
      values (${name}, ${name}, ${`${name}@nordwind.example`}, false, '2026-01-02 03:04:05.678901+02')`.execute(
      db,
    );
  }
  return { w, conversationId };
};

export const backupContract = (name: string, places: BackupPlaces): void => {
  describe(`backup and restore on ${name}`, () => {
    let folder: string;
    let source: BareDatabase;
    let filled: Awaited<ReturnType<typeof fill>>;
    let file: string;
    let report: BackupReport;
    const request = (to: string): BackupRequest => ({
      ...{ file: join(folder, to), app: "0.1.0", takenAtMs: START_MS, secrets: SECRETS },
    });
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "lotse backup "));
      source = await places.open();
      filled = await fill(source.db);
      report = await writeBackup(source.db, request("first.lotse-backup"));
      file = report.file;
    });
    afterAll(async () => {
      await source.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const restored = async <T>(
      from: string,
      look: (opened: { db: Kysely<Database>; storage: Storage }) => Promise<T>,
    ): Promise<T> => {
      const target = await places.openTarget();
      try {
        await restoreBackup(target.db, from);
        return await look({ db: target.db, storage: createSqlStorage(target.db) });
      } finally {
        await target.close();
      }
    };

    test("the file is its owner's alone and leaves nothing beside it", () => {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder)).toEqual(["first.lotse-backup"]);
      expect(report).toMatchObject({ bytes: statSync(file).size });
      expect(report.rows).toBeGreaterThan(MESSAGES);
    });

    test("a backup of what was restored is the same, byte for byte", async () => {
      await restored(file, async ({ db }) => {
        await writeBackup(db, request("second.lotse-backup"));
      });
      expect(readFileSync(join(folder, "second.lotse-backup")).equals(readFileSync(file))).toBe(true);
    });

    test("a chat goes on after the restore with the next number, and every row-level border stands", async () => {
      const { w, conversationId } = filled;
      await restored(file, async ({ db, storage }) => {
        const [next] = await storage.appendMessages(w.tenantId, [textMessage(w, conversationId)]);
        expect(next).toMatchObject({ ok: true, message: { seq: MESSAGES + 1 } });
        await storage.appendAudit(w.tenantId, [
          { atMs: START_MS, event: "x:changed", actor: { kind: "system" }, subject: {} },
        ]);
        const { entries } = await storage.listAudit(w.tenantId, { beforeId: null, limit: 10 });
        expect(entries.map(entry => entry.event)).toEqual(["x:changed", "site:changed"]);
        expect((await storage.takeRouting(w.tenantId)).workItems).toHaveLength(1);
        const { rows } = await sql<{ name: string }>`select relname as name from pg_class
          where relnamespace = 'lotse'::regnamespace and relkind = 'r' and relname not like 'kysely%'
            and not (relrowsecurity and relforcerowsecurity)`.execute(db);
        expect(rows).toEqual([]);
      });
    });

    test("it is one moment: what is written meanwhile is in it whole or not at all", async () => {
      const { w, conversationId } = filled;
      const storage = createSqlStorage(source.db);
      let writing = true;
      const writer = (async () => {
        while (writing) {
          await storage.appendMessages(w.tenantId, [textMessage(w, conversationId)]);
          await new Promise(resolve => setImmediate(resolve));
        }
      })();
      const moment = await writeBackup(source.db, request("moving.lotse-backup"));
      writing = false;
      await writer;
      await restored(moment.file, async ({ storage: copy }) => {
        const record = await copy.readConversation(w.tenantId, conversationId);
        const query = { conversationId, afterSeq: MESSAGES, limit: 100_000 };
        const last = (await copy.readMessages(w.tenantId, query)).at(-1)?.seq ?? MESSAGES;
        expect(last).toBe(record?.lastSeq);
      });
    });

    test("every flaw is refused in one sentence, and the target stays as empty as it was", async () => {
      const whole = readFileSync(file);
      const text = gunzipSync(whole).toString("utf8");
      const lines = text.split("\n");
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(flipped.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
      const flaws: Record<string, Buffer> = {
        empty: Buffer.alloc(0),
        noise: Buffer.from("no backup"),
        "cut in the middle": whole.subarray(0, whole.length >> 1),
        "cut at the end": whole.subarray(0, whole.length - 9),
        "a bit changed": flipped,
        "a line missing": gzipSync(lines.toSpliced(3, 1).join("\n")),
        "a text changed": gzipSync(text.replace("Nordwind", "Südwinds")),
        "no footer": gzipSync(
          lines
            .slice(0, -2)
            .map(line => `${line}\n`)
            .join(""),
        ),
        "something after the end": gzipSync(`${text}{"table":"lotse.site","rows":[]}\n`),
        "a newer format": gzipSync(text.replace('"format":1', '"format":2')),
        "a newer schema": gzipSync(text.replace('"0007_wrapUps"', '"9999_later"')),
        "another product's": gzipSync('{"product":"other"}\n'),
      };
      const target = await places.openTarget();
      for (const [flaw, bytes] of Object.entries(flaws)) {
        const broken = join(folder, "broken");
        writeFileSync(broken, bytes);
        const refused = await restoreBackup(target.db, broken).catch(error => error);
        expect(refused, flaw).toMatchObject({ name: "LotseError", code: "BACKUP_INVALID" });
        expect(refused.message, flaw).toMatch(/^[^\n]{10,200}\.$/);
      }
      const { rows } = await sql`select from pg_namespace where nspname in ('lotse', 'auth')`.execute(
        target.db,
      );
      expect(rows).toEqual([]);
      await target.close();
      await expect(restoreBackup(source.db, join(folder, "none"))).rejects.toMatchObject({
        code: "BACKUP_INVALID",
      });
    });

    test("a file whose rows do not fit leaves nothing behind", async () => {
      const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
      // Whole by its checksum, but a message of a conversation that is not there.
      const { createHash } = await import("node:crypto");
      const changed = lines
        .slice(0, -2)
        .map(line =>
          line.includes('"lotse.message"') ? line.replaceAll(filled.conversationId, randomUUID()) : line,
        );
      const sha256 = createHash("sha256")
        .update(`${changed.join("\n")}\n`)
        .digest("hex");
      const footer = { ...JSON.parse(lines.at(-2) ?? ""), sha256 };
      const forged = join(folder, "forged");
      writeFileSync(forged, gzipSync([...changed, JSON.stringify(footer), ""].join("\n")));
      const target = await places.openTarget();
      await expect(restoreBackup(target.db, forged)).rejects.toMatchObject({ code: "BACKUP_INVALID" });
      const { rows } = await sql`select from pg_namespace where nspname in ('lotse', 'auth')`.execute(
        target.db,
      );
      expect(rows).toEqual([]);
      await restoreBackup(target.db, file);
      await target.close();
    });

    test("a database that holds anything, and a file that is there, are left alone", async () => {
      const before = await createSqlStorage(source.db).listSites();
      await expect(restoreBackup(source.db, file)).rejects.toMatchObject({
        code: "BACKUP_INVALID",
        message: expect.stringContaining("not empty"),
      });
      expect(await createSqlStorage(source.db).listSites()).toEqual(before);
      copyFileSync(file, join(folder, "there"));
      await expect(writeBackup(source.db, request("there"))).rejects.toMatchObject({
        code: "BACKUP_INVALID",
      });
      expect(readFileSync(join(folder, "there")).equals(readFileSync(file))).toBe(true);
    });
  });
};
