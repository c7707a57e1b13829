/** The relay under drops, repeats, reordering, slow lines and page changes: whatever a viewer gets is a segment in order. */
import type { AgentId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_RELAY_LIMITS, StreamRelay } from "./relay.ts";
import { EPOCH_S, ID, Page, packet, Screen } from "./relayFakes.ts";
import type { RelayLimits } from "./streamSides.ts";

const setUp = (limits: Partial<RelayLimits> = {}) => {
  const clock = new FakeClock(EPOCH_S * 1_000);
  const relay = new StreamRelay({ clock, limits: { ...DEFAULT_RELAY_LIMITS, ...limits } });
  const page = new Page();
  const source = relay.addSource(ID, page);
  return { clock, relay, page, source };
};

describe("a viewer", () => {
  test("gets the segment from its start, whenever it comes", () => {
    const { relay, page, source } = setUp();
    const early = new Screen();
    relay.addViewer(ID, early);
    for (let seq = 0; seq < 5; seq++) source.receive(packet(page.nextSegment, seq));
    const late = new Screen();
    relay.addViewer(ID, late);
    source.receive(packet(page.nextSegment, 5, [1, 2, 3]));
    expect(early.held()).toEqual({ segment: page.nextSegment, upTo: 8 });
    expect(late.held()).toEqual(early.held());
    expect(page.asked).toBe(0);
  });

  test("of a segment too long to be kept gets a new one, and those who follow notice nothing", () => {
    const { relay, page, source, clock } = setUp({ ringBytes: 1_000 });
    const early = new Screen();
    relay.addViewer(ID, early);
    for (let seq = 0; seq < 20; seq++) source.receive(packet(page.nextSegment, seq, [100]));
    expect(early.held().upTo).toBe(20);
    clock.advance(5_000);
    const late = new Screen();
    relay.addViewer(ID, late);
    expect(late.got).toEqual([]);
    expect(page.asked).toBe(1);
    source.receive(packet(page.nextSegment + 1, 0));
    expect(late.held()).toEqual({ segment: page.nextSegment + 1, upTo: 1 });
    expect(early.held()).toEqual(late.held());
  });

  test("with a stuck line holds no more than its backlog, and goes on where it stopped", () => {
    const { relay, page, source, clock } = setUp({ viewerBacklogBytes: 1_000 });
    const screen = new Screen();
    screen.stuck = true;
    relay.addViewer(ID, screen);
    for (let seq = 0; seq < 50; seq++) source.receive(packet(page.nextSegment, seq, [100]));
    expect(screen.backlog).toBeLessThan(1_200);
    screen.stuck = false;
    screen.backlog = 0;
    clock.advance(60);
    expect(screen.held().upTo).toBe(50);
    expect(page.asked).toBe(0);
  });

  test("with a line stuck for longer than the ring is cut, and is given the next segment once it is free", () => {
    const { relay, page, source, clock } = setUp({ viewerBacklogBytes: 1_000, ringBytes: 2_000 });
    const [stuck, quick] = [new Screen(), new Screen()];
    stuck.stuck = true;
    relay.addViewer(ID, stuck);
    relay.addViewer(ID, quick);
    for (let seq = 0; seq < 100; seq++) source.receive(packet(page.nextSegment, seq, [100]));
    expect(quick.held().upTo).toBe(100);
    expect(stuck.backlog).toBeLessThan(1_200);
    clock.advance(4_000);
    expect(page.asked).toBe(0);
    stuck.stuck = false;
    stuck.backlog = 0;
    clock.advance(60);
    expect(page.asked).toBe(1);
    source.receive(packet(page.nextSegment + 1, 0));
    expect(stuck.held()).toEqual({ segment: page.nextSegment + 1, upTo: 1 });
  });

  test("that was behind when the ring ran over is cut, even if its line is free again by then", () => {
    const { relay, page, source } = setUp({ viewerBacklogBytes: 300, ringBytes: 1_000 });
    const screen = new Screen();
    screen.stuck = true;
    relay.addViewer(ID, screen);
    for (let seq = 0; seq < 8; seq++) source.receive(packet(page.nextSegment, seq, [100]));
    const { upTo } = screen.held();
    screen.stuck = false;
    screen.backlog = 0;
    source.receive(packet(page.nextSegment, 8, [400]));
    expect(screen.held().upTo).toBe(upTo);
    source.receive(packet(page.nextSegment + 1, 0));
    expect(screen.held()).toEqual({ segment: page.nextSegment + 1, upTo: 1 });
  });

  test("is told whether the page is sending, and keeps the last picture while it is not", () => {
    const { relay, page, source } = setUp();
    source.receive(packet(page.nextSegment, 0));
    source.close();
    const screen = new Screen();
    relay.addViewer(ID, screen);
    expect(screen.held().upTo).toBe(1);
    relay.addSource(ID, new Page());
    expect(screen.connected).toEqual([false, true]);
  });
});

