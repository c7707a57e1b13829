import type { QueueId } from "@lotse/protocol";
import type { Period, WaitSummary } from "@lotse/storage";
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

test("what was told stands beside what came, by the names of now, of the days asked for", async () => {
  const asked: Period[] = [];
  const clock = new FakeClock();
  const [command] = createEstimateCommands({
    storage: {
      summarizeWaits: async (_tenantId, period) => {
        asked.push(period);
        return [summary(GENERAL_QUEUE), summary(GONE)];
      },
    },
    planOf: async () => WORK_PLAN,
    clock,
  });
  const figures = {
    ...{ channel: "chat", count: 8, meanToldMs: 60_000, meanWaitedMs: 90_001, meanErrorMs: 30_000 },
    ...{ medianAbsErrorMs: 29_000, insideShare: 0.75 },
  };
  expect(await command?.run({ actor: agent(agentRecord(1, [], 1)), input: { days: 7 } })).toEqual({
    rows: [
      { queue: { id: GENERAL_QUEUE, name: { de: "general", en: "general" } }, ...figures },
      { queue: null, ...figures },
    ],
  });
  const toMs = clock.nowMs() + 1;
  expect(asked).toEqual([{ fromMs: toMs - 7 * DAY_MS, toMs }]);
});
