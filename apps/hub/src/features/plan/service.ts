/**
 * The tenant's routing plan, read and saved whole. What can never be carried out is not saved; what is merely useless is told.
 * Knows nothing of how work is given out: what contradicts itself is the engine's to say, through a function.
 */
import {
  type Clock,
  LotseError,
  type PlanContradiction,
  type PlanView,
  type RoutingPlan,
  type TenantId,
} from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";

/** As the engine finds it. */
export interface FoundContradiction extends PlanContradiction {
  readonly isFatal: boolean;
}

export interface PlanServiceDeps {
  readonly storage: Pick<Storage, "readPlan" | "savePlan">;
  /** Of a tenant who saved none. */
  readonly firstPlan: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly contradictionsOf: (plan: RoutingPlan) => readonly FoundContradiction[];
  /** Work is given out by it from now on. */
  readonly planSaved: (tenantId: TenantId, plan: RoutingPlan) => Promise<void>;
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

/** Where in the plan something stands that the engine names: `plan.queues.2`. */
const placeOf = ({ channels, queues, blending }: RoutingPlan, at: string): string => {
  const parts = {
    blending: blending.findIndex(({ id }) => id === at),
    queues: queues.findIndex(({ id, key }) => id === at || key === at),
    channels: channels.findIndex(({ id }) => id === at),
  };
  const found = Object.entries(parts).find(([, index]) => index >= 0);
  return found === undefined ? `plan.settings.${at}` : `plan.${found[0]}.${found[1]}`;
};

export const createPlanService = (deps: PlanServiceDeps): PlanService => {
  const { storage, contradictionsOf } = deps;

  const told = (plan: RoutingPlan): readonly PlanContradiction[] =>
    contradictionsOf(plan).map(({ kind, at, about }) => ({ kind, at, about }));

  const refuseImpossible = (plan: RoutingPlan): void => {
    const fatal = contradictionsOf(plan).find(({ isFatal }) => isFatal);
    if (fatal === undefined) return;
    throw new LotseError("BLENDING_CONTRADICTION", `The plan cannot be carried out: ${fatal.kind}`, {
      field: placeOf(plan, fatal.at),
    });
  };

  return {
    read: async tenantId => {
      const { plan, version } = (await storage.readPlan(tenantId)) ?? {
        plan: await deps.firstPlan(tenantId),
        version: 0,
      };
      return { plan, version, contradictions: told(plan) };
    },
    save: async ({ tenantId, agentId }, { plan, version: basedOn }) => {
      refuseImpossible(plan);
      const savedAtMs = deps.clock.nowMs();
      const version = await storage.savePlan(tenantId, { plan, basedOn, savedAtMs, savedBy: agentId });
      // It stands; routing reads it anew whenever it takes over
      await deps
        .planSaved(tenantId, plan)
        .catch(error => deps.log.error("plan not followed", { tenantId, ...errorFields(error) }));
      return { version, contradictions: told(plan) };
    },
  };
};
