/** A real store with everything that the queue's tests need to be there. */
import type { RoutingPlan } from "@lotse/protocol";
import type { AgentRecord, RuleRecord, Storage, TenantSeed } from "@lotse/storage";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { SITE, TENANT, visitor } from "./desk.ts";

export const openSeeded = async (world: {
  readonly agents: readonly AgentRecord[];
  readonly rules: readonly RuleRecord[];
  readonly visitors: number;
  readonly plan: RoutingPlan;
  readonly nowMs: number;
}): Promise<Storage> => {
  const { storage } = await openPgliteStorage({ dataDir: "memory" });
  const site: TenantSeed["sites"][number] = {
    ...{ id: SITE, key: "demo", name: "Nordwind", enabled: true, origins: ["http://localhost:*"] },
    ...{
      language: "de",
      strictMasking: false,
      maskRules: [],
      assetOrigins: [],
      pushOrigins: [],
      consent: "assumed",
    },
  };
  const { agents, rules, plan, nowMs } = world;
  await storage.seedTenant({ tenant: { id: TENANT, name: "Nordwind" }, sites: [site], rules, agents });
  await storage.savePlan(TENANT, { plan, basedOn: 0, savedAtMs: nowMs, savedBy: null });
  const page = { url: "https://shop.example/", title: "Shop" };
  const facts = { page: { ...page, referrer: "" }, visit: { pages: 1, ms: 0 }, forms: {}, products: {} };
  const visits = Array.from({ length: world.visitors }, (_, n) => ({
    ...{ id: visitor(n).visitId, siteId: SITE, atMs: nowMs, language: "de" as const, facts },
    step: { ...page, atMs: nowMs },
  }));
  await storage.recordVisits(TENANT, visits);
  return storage;
};
