/** The routing plan: the newest counts, nobody overwrites what they have not seen, the last hundred are kept. */
import type { Channel, RoutingPlan } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { PlanSave } from "../plan.ts";
import { createWorld, START_MS, type World } from "./fixture.ts";

export const planOf = (leaseMs: number): RoutingPlan => ({
  channels: [],
  queues: [],
  blending: [{ id: "„no fax“", rule: "exclude", during: ["call"], no: ["fax"] }],
  settings: {
    ...{ priorityMs: 60_000, defaultTargetMs: 60_000, reservationMs: 45_000, passPauseMs: 0 },
    ...{ preferAgentMs: 0, lastAgentMs: 0, leaseMs, awayAfterMisses: null },
  },
});

export const saveOf = (w: World, basedOn: number, leaseMs = basedOn): PlanSave => ({
  ...{ plan: planOf(leaseMs), basedOn, savedAtMs: START_MS, savedBy: w.agentId },
});

export const planContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);

  test("a tenant has none at first; what was saved is read as it was", async () => {
    const w = await fresh();
    expect(await w.storage.readPlan(w.tenantId)).toBeNull();
    expect(await w.storage.savePlan(w.tenantId, { ...saveOf(w, 0), savedBy: null })).toBe(1);
    const first = { plan: planOf(0), version: 1, savedAtMs: START_MS, savedBy: null };
    expect(await w.storage.readPlan(w.tenantId)).toEqual(first);
    expect(await w.storage.savePlan(w.tenantId, saveOf(w, 1))).toBe(2);
    expect(await w.storage.readPlan(w.tenantId)).toMatchObject({ version: 2, savedBy: w.agentId });
    const neighbour = await fresh();
    expect(await neighbour.storage.readPlan(neighbour.tenantId)).toBeNull();
    const nobody = w.makeId() as World["tenantId"];
    await expect(w.storage.savePlan(nobody, saveOf(w, 0))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a channel is found as the newest version says that has it, also if the plan has it no more", async () => {
    const w = await fresh();
    const channel = (id: string, weight: Channel["weight"]): Channel => ({
      ...{ id, name: { de: `„${id}“`, en: id }, weight, cobrowseWeight: 0, wrapUpMs: 0 },
      ...{ answer: "ring", ringMs: 30_000, idle: null },
    });
    const save = (basedOn: number, ...channels: readonly Channel[]) =>
      w.storage.savePlan(w.tenantId, { ...saveOf(w, basedOn), plan: { ...planOf(0), channels } });
    await save(0, channel("fax", 1), channel("telex", 9));
    await save(1, channel("fax", "all"), channel("chat", 1));
    await save(2, channel("chat", 2));
    const find = (...ids: readonly string[]) => w.storage.findChannels(w.tenantId, ids);
    expect(await find("telex", "nothing", "fax", "chat")).toEqual([
      channel("chat", 2),
      channel("fax", "all"),
      channel("telex", 9),
    ]);
    expect(await find()).toEqual([]);
    const neighbour = await fresh();
    expect(await neighbour.storage.findChannels(neighbour.tenantId, ["fax"])).toEqual([]);
  });

  test("of many who changed the same plan at once, one saves and the others are told", async () => {
    const w = await fresh();
    await w.storage.savePlan(w.tenantId, saveOf(w, 0));
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, nth) =>
        w.storage.savePlan(w.tenantId, saveOf(w, 1, nth)).then(
          version => ({ nth, version }),
          error => (error as { code: string }).code,
        ),
      ),
    );
    expect(outcomes.filter(outcome => outcome === "PLAN_STALE")).toHaveLength(5);
    const winner = outcomes.find(outcome => typeof outcome === "object");
    expect(winner).toMatchObject({ version: 2 });
    expect((await w.storage.readPlan(w.tenantId))?.plan.settings.leaseMs).toBe(
      (winner as { nth: number }).nth,
    );
    for (const basedOn of [0, 1, 3]) {
      await expect(w.storage.savePlan(w.tenantId, saveOf(w, basedOn))).rejects.toMatchObject({
        code: "PLAN_STALE",
      });
    }
  });
};
