/** What is left instead of waiting, over a bad line: once, and never given up in silence. */
import { type CommandInput, fail, ok, type Result } from "@lotse/protocol";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import { describe, expect, it } from "vitest";
import { createVisitStore } from "../shared/visit.ts";
import type { HubLink } from "./hubLink.ts";
import { Requests } from "./requests.ts";
import { State } from "./state.ts";

const CALLBACK = { kind: "callback", reach: "040 1", text: "" } as const;
const LOST = fail({ code: "UNAVAILABLE", message: "lost" });
const REFUSED = fail({ code: "TEXT_TOO_LONG", message: "no" });

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

const open = () => {
  const clock = new FakeClock();
  const visit = createVisitStore({
    storage: { read: () => null, write: () => {} },
    keeping: "all",
    nowMs: clock.nowMs(),
  });
  const state = new State(true);
  const answers: Result<never>[] = [];
  const left: CommandInput<"request:leave">[] = [];
  const request = async (_name: string, input: unknown) => {
    left.push(input as CommandInput<"request:leave">);
    return answers.shift() ?? ok({});
  };
  const hub = { request: request as HubLink["request"] };
  const requests = new Requests({ state, hub, visit, clock, makeId: sequentialIds() });
  requests.begin("chosen");
  const progress = () => {
    const now = state.contact.peek();
    return now.kind === "request" ? now.progress : now.kind;
  };
  const pass = async (ms = 10_000) => {
    await settle();
    clock.advance(ms);
    await settle();
  };
  return { requests, answers, left, progress, pass, ids: () => new Set(left.map(each => each.clientId)) };
};

describe("a request over a bad line", () => {
  it("is sent again by itself, under one name", async () => {
    const { requests, answers, left, progress, pass, ids } = open();
    answers.push(LOST, LOST);
    void requests.leave(CALLBACK);
    for (let tries = 0; tries < 3; tries++) await pass();
    expect([left.length, ids().size, progress()]).toEqual([3, 1, "sent"]);
  });

  it("that never gets through is told, and pressed again is the same one; in other words it is another", async () => {
    const { requests, answers, left, progress, pass, ids } = open();
    answers.push(LOST, LOST, LOST, LOST);
    void requests.leave(CALLBACK);
    for (let tries = 0; tries < 5; tries++) await pass();
    expect([left.length, progress()]).toEqual([4, "failed"]);
    answers.push(REFUSED);
    await requests.leave(CALLBACK);
    expect([left.length, ids().size, progress()]).toEqual([5, 1, "failed"]);
    await requests.leave({ ...CALLBACK, reach: "040 2" });
    expect([ids().size, progress()]).toEqual([2, "sent"]);
  });

  it("is given up when the visitor goes back", async () => {
    const { requests, answers, left, pass, progress } = open();
    answers.push(LOST);
    void requests.leave(CALLBACK);
    await settle();
    requests.back();
    await pass();
    expect([left.length, progress()]).toEqual([1, "none"]);
  });
});
