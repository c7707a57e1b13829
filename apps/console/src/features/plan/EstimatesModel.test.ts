import type { EstimateRow, QueueId } from "@lotse/protocol";
import { expect, it } from "vitest";
import { FakeConnection } from "../../testing/FakeConnection.ts";
import { EstimatesModel, verdictOn } from "./EstimatesModel.ts";

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

it("a late answer about other days is not shown for those chosen since", async () => {
  const connection = new FakeConnection();
  const answerMonth = connection.hold("estimates:read");
  const model = new EstimatesModel(connection);
  const first = model.load();
  const answerDay = connection.hold("estimates:read");
  const second = model.choose(1);
  answerDay({ rows: [row({ count: 3 })] });
  answerMonth({ rows: [row({ count: 300 })] });
  await Promise.all([first, second]);
  expect(model.rows.value.state.value).toMatchObject({ kind: "shown", value: [{ count: 3 }] });
  expect(connection.asked.map(({ input }) => input)).toEqual([{ days: 30 }, { days: 1 }]);
});

it("days that cannot be had say so, instead of showing those before", async () => {
  const connection = new FakeConnection();
  connection.answer("estimates:read", { rows: [row()] });
  const model = new EstimatesModel(connection);
  await model.load();
  connection.refuse("estimates:read", "UNAVAILABLE");
  await model.choose(7);
  expect(model.rows.value.state.value.kind).toBe("failed");
  expect(model.days.value).toBe(7);
});
