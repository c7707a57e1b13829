/**
 * The tenant's routing plan, read and saved whole. What can never be carried out is not saved; what is merely useless is told.
 * Knows nothing of how work is given out: what contradicts itself is the engine's to say, through a function.
 */
import {
  type Channel,
  type Clock,
  type Contradiction,
  LotseError,
  type PlanView,
  type RoutingPlan,
  type TenantId,
} from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";

export interface PlanServiceDeps {
  readonly storage: Pick<Storage, "readPlan" | "savePlan">;
  /** Of a tenant who saved none. */
  readonly firstPlan: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly contradictionsOf: (plan: RoutingPlan) => readonly Contradiction[];
  /** Work is given out by it from now on. */
  readonly planSaved: (tenantId: TenantId, plan: RoutingPlan) => Promise<void>;
  /** Channels that left the plan and by which something is open. */
  readonly retiredChannels: (tenantId: TenantId) => readonly Channel[];
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Pick<Log, "error">;
}

export interface PlanService {
  read(tenantId: TenantId): Promise<PlanView>;
  /** PLAN_STALE; BLENDING_CONTRADICTION, `field` says where. */
  save(
    actor: AgentActor,
    change: { readonly plan: RoutingPlan; readonly version: number },
  ): Promise<Omit<PlanView, "plan">>;
}

/** Where in the plan it stands, as far as it stands in one place: `plan.queues.2`. */
const placeOf = ({ queues, blending }: RoutingPlan, { ruleIds, queueIds }: Contradiction): string => {
  const places = {
    blending: blending.findIndex(({ id }) => ruleIds.includes(id)),
    queues: queues.findIndex(({ id }) => queueIds.includes(id)),
  };
  const found = Object.entries(places).find(([, index]) => index >= 0);
  return found === undefined ? "plan" : `plan.${found[0]}.${found[1]}`;
};

export const createPlanService = (deps: PlanServiceDeps): PlanService => {
  const { storage, contradictionsOf } = deps;

  const refuseImpossible = (plan: RoutingPlan): void => {
    const fatal = contradictionsOf(plan).find(({ isFatal }) => isFatal);
    if (fatal === undefined) return;
    throw new LotseError("BLENDING_CONTRADICTION", `The plan cannot be carried out: ${fatal.kind}`, {
      field: placeOf(plan, fatal),
    });
  };

  return {
    read: async tenantId => {
      const { plan, version } = (await storage.readPlan(tenantId)) ?? {
        plan: await deps.firstPlan(tenantId),
        version: 0,
      };
      return {
        plan,
        version,
        contradictions: contradictionsOf(plan),
        retired: deps.retiredChannels(tenantId),
      };
    },
    save: async ({ tenantId, agentId }, { plan, version: basedOn }) => {
      refuseImpossible(plan);
      const savedAtMs = deps.clock.nowMs();
      const version = await storage.savePlan(tenantId, { plan, basedOn, savedAtMs, savedBy: agentId });
      // It stands; routing reads it anew whenever it takes over
      await deps
        .planSaved(tenantId, plan)
        .catch(error => deps.log.error("plan not followed", { tenantId, ...errorFields(error) }));
      return { version, contradictions: contradictionsOf(plan), retired: deps.retiredChannels(tenantId) };
    },
  };
};
