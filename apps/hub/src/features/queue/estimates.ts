/**
 * How good the estimates were and what came of the service levels, for those who lead a desk. Reads what routing recorded;
 * estimates nothing itself.
 */
import type { Clock, EstimateRow, RoutingPlan, ServiceRow, TenantId } from "@lotse/protocol";
import type { ServiceSummary, Storage, WaitSummary } from "@lotse/storage";
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

/** Each as the engine takes it: of a channel that stands there twice, the first. */
const promisesOf = ({ queues }: RoutingPlan): readonly Omit<ServiceRow, "within" | "counted">[] =>
  queues.flatMap(({ id, name, serviceLevels }) =>
    serviceLevels
      .filter(({ channel }, nth) => serviceLevels.findIndex(each => each.channel === channel) === nth)
      .map(({ channel, share: goalShare, withinMs }) => ({
        queue: { id, name },
        channel,
        goalShare,
        withinMs,
      })),
  );

const servicesOf = (plan: RoutingPlan, summaries: readonly ServiceSummary[]): readonly ServiceRow[] =>
  promisesOf(plan).map(promise => {
    const { queue, channel } = promise;
    const found = summaries.find(each => each.queueId === queue.id && each.channel === channel);
    return { ...promise, within: found?.within ?? 0, counted: found?.counted ?? 0 };
  });

export const createEstimateCommands = (deps: {
  readonly storage: Pick<Storage, "summarizeWaits" | "summarizeServices">;
  readonly planOf: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly clock: Pick<Clock, "nowMs">;
}): readonly AnyCommand[] => [
  defineCommand({
    name: "estimates:read",
    audience: "agent",
    summary:
      "How far the told waits were from what came, and what was achieved of the service levels; for supervisors.",
    access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
    run: async ({ actor: { tenantId }, input: { days } }) => {
      const toMs = deps.clock.nowMs() + 1;
      const period = { fromMs: toMs - days * DAY_MS, toMs };
      const plan = await deps.planOf(tenantId);
      const goals = promisesOf(plan).map(({ queue, channel, withinMs }) => ({
        ...{ queueId: queue.id, channel, withinMs },
      }));
      const [waits, services] = await Promise.all([
        deps.storage.summarizeWaits(tenantId, period),
        deps.storage.summarizeServices(tenantId, { ...period, goals }),
      ]);
      return { rows: waits.map(rowOf(plan)), services: servicesOf(plan, services) };
    },
    audit: "none",
  }),
];