describe("once what is masked is another", () => {
  test("whoever comes later is given nothing of before, and is told that the page is away", () => {
    const { relay, page, source } = setUp();
    for (let seq = 0; seq < 5; seq++) source.receive(packet(page.nextSegment, seq));
    source.close();
    relay.renew(ID);
    const late = new Screen();
    relay.addViewer(ID, late);
    expect([late.got, late.connected]).toEqual([[], [false]]);
    const next = new Page();
    relay.addSource(ID, next).receive(packet(next.nextSegment, 0));
    expect(late.held()).toEqual({ segment: next.nextSegment, upTo: 1 });
  });

  test("a page that is there begins anew, and what it had sent before it heard so goes nowhere", () => {
    const { relay, page, source, clock } = setUp();
    const [screen, stuck] = [new Screen(), new Screen()];
    relay.addViewer(ID, screen);
    const before = page.nextSegment;
    source.receive(packet(before, 0));
    relay.addViewer(ID, stuck);
    relay.renew(ID);
    for (let nth = 0; nth < 20; nth++) source.receive(packet(before + nth, nth === 0 ? 1 : 0));
    clock.advance(1_000);
    const late = new Screen();
    relay.addViewer(ID, late);
    expect([screen.got.length, stuck.got.length, late.got]).toEqual([1, 1, []]);
    source.receive(packet(page.nextSegment, 0));
    for (const one of [screen, stuck, late]) {
      expect(one.held()).toEqual({ segment: page.nextSegment, upTo: 1 });
    }
  });

  test("a line that was behind is not brought up", () => {
    const { relay, page, source, clock } = setUp({ viewerBacklogBytes: 1_000 });
    const screen = new Screen();
    screen.stuck = true;
    relay.addViewer(ID, screen);
    for (let seq = 0; seq < 50; seq++) source.receive(packet(page.nextSegment, seq, [100]));
    relay.renew(ID);
    const { length } = screen.got;
    screen.stuck = false;
    screen.backlog = 0;
    clock.advance(200);
    expect(screen.got).toHaveLength(length);
  });
});

describe("a visitor who switches pointing to and fro", () => {
  test("is told of at once, then now and then; who comes between hears what the others heard", () => {
    const { relay, source, clock } = setUp();
    const screen = new Screen();
    relay.addViewer(ID, screen);
    for (let nth = 0; nth < 20_000; nth++) source.allowPointing(nth % 2 === 1);
    expect(screen.allowed).toEqual([false]);
    const late = new Screen();
    relay.addViewer(ID, late);
    clock.advance(500);
    expect([screen.allowed, late.allowed]).toEqual([
      [false, true],
      [false, true],
    ]);
    clock.advance(5_000);
    source.allowPointing(true);
    expect(screen.allowed).toHaveLength(2);
    source.allowPointing(false);
    expect(screen.allowed).toEqual([false, true, false]);
  });

  test("sees no mark from then on, whatever viewers know", () => {
    const { relay, source, page } = setUp();
    for (const allowed of [false, true, false]) source.allowPointing(allowed);
    const mark = { kind: "clear" as const };
    const by = { viewer: 0, agentId: "a" as AgentId, name: "Anna", colour: 0 };
    expect(relay.mark(ID, new Screen(), { by, mark })).toBe("off");
    expect(page.marks).toEqual([]);
  });
});

describe("the page", () => {
  test("gets higher segment numbers on every page, also from a hub that was restarted", () => {
    const { relay, page, source, clock } = setUp();
    source.receive(packet(page.nextSegment, 0));
    source.receive(packet(page.nextSegment + 1, 0));
    const second = new Page();
    relay.addSource(ID, second);
    expect(second.nextSegment).toBe(page.nextSegment + 2);
    clock.advance(10_000);
    const afterRestart = new Page();
    new StreamRelay({ clock }).addSource(ID, afterRestart);
    expect(afterRestart.nextSegment).toBeGreaterThan(second.nextSegment);
  });

  test("that was replaced is told so and heard no more", () => {
    const { relay, page, source } = setUp();
    const second = new Page();
    const newer = relay.addSource(ID, second);
    expect(page.wasReplaced).toBe(true);
    const screen = new Screen();
    relay.addViewer(ID, screen);
    source.receive(packet(page.nextSegment, 0));
    expect(screen.got).toEqual([]);
    newer.receive(packet(page.nextSegment, 0));
    expect(screen.got).toEqual([]);
    newer.receive(packet(second.nextSegment, 0));
    expect(screen.held().upTo).toBe(1);
  });

  test("hears what arrived, in ranges", () => {
    const { page, source, clock } = setUp();
    for (let seq = 0; seq < 30; seq++) source.receive(packet(page.nextSegment, seq));
    clock.advance(50);
    expect(page.acks).toEqual([{ segment: page.nextSegment, seq: 29 }]);
  });

  test("is asked for a snapshot once, not at every packet, when frames are missing", () => {
    const { relay, page, source, clock } = setUp();
    const screen = new Screen();
    relay.addViewer(ID, screen);
    clock.advance(5_000);
    source.receive(packet(page.nextSegment, 0));
    for (let seq = 2; seq < 30; seq++) source.receive(packet(page.nextSegment, seq));
    expect(page.asked).toBe(1);
    expect(screen.held().upTo).toBe(1);
    // Asked again if it does not come.
    clock.advance(3_100);
    expect(page.asked).toBe(2);
  });
});

