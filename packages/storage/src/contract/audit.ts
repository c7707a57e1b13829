/** The audit trail: everything, in order, newest first, by pages, each tenant its own. */
import type { AuditEntry } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { NewAuditEntry } from "../Storage.ts";
import { createWorld, START_MS, type World } from "./fixture.ts";

export const auditContract = (world: () => World): void => {
  const entryOf = (w: World, index: number): NewAuditEntry => ({
    // The clock may stand still or jump back; the order is that of the writing
    atMs: START_MS - (index % 3),
    event: "site:changed",
    actor: { kind: "agent", agentId: w.agentId, name: `Anna ${index}` },
    subject: { siteId: w.siteId, position: String(index) },
  });

  test("what was appended is read newest first, page by page, once each", async () => {
    const w = await createWorld(world().storage, world().makeId);
    const entries = Array.from({ length: 25 }, (_, index) => entryOf(w, index));
    await w.storage.appendAudit(w.tenantId, entries.slice(0, 10));
    await w.storage.appendAudit(w.tenantId, []);
    await w.storage.appendAudit(w.tenantId, entries.slice(10));
    const read: AuditEntry[] = [];
    for (let beforeId: number | null = null; ; beforeId = read.at(-1)?.id ?? null) {
      const page = await w.storage.listAudit(w.tenantId, { beforeId, limit: 10 });
      read.push(...page.entries);
      if (!page.more) break;
    }
    expect(read.map(({ id: _, ...entry }) => entry)).toEqual([...entries].reverse());
    expect(await w.storage.listAudit(w.tenantId, { beforeId: null, limit: 25 })).toMatchObject({
      more: false,
    });
  });

  test("another tenant's trail is empty, and its ids lead nowhere", async () => {
    const w = await createWorld(world().storage, world().makeId);
    await w.storage.appendAudit(w.tenantId, [entryOf(w, 0)]);
    const neighbour = await createWorld(w.storage, w.makeId);
    const page = { beforeId: Number.MAX_SAFE_INTEGER, limit: 10 };
    expect(await neighbour.storage.listAudit(neighbour.tenantId, page)).toEqual({ entries: [], more: false });
    const nobody = w.makeId() as World["tenantId"];
    await expect(w.storage.appendAudit(nobody, [entryOf(w, 0)])).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
};
