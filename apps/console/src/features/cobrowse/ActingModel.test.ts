import type { StreamConnection } from "@lotse/client";
import type { ToMirror } from "@lotse/cobrowse/replay/port";
import type { GrantsView, MarkedBy, StreamEvents } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, expect, it } from "vitest";
import { ActingModel } from "./ActingModel.ts";
import { PointingModel } from "./PointingModel.ts";

let clock: FakeClock;
let posted: ToMirror[];
let sent: unknown[];
let listeners: Map<string, (payload: never) => void>;
let pointing: PointingModel;
let model: ActingModel;

const ME: MarkedBy = { viewer: 3, agentId: "a" as never, name: "Anna", colour: 3 };
const OTHER: MarkedBy = { ...ME, viewer: 4 };
const NOTHING: GrantsView = { given: [], asked: null, answered: null };
const control = (by = ME, restMs = 600_000): GrantsView => ({
  ...NOTHING,
  given: [{ id: 7, grant: "control", by, restMs }],
});

const connect = (): void => {
  const stream: Pick<StreamConnection, "on" | "send"> = {
    on: (event, fn) => {
      listeners.set(event, fn as (payload: never) => void);
      return () => undefined;
    },
    send: (payload: unknown, event?: string) => {
      sent.push([event, payload]);
    },
  };
  const deps = { clock, post: (message: ToMirror) => posted.push(message) };
  pointing = new PointingModel({ ...deps, stream: () => stream as StreamConnection });
  model = new ActingModel({ ...deps, stream: () => stream as StreamConnection, pointing });
  model.listen(stream as StreamConnection);
  tell("stream:pen", ME);
};
const tell = <E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void =>
  listeners.get(event)?.(payload as never);

beforeEach(() => {
  clock = new FakeClock(0);
  [posted, sent, listeners] = [[], [], new Map()];
  connect();
});

it("asks with a reason, waits, and says what came of it", () => {
  model.consider("control");
  model.ask("control", "  um den Tarif einzutragen ");
  expect(model.asking.value).toBeNull();
  expect(sent).toEqual([["stream:ask", { grant: "control", reason: "um den Tarif einzutragen" }]]);
  const asked = { id: 7, grant: "control", by: ME, reason: null, restMs: 120_000 } as const;
  tell("stream:grants", { ...NOTHING, asked });
  expect(model.state("control")).toEqual({ kind: "asked" });
  expect(model.mayAsk).toBe(false);
  tell("stream:grants", { ...NOTHING, answered: { id: 7, outcome: "refused" } });
  expect(model.state("control")).toEqual({ kind: "none" });
  expect(model.word.value).toEqual({ kind: "answer", grant: "control", outcome: "refused" });
  clock.advance(6_000);
  expect(model.word.value).toBeNull();
});

it("what another screen asked and was told is not said here", () => {
  const asked = { id: 7, grant: "control", by: OTHER, reason: null, restMs: 120_000 } as const;
  tell("stream:grants", { ...NOTHING, asked });
  expect(model.state("control")).toEqual({ kind: "none" });
  expect(model.mayAsk).toBe(false);
  tell("stream:grants", { ...control(OTHER), answered: { id: 7, outcome: "given" } });
  expect(model.state("control")).toEqual({ kind: "elsewhere" });
  expect(model.word.value).toBeNull();
  expect(pointing.tool.value).toBe("point");
});

it("has the page in hand while it may, and points again when not", () => {
  clock.advance(1_000);
  tell("stream:grants", control());
  expect(model.state("control")).toEqual({ kind: "held", untilMs: 601_000 });
  expect(pointing.tool.value).toBe("act");
  pointing.select("draw");
  // Told again for another reason: the tool in hand stays.
  tell("stream:grants", control(ME, 500_000));
  expect(pointing.tool.value).toBe("draw");
  model.choose();
  expect(pointing.tool.value).toBe("act");
  tell("stream:grants", NOTHING);
  expect(pointing.tool.value).toBe("point");
  model.choose();
  expect(model.asking.value).toBe("control");
});

it("acts go out under the grant that holds; without one they come back at once", () => {
  const act = { kind: "open", node: { segment: 1, nodeId: 5 } } as const;
  model.fromMirror({ kind: "act", seq: 1, act });
  expect(sent).toEqual([]);
  expect(posted.at(-1)).toEqual({ kind: "acted", seq: 1, outcome: "noGrant" });
  tell("stream:grants", control());
  model.fromMirror({ kind: "act", seq: 2, act });
  expect(sent).toEqual([["stream:act", { grant: 7, seq: 2, act }]]);
  tell("stream:acted", { viewer: 3, grant: 7, seq: 2, outcome: "masked" });
  expect(posted.at(-1)).toEqual({ kind: "acted", seq: 2, outcome: "masked" });
  expect(model.word.value).toEqual({ kind: "refusal", why: "masked" });
});

it("that there is nothing more to be left is not said", () => {
  tell("stream:grants", control());
  model.fromMirror({ kind: "act", seq: 3, act: { kind: "leave" } });
  tell("stream:acted", { viewer: 3, grant: 7, seq: 3, outcome: "unfit" });
  expect(model.word.value).toBeNull();
});

it("another connection begins without rights: what was told on the one before does not hold", () => {
  tell("stream:grants", control());
  const stream = { on: () => () => undefined, send: () => undefined };
  model.listen(stream as unknown as StreamConnection);
  expect(model.state("control")).toEqual({ kind: "none" });
  expect(pointing.tool.value).toBe("point");
});