test("a viewer that shows the segment wrong gets another, once a minute for all viewers together", () => {
  const { relay, page, source, clock } = setUp();
  const screen = new Screen();
  relay.addViewer(ID, screen);
  source.receive(packet(page.nextSegment, 0));
  clock.advance(5_000);
  for (let n = 0; n < 120; n++) {
    relay.refresh(ID);
    relay.refresh(ID);
    clock.advance(1_000);
  }
  expect(page.asked).toBe(2);
  source.close();
  clock.advance(60_000);
  relay.refresh(ID);
  expect(page.asked).toBe(2);
});

test("one wanted right after another was asked for is asked for, too, when that is over", () => {
  const { relay, page, source, clock } = setUp();
  relay.addViewer(ID, new Screen());
  clock.advance(5_000);
  source.receive(packet(page.nextSegment, 0));
  source.receive(packet(page.nextSegment, 2));
  expect(page.asked).toBe(1);
  relay.refresh(ID);
  expect(page.asked).toBe(1);
  source.receive(packet(page.nextSegment + 1, 0));
  clock.advance(3_000);
  expect(page.asked).toBe(2);
});

test("after the end nothing goes through, and both sides know", () => {
  const { relay, page, source } = setUp();
  const screen = new Screen();
  relay.addViewer(ID, screen);
  source.receive(packet(page.nextSegment, 0));
  relay.end(ID);
  source.receive(packet(page.nextSegment, 1));
  expect([page.over, screen.over, screen.got.length, relay.size]).toEqual([true, true, 1, 0]);
});

test("malformed packets are dropped and change nothing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      const { relay, page, source } = setUp();
      const screen = new Screen();
      relay.addViewer(ID, screen);
      source.receive(bytes);
      source.receive(packet(page.nextSegment, 0));
      expect(screen.held()).toEqual({ segment: page.nextSegment, upTo: 1 });
    }),
  );
});

type Step = {
  readonly do: "send" | "drop" | "repeat" | "swap" | "segment" | "join" | "stick" | "free" | "reload";
};
const step: fc.Arbitrary<Step> = fc
  .constantFrom(
    "send",
    "send",
    "send",
    "drop",
    "repeat",
    "swap",
    "segment",
    "join",
    "stick",
    "free",
    "reload",
  )
  .map(name => ({ do: name }) as Step);

test("whatever is lost, doubled, reordered or stuck: every viewer holds a beginning of a segment, and a healed page heals it", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const { relay, clock, ...first } = setUp({ viewerBacklogBytes: 60, ringBytes: 400 });
      let { page, source } = first;
      let [segment, seq] = [page.nextSegment, 0];
      let kept: Uint8Array | null = null;
      const screens: Screen[] = [new Screen()];
      relay.addViewer(ID, screens[0] as Screen);
      const made = () => {
        const bytes = packet(segment, seq, [7, 11]);
        seq += 2;
        return bytes;
      };
      const startSegment = () => {
        segment += 1;
        seq = 0;
      };
      for (const { do: what } of steps) {
        if (what === "reload") {
          page = new Page();
          source = relay.addSource(ID, page);
          [segment, seq, kept] = [page.nextSegment, 0, null];
        } else if (what === "segment") startSegment();
        else if (what === "drop") made();
        else if (what === "send") {
          kept = made();
          source.receive(kept);
        } else if (what === "repeat" && kept !== null) source.receive(kept);
        else if (what === "swap") {
          const [one, two] = [made(), made()];
          source.receive(two);
          source.receive(one);
        } else if (what === "join") {
          const screen = new Screen();
          screens.push(screen);
          relay.addViewer(ID, screen);
        } else {
          for (const screen of screens) {
            screen.stuck = what === "stick";
            if (what === "free") screen.backlog = 0;
          }
        }
        clock.advance(20);
        for (const screen of screens) screen.held();
      }
      for (const screen of screens) {
        screen.stuck = false;
        screen.backlog = 0;
      }
      startSegment();
      source.receive(packet(segment, 0, [5]));
      clock.advance(4_000);
      for (const screen of screens) expect(screen.held()).toEqual({ segment, upTo: 1 });
    }),
    { numRuns: 300 },
  );
});
