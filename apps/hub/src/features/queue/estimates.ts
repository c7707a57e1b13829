/** How good the estimates were, for those who lead a desk. Reads what routing recorded; estimates nothing itself. */
import type { Clock, EstimateRow, RoutingPlan, TenantId } from "@lotse/protocol";
import type { Storage, WaitSummary } from "@lotse/storage";
import { type AnyCommand, defineCommand } from "../../command.ts";

const DAY_MS = 24 * 60 * 60_000;

const rowOf =
  ({ queues }: RoutingPlan) =>
  ({ queueId, channel, items: count, ...errors }: WaitSummary): EstimateRow => {
    const queue = queues.find(({ id }) => id === queueId);
    return {
      queue: queue === undefined ? null : { id: queue.id, name: queue.name },
      channel,
      count,
      meanToldMs: Math.round(errors.meanEstimatedMs),
      meanWaitedMs: Math.round(errors.meanActualMs),
      meanErrorMs: Math.round(errors.meanErrorMs),
      medianAbsErrorMs: Math.round(errors.medianAbsoluteErrorMs),
      insideShare: errors.within / count,
    };
  };

export const createEstimateCommands = (deps: {
  readonly storage: Pick<Storage, "summarizeWaits">;
  readonly planOf: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly clock: Pick<Clock, "nowMs">;
}): readonly AnyCommand[] => [
  defineCommand({
    name: "estimates:read",
    audience: "agent",
    summary: "How far the told waits were from what came, by queue and channel; for supervisors.",
    access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
    run: async ({ actor: { tenantId }, input: { days } }) => {
      const toMs = deps.clock.nowMs() + 1;
      const summaries = await deps.storage.summarizeWaits(tenantId, { fromMs: toMs - days * DAY_MS, toMs });
      return { rows: summaries.map(rowOf(await deps.planOf(tenantId))) };
    },
    audit: "none",
  }),
];
