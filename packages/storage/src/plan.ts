/** The part of the Storage port about the routing plan: whole documents with numbers, the newest counts, a hundred are kept. */
import type { AgentId, Channel, ChannelId, RoutingPlan, TenantId } from "@lotse/protocol";

export interface PlanRecord {
  readonly plan: RoutingPlan;
  readonly version: number;
  readonly savedAtMs: number;
  /** Null: the hub itself. */
  readonly savedBy: AgentId | null;
}

export interface PlanSave extends Omit<PlanRecord, "version"> {
  /** That of the plan which was changed; 0 if there is none. */
  readonly basedOn: number;
}

export interface PlanStorage {
  /** The newest; null if none was ever saved. */
  readPlan(tenantId: TenantId): Promise<PlanRecord | null>;
  /**
   * Of each of these channels what the newest version says that has it. Of one that no kept version has, nothing: work that came by
   * a channel may be open when the channel has left the plan.
   */
  findChannels(tenantId: TenantId, ids: readonly ChannelId[]): Promise<readonly Channel[]>;
  /** Answers the new version. PLAN_STALE if another was saved meanwhile. */
  savePlan(tenantId: TenantId, save: PlanSave): Promise<number>;
}
