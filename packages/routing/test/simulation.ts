/**
 * One queue before the real engine: callers of Poisson arrivals, exponential service and patience, on a fake clock. All
 * chance comes from a seed. Knows no formula.
 */
import type { AgentId, RoutingPlan, WorkItemId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { seededRandom } from "@lotse/testkit/faults";
import { createRoutingState, type RoutingEvent, step } from "../src/index.ts";
import { channel, queue, queueId, SETTINGS } from "./plans.ts";

export const SERVICE_MS = 180_000;
const CHANNEL = "call";

export interface Simulation {
  readonly seed: number;
  readonly agents: number;
  /** Erlangs: arrivals per mean service. */
  readonly load: number;
  /** In mean services; null: nobody gives up. */
  readonly patience: number | null;
  readonly callers: number;
  /** Who came last is served first, by a priority that rises from caller to caller. */
  readonly isReversed?: boolean;
}

export interface Caller {
  /** In mean services. */
  readonly waited: number;
  readonly hasGivenUp: boolean;
}

const plan: RoutingPlan = {
  channels: [channel(CHANNEL, { answer: "auto" })],
  queues: [queue(queueId(1))],
  blending: [],
  // A step of priority is worth more than anybody's waiting.
  settings: { ...SETTINGS, priorityMs: 100 * SERVICE_MS },
};

/** Every caller in the order of arrival, once the last has been served or has given up. */
export const simulate = (settings: Simulation): readonly Caller[] => {
  const random = seededRandom(settings.seed);
  const exponential = (meanMs: number): number => -Math.log(1 - random.next()) * meanMs;
  const clock = new FakeClock();
  const arrivedAtMs = new Map<WorkItemId, number>();
  const callers = new Map<WorkItemId, Caller>();
  let state = createRoutingState(1, plan);
  let stopWaking = (): void => {};

  const send = (event: RoutingEvent): void => {
    const result = step(state, event, clock.nowMs());
    state = result.state;
    stopWaking();
    if (result.wakeAtMs !== null) {
      const forget = clock.after(result.wakeAtMs - clock.nowMs(), () => send({ type: "woken" }));
      stopWaking = () => void forget();
    }
    for (const effect of result.effects) {
      if (effect.effect === "rejected") throw new Error(`${effect.event}: ${effect.reason}`);
      if (effect.effect === "assigned") serve(effect.itemId);
    }
  };
  const leave = (itemId: WorkItemId, hasGivenUp: boolean): void => {
    const waitedMs = clock.nowMs() - (arrivedAtMs.get(itemId) ?? Number.NaN);
    callers.set(itemId, { waited: waitedMs / SERVICE_MS, hasGivenUp });
  };
  const end = (itemId: WorkItemId): void => send({ type: "itemEnded", itemId, holder: null });
  const serve = (itemId: WorkItemId): void => {
    leave(itemId, false);
    clock.after(exponential(SERVICE_MS), () => end(itemId));
  };
  const arrive = (number: number): void => {
    const id = `item-${String(number).padStart(8, "0")}` as WorkItemId;
    arrivedAtMs.set(id, clock.nowMs());
    const priority = settings.isReversed === true ? number : 0;
    const item = { id, channel: CHANNEL, queueId: queueId(1), needs: [], priority, preferredAgentId: null };
    send({ type: "itemAdded", item: { ...item, enqueuedAtMs: clock.nowMs() } });
    if (number < settings.callers) {
      clock.after(exponential(SERVICE_MS / settings.load), () => arrive(number + 1));
    }
    if (settings.patience === null) return;
    clock.after(exponential(SERVICE_MS * settings.patience), () => {
      if (callers.has(id)) return;
      leave(id, true);
      end(id);
    });
  };

  for (let number = 1; number <= settings.agents; number++) {
    const agentId = `agent-${number}` as AgentId;
    const agent = { id: agentId, skills: [], capacity: 1, channels: null, limits: [] };
    send({ type: "agentSet", agent });
    send({ type: "presenceSet", agentId, presence: "available", reason: null });
  }
  clock.after(0, () => arrive(1));
  while (callers.size < settings.callers) clock.advance(SERVICE_MS);
  return [...arrivedAtMs.keys()].flatMap(id => callers.get(id) ?? []);
};
