import type { QueueId, RoutingPlan } from "@lotse/protocol";
import type { Period, ServiceGoal, ServiceSummary, WaitSummary } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { expect, test } from "vitest";
import { createEstimateCommands } from "../estimates.ts";
import { agent, agentRecord } from "./desk.ts";
import { GENERAL_QUEUE, WORK_PLAN } from "./plans.ts";

const DAY_MS = 86_400_000;
const GONE = "00000000-0000-4000-8000-0000000000cf" as QueueId;

const summary = (queueId: QueueId): WaitSummary => ({
  ...{ queueId, channel: "chat", items: 8, within: 6 },
  ...{ meanEstimatedMs: 60_000.4, meanActualMs: 90_000.6, meanErrorMs: 30_000.2 },
  ...{ meanAbsoluteErrorMs: 31_000, medianAbsoluteErrorMs: 29_000 },
});

/** Opened on stored figures; `asked`: what was asked of the store. */
const openWith = (plan: RoutingPlan, stored: readonly ServiceSummary[]) => {
  const asked: { period: Period; goals: readonly ServiceGoal[] | null }[] = [];
  const clock = new FakeClock();
  const [command] = createEstimateCommands({
    storage: {
      summarizeWaits: async (_tenantId, period) => {
        asked.push({ period, goals: null });
        return [summary(GENERAL_QUEUE), summary(GONE)];
      },
      summarizeServices: async (_tenantId, { goals, ...period }) => {
        asked.push({ period, goals });
        return stored;
      },
    },
    planOf: async () => plan,
    clock,
  });
  const read = (days: number) => command?.run({ actor: agent(agentRecord(1, [], 1)), input: { days } });
  return { read, asked, clock };
};

const GENERAL = { id: GENERAL_QUEUE, name: { de: "general", en: "general" } };

test("what was told stands beside what came, by the names of now, of the days asked for", async () => {
  const { read, asked, clock } = openWith(WORK_PLAN, []);
  const figures = {
    ...{ channel: "chat", count: 8, meanToldMs: 60_000, meanWaitedMs: 90_001, meanErrorMs: 30_000 },
    ...{ medianAbsErrorMs: 29_000, insideShare: 0.75 },
  };
  expect(await read(7)).toEqual({
    rows: [
      { queue: GENERAL, ...figures },
      { queue: null, ...figures },
    ],
    services: [],
  });
  const toMs = clock.nowMs() + 1;
  const period = { fromMs: toMs - 7 * DAY_MS, toMs };
  expect(asked).toEqual([
    { period, goals: null },
    { period, goals: [] },
  ]);
});

test("each service level of the plan stands beside what was achieved, also where nobody came", async () => {
  const serviceLevels = [
    { channel: "chat", share: 0.8, withinMs: 40_000 },
    { channel: "email", share: 0.9, withinMs: 14_400_000 },
    { channel: "chat", share: 0.5, withinMs: 1_000 },
  ];
  const queues = WORK_PLAN.queues.map(each =>
    each.id === GENERAL_QUEUE ? { ...each, serviceLevels } : each,
  );
  const achieved = { queueId: GENERAL_QUEUE, channel: "chat", within: 7, counted: 10 };
  const { read, asked } = openWith({ ...WORK_PLAN, queues }, [achieved]);
  expect(await read(1)).toMatchObject({
    services: [
      { queue: GENERAL, channel: "chat", goalShare: 0.8, withinMs: 40_000, within: 7, counted: 10 },
      { queue: GENERAL, channel: "email", goalShare: 0.9, withinMs: 14_400_000, within: 0, counted: 0 },
    ],
  });
  // The engine goes by the first of a channel, and so is it measured
  expect(asked.at(-1)?.goals).toEqual([
    { queueId: GENERAL_QUEUE, channel: "chat", withinMs: 40_000 },
    { queueId: GENERAL_QUEUE, channel: "email", withinMs: 14_400_000 },
  ]);
});
