import type { CommandInput, RuleId, VisitId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, expect, it } from "vitest";
import { FakeConnection, settle } from "../../../testing/FakeConnection.ts";
import { type Trace, TraceModel } from "./TraceModel.ts";

const VISIT = "visit" as VisitId;
const RULE = "rule" as RuleId;
/** Longer than it waits between two questions. */
const A_WHILE_MS = 5_000;

const trace = (given: Partial<Trace> = {}): Trace => ({
  ...{ visitId: VISIT, visitorLabel: "Visitor 3F2A", lastSeenAtMs: 0, presence: "inView", rules: [] },
  ...given,
});

let connection: FakeConnection;
let clock: FakeClock;

beforeEach(() => {
  connection = new FakeConnection();
  clock = new FakeClock(0);
  connection.answer("radar:trace", trace());
});

const open = (ruleId: RuleId | null = null) =>
  new TraceModel({ connection, clock }, { visitId: VISIT, ruleId });
const later = async () => {
  clock.advance(A_WHILE_MS);
  await settle();
};
const asked = () => connection.asked.map(({ input }) => input as CommandInput<"radar:trace">);

it("asks about the rule that is meant, or about all", async () => {
  for (const ruleId of [null, RULE]) open(ruleId).look()();
  await settle();
  expect(asked()).toEqual([{ visitId: VISIT }, { visitId: VISIT, ruleId: RULE }]);
});

it("asks again as long as somebody looks, and not after", async () => {
  const model = open();
  expect(model.state.value).toEqual({ kind: "loading" });
  const stop = model.look();
  await settle();
  expect(model.state.value).toEqual({ kind: "shown", value: trace(), isOld: false });
  connection.answer("radar:trace", trace({ lastSeenAtMs: 7 }));
  await later();
  expect(model.state.value).toMatchObject({ value: { lastSeenAtMs: 7 } });
  const before = asked().length;
  stop();
  await later();
  await later();
  expect(asked()).toHaveLength(before);
  await model.ask();
  await later();
  expect(asked()).toHaveLength(before + 1);
});

it("asks no more about somebody who has gone", async () => {
  connection.answer("radar:trace", trace({ presence: "gone" }));
  const model = open();
  model.look();
  await settle();
  await later();
  expect(asked()).toHaveLength(1);
  expect(model.state.value).toMatchObject({ kind: "shown", value: { presence: "gone" } });
});

it("says that it was refused, and tries again only when told to", async () => {
  connection.refuse("radar:trace", "NOT_FOUND");
  const model = open();
  model.look();
  await settle();
  await later();
  expect(model.state.value).toMatchObject({ kind: "failed", error: { code: "NOT_FOUND" } });
  expect(asked()).toHaveLength(1);
  connection.answer("radar:trace", trace());
  const again = model.ask();
  expect(model.state.value).toEqual({ kind: "loading" });
  await again;
  expect(model.state.value).toMatchObject({ kind: "shown", isOld: false });
  await later();
  expect(asked()).toHaveLength(3);
});

it("keeps what it has shown as old while the hub does not answer, and goes on asking", async () => {
  const model = open();
  model.look();
  await settle();
  connection.refuse("radar:trace", "UNAVAILABLE");
  await later();
  expect(model.state.value).toEqual({ kind: "shown", value: trace(), isOld: true });
  connection.answer("radar:trace", trace({ lastSeenAtMs: 9 }));
  await later();
  expect(model.state.value).toEqual({ kind: "shown", value: trace({ lastSeenAtMs: 9 }), isOld: false });
});

it("an answer that comes after a later one, or after nobody looks, changes nothing", async () => {
  const release = connection.hold("radar:trace");
  const model = open();
  const stop = model.look();
  connection.answer("radar:trace", trace({ lastSeenAtMs: 2 }));
  await model.ask();
  release(trace({ lastSeenAtMs: 1 }));
  await settle();
  expect(model.state.value).toMatchObject({ value: { lastSeenAtMs: 2 } });
  const tooLate = connection.hold("radar:trace");
  clock.advance(A_WHILE_MS);
  stop();
  tooLate(trace({ lastSeenAtMs: 3 }));
  await settle();
  await later();
  expect(model.state.value).toMatchObject({ value: { lastSeenAtMs: 2 } });
  expect(asked()).toHaveLength(3);
});
