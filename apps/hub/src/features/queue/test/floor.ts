/** A desk by a plan of few queues, on a Monday at nine. For tests. */
import type { Hours, Queue, RoutingPlan } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { queueIdOf, queueOf } from "../../../test/planParts.ts";
import { defaultPlan } from "../defaultPlan.ts";
import { agentRecord, openDesk, ruleRecord, visitor } from "./desk.ts";
import { createMemoryStorage } from "./memoryStorage.ts";

export const ANNA = agentRecord(1, ["Sales"], 1);
export const BEN = agentRecord(2, ["Claims"], 2);
export const RULE = ruleRecord(1, "Sales");
export const MINUTE_MS = 60_000;
/** A Monday, nine o'clock. */
export const NINE_MS = Date.UTC(2026, 5, 1, 9);

export const queue = (n: number, key: string, special: Partial<Queue> = {}): Queue =>
  queueOf(queueIdOf(`0${n}`), key, special);

export const planWith = (
  queues: readonly Queue[],
  settings: Partial<RoutingPlan["settings"]> = {},
): RoutingPlan => ({
  ...defaultPlan([], settings),
  queues,
});

export const UNTIL_TEN: Hours = {
  timeZone: "UTC",
  week: [
    { day: 1, fromMin: 8 * 60, toMin: 10 * 60 },
    { day: 2, fromMin: 8 * 60, toMin: 10 * 60 },
  ],
  exceptions: [],
};

/** Without a plan, by what follows from the agents' skills. */
export const openWith = async (plan: RoutingPlan | null) => {
  const agents = [ANNA, BEN];
  const storage = createMemoryStorage({ agents, rules: [RULE] });
  if (plan !== null) storage.plan = { plan, version: 1, savedAtMs: NINE_MS, savedBy: null };
  return openDesk({ agents, rules: [RULE], storage, clock: new FakeClock(NINE_MS) });
};
export type Open = Awaited<ReturnType<typeof openWith>>;

export interface Asked {
  readonly topic?: string;
  readonly skill?: string;
}

export const look = ({ queue: service }: Open, { topic, skill }: Asked = {}) =>
  service.outlook({ actor: visitor(9), topic: topic ?? null, skill: skill ?? null });

export const open = ({ queue: service }: Open, n: number, { topic, skill }: Asked = {}) =>
  service.openConversation({ actor: visitor(n), topic: topic ?? null, skill: skill ?? null });
