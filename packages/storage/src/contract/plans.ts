/** The routing plan: the newest counts, nobody overwrites what they have not seen, the last hundred are kept. */
import type { RoutingPlan } from "@lotse/protocol";
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
