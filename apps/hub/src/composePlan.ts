/** The composition of what managers plan: by what work is given out, and what other systems may ask. */
import { contradictionsOf } from "@lotse/routing";
import { Router } from "express";
import { createKeyAudit } from "./features/apiKeys/audit.ts";
import { createApiDoor } from "./features/apiKeys/door.ts";
import { createPresenceRoutes } from "./features/apiKeys/presenceRoutes.ts";
import { createApiKeyService } from "./features/apiKeys/service.ts";
import { createPlanService } from "./features/plan/service.ts";
import { createWorkItemRoutes } from "./features/workItems/routes.ts";
import { createWorkItemService } from "./features/workItems/service.ts";
import type { FeatureWorld } from "./features.ts";
import { createLimiter } from "./limits.ts";
import type { OutsideDesk, QueueService } from "./services.ts";

export const composePlan = (world: FeatureWorld, queue: QueueService & { readonly items: OutsideDesk }) => {
  const { storage, accounts, clock, ids, log, limits } = world;
  const plans = createPlanService({
    storage,
    firstPlan: queue.planOf,
    contradictionsOf,
    planSaved: queue.planSaved,
    retiredChannels: queue.retiredChannels,
    clock,
    log,
  });
  const apiKeys = createApiKeyService({ storage, accounts, clock, ids });
  const door = createApiDoor({
    keys: apiKeys,
    takeAddress: createLimiter(limits.apiAddresses, clock),
    takeKey: createLimiter(limits.apiKeys, clock),
  });
  const audit = createKeyAudit({ storage, clock, log });
  const presenceRoutes = createPresenceRoutes({ door, storage, audit, setPresence: queue.setPresence });
  const items = createWorkItemService({ storage, desk: queue.items, planOf: queue.planOf, ids });
  const outsideRoutes = Router().use(presenceRoutes, createWorkItemRoutes({ items, door, audit }));
  return { plans, apiKeys, outsideRoutes };
};
