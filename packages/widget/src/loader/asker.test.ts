import {
  type Beacon,
  type BeaconAnswer,
  type BeaconDecision,
  fail,
  ok,
  type Result,
  type RuleId,
} from "@lotse/protocol";
import { createFactSource, createRuleSet, formKey, type LiveFacts } from "@lotse/radar";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, it } from "vitest";
import { createVisitStore } from "../shared/visit.ts";
import { createAsker } from "./asker.ts";

const RULE = "00000000-0000-4000-8000-000000000001" as RuleId;

/** Lets every promise that can settle do so. */
const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};

const world = () => {
  const clock = new FakeClock();
  const visit = createVisitStore({
    storage: { read: () => null, write: () => {} },
    nowMs: clock.nowMs(),
    keeping: "all",
  });
  const facts: LiveFacts = {
    page: { url: "https://shop.example/", title: "", referrer: "" },
    visit: { pages: 1, time: { accumulatedMs: 0, sinceMs: clock.nowMs() } },
    forms: {},
    products: {},
  };
  const beacons: Beacon["asks"][] = [];
  const at = {
    clock,
    visit,
    facts,
    beacons,
    awake: true,
    decisions: [] as readonly BeaconDecision[],
    error: null as null | { retryAfterMs?: number },
    pulse: {} as { pulseMs?: number },
    /** Time passes, and everything that it sets off. */
    pass: async (ms: number) => {
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(1_000, left));
        await settle();
      }
    },
    startForm: () => {
      (facts.forms as Record<string, unknown>).quote = { accumulatedMs: 0, sinceMs: clock.nowMs() };
      asker.changed([formKey("quote")]);
    },
  };
  const send = async (asks: Beacon["asks"]): Promise<Result<BeaconAnswer>> => {
    beacons.push(asks);
    if (at.error !== null) return fail({ code: "UNAVAILABLE", message: "", ...at.error });
    return ok({
      visitId: RULE as never,
      token: "",
      decisions: asks.length > 0 ? at.decisions : [],
      inContact: false,
      ...at.pulse,
    });
  };
  const asker = createAsker({
    clock,
    visit,
    rules: createRuleSet([
      { id: RULE, when: ["&&", [">", "form.ms:quote", 120_000], [">", "skill.free:Sales", 0]] },
    ]),
    facts: createFactSource(facts),
    isWanted: () => false,
    isAwake: () => at.awake,
    send,
    onAnswer: () => {},
  });
  return { ...at, at, asker };
};

const suppressed = (retryAfterMs: number | null): BeaconDecision => ({
  ruleId: RULE,
  outcome: "suppressed",
  reason: "noAgentFree",
  retryAfterMs,
});

describe("the asker", () => {
  it("tells each page once, and asks when the form was looked at long enough, not before", async () => {
    const { asker, at, pass, beacons, startForm } = world();
    asker.page();
    await settle();
    startForm();
    await pass(119_000);
    expect(beacons).toEqual([[]]);
    at.decisions = [suppressed(null)];
    await pass(2_000);
    expect(beacons).toEqual([[], [RULE]]);
    await pass(3_600_000);
    expect(beacons).toHaveLength(2);
  });

  it("asks again when the hub said so, and never more often", async () => {
    const { at, pass, beacons, startForm } = world();
    at.decisions = [suppressed(45_000)];
    startForm();
    await pass(121_000);
    expect(beacons).toHaveLength(1);
    await pass(44_000);
    expect(beacons).toHaveLength(1);
    await pass(2_000);
    expect(beacons).toHaveLength(2);
  });

  it("says nothing from a hidden tab, and catches up when it is shown", async () => {
    const { at, asker, pass, beacons, startForm } = world();
    startForm();
    at.awake = false;
    asker.changed([]);
    await pass(200_000);
    expect(beacons).toEqual([]);
    at.awake = true;
    asker.changed([]);
    await settle();
    expect(beacons).toEqual([[RULE]]);
  });

  it("asks nothing while a person is helping, but tells the pages", async () => {
    const { asker, visit, pass, beacons, startForm } = world();
    visit.set({ inContact: true });
    startForm();
    await pass(200_000);
    asker.page();
    await settle();
    expect(beacons).toEqual([[]]);
  });

  it("rests longer and longer while the hub does not answer, then tells the page", async () => {
    const { at, asker, pass, beacons } = world();
    at.error = {};
    asker.page();
    await settle();
    await pass(29_000);
    expect(beacons).toHaveLength(1);
    await pass(2_000);
    expect(beacons).toHaveLength(2);
    await pass(58_000);
    expect(beacons).toHaveLength(2);
    at.error = null;
    await pass(4_000);
    expect(beacons).toHaveLength(3);
    await pass(3_600_000);
    expect(beacons).toHaveLength(3);
  });

  it("says that a quiet page is still in view as often as the hub asks for it", async () => {
    const { at, asker, pass, beacons } = world();
    at.pulse = { pulseMs: 60_000 };
    asker.page();
    await settle();
    await pass(59_000);
    expect(beacons).toHaveLength(1);
    await pass(2_000);
    expect(beacons).toEqual([[], []]);
    await pass(600_000);
    expect(beacons).toHaveLength(12);
    at.pulse = {};
    await pass(600_000);
    expect(beacons).toHaveLength(13);
  });

  it("counts the pulse from the last word, and keeps it in hidden tabs and after the end", async () => {
    const { at, asker, pass, beacons } = world();
    at.pulse = { pulseMs: 60_000 };
    asker.page();
    await pass(40_000);
    asker.page();
    await pass(40_000);
    expect(beacons).toHaveLength(2);
    at.awake = false;
    asker.changed([]);
    await pass(600_000);
    expect(beacons).toHaveLength(2);
    at.awake = true;
    asker.changed([]);
    await settle();
    expect(beacons).toHaveLength(3);
    asker.close();
    await pass(600_000);
    expect(beacons).toHaveLength(3);
  });

  it("does nothing after it was closed", async () => {
    const { asker, pass, beacons, startForm } = world();
    startForm();
    asker.close();
    asker.page();
    await pass(300_000);
    expect(beacons).toEqual([]);
  });
});
