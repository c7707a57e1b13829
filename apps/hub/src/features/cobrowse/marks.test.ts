import { type AgentId, MARK_BURST, MARK_RESERVE, MARKS_PER_SECOND, type Mark } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createMarkDesk, type MarkDesk } from "./marks.ts";
import { StreamRelay } from "./relay.ts";
import { ID, Page, Screen } from "./relayFakes.ts";

let clock: FakeClock;
let relay: StreamRelay;
let desk: MarkDesk;
let page: Page;
let mayMark: boolean;
let pointed: number;
const log = {
  pointed: () => {
    pointed += 1;
  },
  pointedLast: () => {},
};

beforeEach(() => {
  clock = new FakeClock(1_700_000_000_000);
  relay = new StreamRelay({ clock });
  desk = createMarkDesk({ relay, log, clock });
  page = new Page();
  mayMark = true;
  pointed = 0;
  relay.addSource(ID, page);
});

const viewer = (name = "Anna") => {
  const side = new Screen();
  relay.addViewer(ID, side);
  const refused: object[] = [];
  const pen = desk.join({
    cobrowseId: ID,
    agentId: name as AgentId,
    name,
    side,
    mayMark: () => mayMark,
    refused: refusal => refused.push(refusal),
  });
  return { side, pen, refused };
};
const node = () => ({ segment: page.nextSegment, nodeId: 7 });
const pointer = (): Mark => ({ kind: "pointer", at: { ...node(), point: [0, 1] } });
const stroke = (id: number): Mark => ({
  ...{ kind: "stroke", id, node: node(), from: 0, pinned: false },
  points: [[-2.5, 3]],
});

describe("a mark", () => {
  it("goes to the page and to everybody but its maker, each viewer with a colour of its own", () => {
    const [one, two] = [viewer(), viewer()];
    one.pen.receive(pointer());
    two.pen.receive(stroke(1));
    expect(pointed).toBe(2);
    expect(page.marks.map(({ by }) => [by.viewer, by.colour])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(one.side.marks).toEqual(page.marks.slice(1));
    expect(two.side.marks).toEqual(page.marks.slice(0, 1));
  });

  it("takes its cursor away with its maker, whose colour is free again", () => {
    const one = viewer();
    one.pen.close();
    one.pen.close();
    one.pen.receive(pointer());
    expect(page.marks.map(({ mark }) => mark)).toEqual([{ kind: "pointer", at: null }]);
    viewer("Ben").pen.receive(pointer());
    expect(page.marks.at(-1)?.by).toMatchObject({ viewer: 0, name: "Ben" });
  });

  it("for a page that is gone is not passed on; a stroke's maker hears of it", () => {
    const one = viewer();
    const [late, lateStroke] = [pointer(), stroke(4)];
    const next = new Page();
    relay.addSource(ID, next);
    for (const mark of [late, lateStroke]) one.pen.receive(mark);
    expect([...page.marks, ...next.marks]).toEqual([]);
    expect(one.refused).toEqual([{ code: "EPOCH_STALE", stroke: 4 }]);
    expect(desk.dropped.unwanted).toBe(2);
    expect(pointed).toBe(0);
  });

  it("of whoever does not see the session any more is not passed on", () => {
    const one = viewer();
    mayMark = false;
    one.pen.receive(stroke(1));
    expect(page.marks).toEqual([]);
    expect(one.refused).toEqual([{ code: "FORBIDDEN", stroke: 1 }]);
  });
});

describe("what is no mark", () => {
  const FORGED: readonly unknown[] = [
    ...[null, undefined, 7, "pointer", [], {}, { kind: "erase" }, { kind: "pointer" }],
    { kind: "pointer", at: { segment: 1, nodeId: 1, point: [0.5, Number.NaN] } },
    { kind: "pointer", at: { segment: 1, nodeId: 1, point: [0.5, 1.1] } },
    { kind: "pointer", at: { segment: 1, nodeId: 1.5, point: [0, 0] } },
    { kind: "pointer", at: { segment: -1, nodeId: 1, point: [0, 0] } },
    { kind: "pointer", at: { x: 3, y: 4 } },
    { kind: "click", at: null },
    { kind: "clear", by: { name: "Mallory" } },
    { kind: "highlight", node: { segment: 1, nodeId: 1 }, pinned: "yes" },
    { kind: "stroke", id: 1, node: { segment: 1, nodeId: 1 }, from: 0, points: [], pinned: false },
    {
      ...{ kind: "stroke", id: 1, node: { segment: 1, nodeId: 1 }, from: 0, pinned: false },
      points: Array.from({ length: 201 }, () => [0, 0]),
    },
    { kind: "stroke", id: 1, node: { segment: 1, nodeId: 1 }, from: 1_000, points: [[0, 0]], pinned: false },
  ];

  it("is dropped and counted, one by one", () => {
    const one = viewer();
    for (const forged of FORGED) one.pen.receive(forged);
    expect(page.marks).toEqual([]);
    expect(desk.dropped.malformed).toBe(FORGED.length);
  });

  it("never throws, whatever it is", () => {
    const one = viewer();
    fc.assert(
      fc.property(fc.anything(), anything => {
        clock.advance(1_000);
        one.pen.receive(anything);
      }),
    );
    expect(page.marks).toEqual([]);
  });
});

describe("a flood", () => {
  it("of cursors is thinned out in silence, and leaves room for strokes", () => {
    const one = viewer();
    for (let nth = 0; nth < 10_000; nth++) one.pen.receive(pointer());
    expect(page.marks.length).toBe(MARK_BURST - MARK_RESERVE);
    expect(one.refused).toEqual([]);
    for (let id = 0; id < MARK_RESERVE; id++) one.pen.receive(stroke(id));
    expect(page.marks.length).toBe(MARK_BURST);
    expect(one.refused).toEqual([]);
  });

  it("of strokes is cut off; each stroke that is lost is told, and other viewers are not touched", () => {
    const [one, two] = [viewer(), viewer()];
    for (let id = 0; id < 1_000; id++) one.pen.receive(stroke(id));
    expect(page.marks.length).toBe(MARK_BURST);
    expect(one.refused.length).toBe(1_000 - MARK_BURST);
    expect(one.refused.at(-1)).toEqual({ code: "RATE_LIMITED", stroke: 999 });
    two.pen.receive(pointer());
    expect(page.marks.length).toBe(MARK_BURST + 1);
  });

  it("of nonsense pays as everybody does", () => {
    const one = viewer();
    for (let nth = 0; nth < MARK_BURST; nth++) one.pen.receive({ kind: "nonsense" });
    one.pen.receive(stroke(1));
    expect(one.refused).toEqual([{ code: "RATE_LIMITED", stroke: 1 }]);
  });

  it("is no flood at the pace at which a hand draws", () => {
    const one = viewer();
    for (let id = 0; id < 2_000; id++) {
      clock.advance(1_000 / MARKS_PER_SECOND);
      one.pen.receive(stroke(id));
    }
    expect(page.marks.length).toBe(2_000);
    expect(one.refused).toEqual([]);
  });
});

it("a viewer whose line is full gets no cursors, and still every stroke", () => {
  const [one, two] = [viewer(), viewer()];
  two.side.backlog = 2_000_000;
  one.pen.receive(pointer());
  one.pen.receive(stroke(1));
  expect(two.side.marks.map(({ mark }) => mark.kind)).toEqual(["stroke"]);
});
