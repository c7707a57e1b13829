/** What is done about gaps, and about a mirror that went wrong. */
import { beforeEach, describe, expect, it } from "vitest";
import { LiveWorld, PAGE } from "./test/liveFakes.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
});

describe("a gap", () => {
  it("is mended at once by a new stream; the old one is heard no more", () => {
    world.show();
    const old = world.stream;
    world.mirror.posted.length = 0;
    world.mirror.say({ kind: "gap" });
    expect(old.closed).toBe(true);
    expect(world.streams.length).toBe(2);
    expect(world.state).toBe("connecting");
    old.tell("stream:frames", Uint8Array.of(1));
    expect(world.kindsPosted).toEqual(["reset"]);
    world.online();
    world.mirror.say({ kind: "page", ...PAGE });
    expect(world.state).toBe("live");
  });

  it("again and again is mended ever more slowly, never in a loop", () => {
    world.show();
    world.mirror.say({ kind: "gap" });
    const pauses: number[] = [];
    for (let round = 0; round < 7; round++) {
      const before = world.streams.length;
      world.online();
      world.mirror.say({ kind: "gap" });
      const startMs = world.clock.nowMs();
      while (world.streams.length === before) world.clock.advance(500);
      pauses.push(world.clock.nowMs() - startMs);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it("after a quiet time is mended at once again", () => {
    world.show();
    world.mirror.say({ kind: "gap" });
    world.clock.advance(15_001);
    world.mirror.say({ kind: "gap" });
    expect(world.streams.length).toBe(3);
  });

  it("waiting to be mended is dropped when all ends", () => {
    world.show();
    world.mirror.say({ kind: "gap" });
    world.mirror.say({ kind: "gap" });
    world.model.close();
    world.clock.advance(60_000);
    expect(world.streams.length).toBe(2);
    expect(world.state).toBe("ended");
  });
});

describe("a mirror that is not what was sent", () => {
  const checked = (same: boolean) => world.mirror.say({ kind: "checked", same });
  /** What was done about it: streams opened anew, fresh pictures asked for. */
  const done = () => ({
    again: world.streams.length - 1,
    fresh: world.streams.flatMap(({ sent }) => sent).filter(event => event === "stream:snapshotWanted")
      .length,
  });
  const differs = () => {
    checked(false);
    if (world.streams.at(-1)?.state.kind === "connecting") {
      world.online();
      world.mirror.say({ kind: "page", ...PAGE });
    }
  };

  it("gets the segment again, as after a gap, and a fresh picture if that was no better", () => {
    world.show();
    world.mirror.posted.length = 0;
    checked(false);
    expect(world.kindsPosted).toEqual(["reset"]);
    expect(world.state).toBe("connecting");
    world.online();
    world.mirror.say({ kind: "page", ...PAGE });
    expect(done()).toEqual({ again: 1, fresh: 0 });
    world.clock.advance(60_000);
    differs();
    expect(done()).toEqual({ again: 1, fresh: 1 });
    expect(world.state).toBe("live");
  });

  it("is given up when neither helps, until it is the same once", () => {
    world.show();
    for (let n = 0; n < 1_000; n++) {
      differs();
      world.clock.advance(10_000);
    }
    expect(done()).toEqual({ again: 1, fresh: 1 });
    checked(true);
    differs();
    expect(done()).toEqual({ again: 2, fresh: 1 });
  });

  it("makes no more of it than once a minute, whatever a stream claims", () => {
    world.show();
    for (let n = 0; n < 3_600; n++) {
      checked(n % 2 === 0);
      differs();
      differs();
      world.clock.advance(1_000);
    }
    const { again, fresh } = done();
    expect(again + fresh).toBe(60);
  });

  it("that is the same leads to nothing; nor is one judged that waits", () => {
    world.show();
    checked(true);
    world.stream.become({ kind: "offline" });
    checked(false);
    expect(done()).toEqual({ again: 0, fresh: 0 });
  });
});
