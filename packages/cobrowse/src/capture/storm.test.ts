import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, test } from "vitest";
import { EVENT, NODE, type PageEvent, SOURCE } from "../wire/events.ts";
import { createStorm, STORM_BUDGET, type Storm } from "./storm.ts";

const mutation = (nodes: number): PageEvent => ({
  type: EVENT.incremental,
  timestamp: 0,
  data: {
    source: SOURCE.mutation,
    ...{ texts: [], attributes: [], removes: [] },
    adds: Array.from({ length: nodes }, (_, id) => ({
      parentId: 1,
      nextId: null,
      node: { type: NODE.text, id: id + 10, textContent: "x" },
    })),
  },
});
const click: PageEvent = {
  type: EVENT.incremental,
  timestamp: 0,
  data: { source: SOURCE.mouseInteraction, type: 2, id: 1 },
};

let clock: FakeClock;
let pictures: number[];
let workMs: number;
let left: PageEvent[];
let pictureTakesMs: number;
let storm: Storm;

const send = (event: PageEvent, takesMs = 0): void =>
  storm.meter(event, isLeaving => {
    workMs += takesMs;
    if (isLeaving) left.push(event);
  });
/** `perS` nodes a second, ten times a second. */
const blow = (perS: number, seconds: number): void => {
  for (let at = 0; at < seconds * 10; at++) {
    send(mutation(perS / 10));
    clock.advance(100);
  }
};

beforeEach(() => {
  clock = new FakeClock();
  [pictures, left, workMs, pictureTakesMs] = [[], [], 0, 0];
  storm = createStorm({
    clock,
    workMs: () => workMs,
    guarded: action => action(),
    picture: () => {
      workMs += pictureTakesMs;
      pictures.push(clock.nowMs());
    },
  });
});

describe("a page within its budget", () => {
  test("is told whole, for as long as it lasts", () => {
    blow(STORM_BUDGET.nodes.perS * 0.9, 120);
    expect([storm.raging, left.length, pictures]).toEqual([false, 1_200, []]);
  });
  test("may bring much at once", () => {
    send(mutation(STORM_BUDGET.nodes.atOnce - 1));
    expect(storm.raging).toBe(false);
  });
});

describe("a storm", () => {
  test("is pictured ever more rarely, and ends with a last picture when it is calm", () => {
    blow(STORM_BUDGET.nodes.perS * 10, 60);
    expect(storm.raging).toBe(true);
    const apart = pictures.slice(1).map((at, index) => at - (pictures[index] ?? 0));
    expect(apart).toEqual([4_000, 8_000, 16_000, 16_000]);
    const [told, taken] = [left.length, pictures.length];
    clock.advance(3_000);
    expect([storm.raging, left.length, pictures.length]).toEqual([false, told, taken + 1]);
    send(mutation(5));
    expect(left.length).toBe(told + 1);
    clock.advance(60_000);
    expect(pictures.length).toBe(taken + 1);
  });
  test("what the visitor does is told all the same", () => {
    blow(STORM_BUDGET.nodes.perS * 20, 2);
    const told = left.length;
    send(click);
    send(mutation(1));
    expect(left.slice(told)).toEqual([click]);
  });
  test("of work, too: few changes that take long", () => {
    for (let at = 0; at < 30; at++) {
      send(mutation(1), 80);
      clock.advance(100);
    }
    expect(storm.raging).toBe(true);
  });
  test("a picture that takes long is taken less often", () => {
    pictureTakesMs = 900;
    blow(STORM_BUDGET.nodes.perS * 10, 30);
    expect((pictures[1] ?? 0) - (pictures[0] ?? 0)).toBeGreaterThanOrEqual(9_000);
  });
  test("closed, it pictures nothing more", () => {
    blow(STORM_BUDGET.nodes.perS * 20, 2);
    storm.close();
    const taken = pictures.length;
    clock.advance(60_000);
    expect(pictures.length).toBe(taken);
  });
});
