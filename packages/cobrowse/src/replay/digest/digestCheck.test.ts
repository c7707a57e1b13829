/** When the mirror is compared with what is said of it: only when nothing has changed since, and not too often. */
import { LotseError } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { EVENT, NODE, type PageEvent, SOURCE } from "../../wire/events.ts";
import { createValidator } from "../validator.ts";
import { DigestCheck } from "./DigestCheck.ts";

const said = (nodes: number): PageEvent => ({ type: EVENT.digest, timestamp: 0, data: { nodes, sum: 7 } });
const mutation = (more: object): PageEvent => {
  const data = { source: SOURCE.mutation, texts: [], attributes: [], removes: [], adds: [], ...more };
  return { type: EVENT.incremental, timestamp: 0, data };
};
const added = mutation({
  adds: [{ parentId: 1, nextId: null, node: { type: NODE.text, id: 9, textContent: "" } }],
});
const restyled = mutation({ attributes: [{ id: 1, attributes: { class: "a" } }] });

let clock: FakeClock;
let told: boolean[];
let reads: number;
let stands: { nodes: number; sum: number } | null;
let check: DigestCheck;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  reads = 0;
  stands = { nodes: 3, sum: 7 };
  check = new DigestCheck({
    clock,
    read: () => {
      reads += 1;
      return stands;
    },
    tell: same => told.push(same),
  });
});

describe("what is said of the structure", () => {
  it("is compared soon after, and told either way", () => {
    check.seen(said(3));
    expect(reads).toBe(0);
    clock.advance(0);
    expect(told).toEqual([true]);
    check.seen(said(4));
    clock.advance(250);
    stands = { nodes: 3, sum: 8 };
    check.seen(said(3));
    clock.advance(250);
    expect(told).toEqual([true, false, false]);
  });

  it("holds no more once the structure changes; looks and texts change nothing of it", () => {
    check.seen(said(4));
    check.seen(added);
    clock.advance(10_000);
    check.seen(said(4));
    check.reset();
    clock.advance(10_000);
    expect(reads).toBe(0);
    check.seen(said(3));
    check.seen(restyled);
    clock.advance(0);
    expect(told).toEqual([true]);
  });

  it("is read four times a second at most, the last that was said among it", () => {
    for (let n = 0; n < 1_000; n++) {
      check.seen(said(n));
      clock.advance(10);
    }
    check.seen(said(3));
    clock.advance(250);
    expect(reads).toBeLessThan(45);
    expect(told.at(-1)).toBe(true);
  });

  it("leads to nothing where nothing is shown", () => {
    stands = null;
    check.seen(said(3));
    clock.advance(10_000);
    expect(told).toEqual([]);
  });
});

describe("at the customs", () => {
  const customs = (data: unknown): unknown => {
    try {
      return createValidator().check({ type: EVENT.digest, timestamp: 5, data });
    } catch (error) {
      return error instanceof LotseError ? error.code : error;
    }
  };

  it("it is two numbers and nothing else", () => {
    const clean = { type: EVENT.digest, timestamp: 0, data: { nodes: 3, sum: 2 ** 32 - 1 } };
    expect(customs({ nodes: 3, sum: 2 ** 32 - 1, text: "more", id: 4 })).toStrictEqual(clean);
  });

  it.each<[string, unknown]>([
    ["nothing", {}],
    ["a text", { nodes: 3, sum: "7" }],
    ["less than nothing", { nodes: -1, sum: 7 }],
    ["a part", { nodes: 3, sum: 0.5 }],
    ["more than 32 bits", { nodes: 3, sum: 2 ** 32 }],
    ["no number", { nodes: Number.NaN, sum: 7 }],
  ])("%s is refused", (_, data) => {
    expect(customs(data)).toBe("REPLAY_INVALID");
  });
});
