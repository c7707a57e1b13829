import type { EstimateRow, QueueId, ServiceRow } from "@lotse/protocol";
import { expect, it } from "vitest";
import { FakeConnection } from "../../testing/FakeConnection.ts";
import { EstimatesModel, lanesOf, verdictOn, verdictOnService } from "./EstimatesModel.ts";

const row = (given: Partial<EstimateRow> = {}): EstimateRow => ({
  queue: { id: "q" as QueueId, name: { de: "Verkauf", en: "Sales" } },
  channel: "chat",
  count: 100,
  meanToldMs: 60_000,
  meanWaitedMs: 90_000,
  meanErrorMs: 30_000,
  medianAbsErrorMs: 30_000,
  insideShare: 0.5,
  ...given,
});

it.each([
  [{}, "tooShort"],
  [{ meanErrorMs: -30_000 }, "tooLong"],
  [{ insideShare: 0.8 }, "good"],
  [{ insideShare: 0.799 }, "tooShort"],
  [{ count: 20 }, "tooShort"],
  [{ count: 19 }, "tooFew"],
  [{ count: 19, insideShare: 1 }, "tooFew"],
] as const)("of what was told, %j is called %s", (given, verdict) => {
  expect(verdictOn(row(given))).toBe(verdict);
});

const service = (given: Partial<ServiceRow> = {}): ServiceRow => ({
  queue: { id: "q" as QueueId, name: { de: "Verkauf", en: "Sales" } },
  ...{ channel: "chat", goalShare: 0.8, withinMs: 20_000, within: 80, counted: 100 },
  ...given,
});

it.each([
  [{}, "reached"],
  [{ within: 79 }, "missed"],
  [{ within: 0 }, "missed"],
  [{ within: 19, counted: 19 }, "tooFew"],
  [{ within: 16, counted: 20 }, "reached"],
  [{ within: 0, counted: 0 }, "tooFew"],
  // As computers multiply, 0.7 times 30 is less than 21, and 0.07 times 100 more than 7
  [{ goalShare: 0.07, within: 7 }, "reached"],
] as const)("of a service level, %j is called %s", (given, verdict) => {
  expect(verdictOnService(service(given))).toBe(verdict);
});

it("told waits and service levels of one queue and channel are one lane; where nobody came is none", () => {
  const elsewhere = { id: "p" as QueueId, name: { de: "Schaden", en: "Claims" } };
  const [told, gone] = [row(), row({ queue: null })];
  const [achieved, untold] = [service(), service({ queue: elsewhere })];
  const silent = service({ channel: "fax", within: 0, counted: 0 });
  expect(lanesOf({ rows: [told, gone], services: [achieved, untold, silent] })).toEqual([
    { queue: told.queue, channel: "chat", told, service: achieved },
    { queue: null, channel: "chat", told: gone, service: null },
    { queue: elsewhere, channel: "chat", told: null, service: untold },
  ]);
});

it("a late answer about other days is not shown for those chosen since", async () => {
  const connection = new FakeConnection();
  const answerMonth = connection.hold("estimates:read");
  const model = new EstimatesModel(connection);
  const first = model.load();
  const answerDay = connection.hold("estimates:read");
  const second = model.choose(1);
  answerDay({ rows: [row({ count: 3 })], services: [] });
  answerMonth({ rows: [row({ count: 300 })], services: [] });
  await Promise.all([first, second]);
  expect(model.lanes.value.state.value).toMatchObject({ kind: "shown", value: [{ told: { count: 3 } }] });
  expect(connection.asked.map(({ input }) => input)).toEqual([{ days: 30 }, { days: 1 }]);
});

it("days that cannot be had say so, instead of showing those before", async () => {
  const connection = new FakeConnection();
  connection.answer("estimates:read", { rows: [row()], services: [] });
  const model = new EstimatesModel(connection);
  await model.load();
  connection.refuse("estimates:read", "UNAVAILABLE");
  await model.choose(7);
  expect(model.lanes.value.state.value.kind).toBe("failed");
  expect(model.days.value).toBe(7);
});
