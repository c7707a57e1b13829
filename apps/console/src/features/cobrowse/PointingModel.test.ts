import type { StreamConnection } from "@lotse/client";
import type { ToMirror } from "@lotse/cobrowse/replay/port";
import type { Mark, StreamEvents } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, expect, it } from "vitest";
import { PointingModel } from "./PointingModel.ts";

let clock: FakeClock;
let posted: ToMirror[];
let sent: unknown[];
let listeners: Map<string, (payload: never) => void>;
let model: PointingModel;

beforeEach(() => {
  clock = new FakeClock(0);
  [posted, sent, listeners] = [[], [], new Map()];
  const stream: Pick<StreamConnection, "on" | "send"> = {
    on: (event, fn) => {
      listeners.set(event, fn as (payload: never) => void);
      return () => undefined;
    },
    send: (payload: unknown, event?: string) => {
      sent.push([event, payload]);
    },
  };
  model = new PointingModel({
    clock,
    post: message => posted.push(message),
    stream: () => stream as StreamConnection,
  });
  model.listen(stream as StreamConnection);
});
const tell = <E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void =>
  listeners.get(event)?.(payload as never);
const MARK: Mark = { kind: "pointer", at: null };

it("a mirror that is loaded anew learns what the hand does", () => {
  model.select("draw");
  model.togglePinned();
  posted.length = 0;
  model.ready();
  expect(posted).toEqual([
    { kind: "tool", tool: "draw", pinned: true },
    { kind: "zoom", zoom: "fit" },
  ]);
});

it("marks pass through, both ways; Escape in the mirror ends drawing", () => {
  model.select("draw");
  model.fromMirror({ kind: "mark", mark: MARK });
  expect(sent).toEqual([["stream:mark", MARK]]);
  const marked = { by: { viewer: 1, name: "Ben", colour: 1 } as never, mark: MARK };
  tell("stream:marked", marked);
  expect(posted.at(-1)).toEqual({ kind: "marked", marked });
  model.fromMirror({ kind: "toolEnded" });
  expect(model.tool.value).toBe("point");
});

it("a visitor who wants no marks gets none, and the agent has nothing in hand", () => {
  tell("stream:pointing", { allowed: false });
  expect(posted).toEqual([{ kind: "dropMarks" }, { kind: "tool", tool: null, pinned: false }]);
  model.fromMirror({ kind: "mark", mark: MARK });
  expect(sent).toEqual([]);
  tell("stream:pointing", { allowed: true });
  expect(posted.at(-1)).toMatchObject({ kind: "tool", tool: "point" });
});

it("a stroke that was not passed on is taken back, and that is said for a while", () => {
  tell("stream:markRefused", { code: "RATE_LIMITED", stroke: 3 });
  expect(posted).toEqual([{ kind: "takeBack", stroke: 3 }]);
  expect(model.lost.value).toBe(true);
  clock.advance(6_000);
  expect(model.lost.value).toBe(false);
});

it("another page of the visitor's is told before anything of it is shown", () => {
  tell("stream:source", { connected: true, firstSegment: 9 });
  expect(posted).toEqual([{ kind: "begin", firstSegment: 9 }]);
});
