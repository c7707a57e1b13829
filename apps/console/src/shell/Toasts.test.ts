import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { SHOWN_MAX, Toasts } from "./Toasts.ts";

let clock: FakeClock;
let toasts: Toasts;

beforeEach(() => {
  clock = new FakeClock(0);
  toasts = new Toasts(clock);
});

const keys = () => toasts.shown.value.map(({ key }) => key);
const say = (key: string) =>
  toasts.add({ key, severity: "info", text: { kind: "words", words: "toast.copied" }, action: null });

describe("toasts", () => {
  it("leave by themselves, and the same is said once", () => {
    say("a");
    clock.advance(3_000);
    say("a");
    expect(keys()).toEqual(["a"]);
    clock.advance(5_999);
    expect(keys()).toEqual(["a"]);
    clock.advance(1);
    expect(keys()).toEqual([]);
  });

  it("wait while others are shown; their time begins when they are", () => {
    for (const key of ["a", "b", "c", "d"]) say(key);
    expect([keys(), toasts.waiting.value]).toEqual([["a", "b", "c"], 1]);
    clock.advance(6_000);
    expect([keys(), toasts.waiting.value]).toEqual([["d"], 0]);
    clock.advance(5_999);
    expect(keys()).toEqual(["d"]);
    clock.advance(1);
    expect(keys()).toEqual([]);
  });

  it("stay while they are read, and leave after what was left of their time", () => {
    say("a");
    clock.advance(4_000);
    toasts.hold();
    say("b");
    clock.advance(60_000);
    expect(keys()).toEqual(["a", "b"]);
    toasts.release();
    clock.advance(2_000);
    expect(keys()).toEqual(["b"]);
    clock.advance(4_000);
    expect(keys()).toEqual([]);
  });

  it("with a log line to name stay until dismissed", () => {
    toasts.error({ code: "INTERNAL", message: "", requestId: "r-1" });
    clock.advance(600_000);
    expect(keys()).toEqual(["error:INTERNAL:r-1"]);
    toasts.dismiss("error:INTERNAL:r-1");
    expect(keys()).toEqual([]);
  });

  it("do once more what failed, once", () => {
    let tried = 0;
    toasts.error({ code: "UNAVAILABLE", message: "" }, () => {
      tried++;
    });
    const [toast] = toasts.shown.value;
    if (toast === undefined) throw new Error("not shown");
    toasts.run(toast);
    expect([tried, keys()]).toEqual([1, []]);
  });

  it("of any history are few, unique, and in the end gone", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("say" as const), key: fc.constantFrom("a", "b", "c", "d", "e") }),
      fc.record({ do: fc.constant("dismiss" as const), key: fc.constantFrom("a", "b", "c", "d", "e") }),
      fc.record({ do: fc.constantFrom("hold" as const, "release" as const) }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.nat(8_000) }),
    );
    fc.assert(
      fc.property(fc.array(step), steps => {
        const time = new FakeClock(0);
        toasts = new Toasts(time);
        for (const now of steps) {
          if (now.do === "say") say(now.key);
          else if (now.do === "dismiss") toasts.dismiss(now.key);
          else if (now.do === "wait") time.advance(now.ms);
          else toasts[now.do]();
          expect(new Set(keys()).size).toBe(keys().length);
          expect(keys().length).toBeLessThanOrEqual(SHOWN_MAX);
        }
        toasts.release();
        time.advance(60_000);
        expect(keys()).toEqual([]);
      }),
    );
  });
});
