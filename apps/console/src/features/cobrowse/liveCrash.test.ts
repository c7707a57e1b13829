/** A mirror whose process is gone. */
import { beforeEach, describe, expect, it } from "vitest";
import { FakeMirror, LiveWorld } from "./test/liveFakes.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
});

describe("a mirror whose process is gone", () => {
  const anew = () => {
    world.mirror = new FakeMirror();
    world.show();
  };
  const crash = (afterMs = 15_000) => {
    world.mirror.alive = false;
    world.clock.advance(afterMs);
  };

  it("is noticed by its silence, and put up anew, with a fresh picture of the page", () => {
    world.show();
    const before = world.stream;
    crash(14_999);
    expect([world.state, world.model.life.value]).toEqual(["live", 0]);
    world.clock.advance(1);
    expect(before.sent).toEqual(["stream:snapshotWanted"]);
    expect(before.closed).toBe(true);
    expect([world.state, world.model.life.value, world.mirror.closed]).toEqual(["loading", 1, true]);
    anew();
    world.clock.advance(60_000);
    expect([world.state, world.model.life.value, world.streams.length]).toEqual(["live", 1, 2]);
  });

  it("is noticed even if it goes before its first word", () => {
    world.mirror.alive = false;
    world.model.attach(world.mirror);
    world.clock.advance(15_000);
    expect([world.state, world.model.life.value, world.mirror.closed, world.streams.length]).toEqual([
      "loading",
      1,
      true,
      0,
    ]);
    anew();
    expect(world.state).toBe("live");
  });

  it("is not taken for gone while it says anything: it works hard", () => {
    world.show();
    world.mirror.alive = false;
    for (let n = 0; n < 100; n++) {
      world.clock.advance(9_000);
      world.mirror.say({ kind: "pace", slow: false, away: false });
    }
    expect([world.state, world.model.life.value]).toEqual(["live", 0]);
  });

  it("three times in a row; then that is said, and another try is the agent's own", () => {
    world.show();
    for (let n = 0; n < 3; n++) {
      crash();
      expect(world.state).toBe("loading");
      anew();
      world.clock.advance(30_000);
    }
    crash();
    expect([world.state, world.model.life.value]).toEqual(["crashed", 3]);
    world.clock.advance(600_000);
    expect([world.state, world.model.life.value]).toEqual(["crashed", 3]);
    world.model.retry();
    expect([world.state, world.model.life.value]).toEqual(["loading", 4]);
    anew();
    crash();
    expect([world.state, world.model.life.value]).toEqual(["loading", 5]);
  });

  it("because nobody looks any more is no crash; nor is anything after the end", () => {
    world.show();
    for (let n = 0; n < 10; n++) {
      const gone = world.mirror;
      world.model.release();
      expect([gone.closed, world.stream.closed]).toEqual([true, true]);
      world.clock.advance(60_000);
      anew();
    }
    expect([world.state, world.model.life.value]).toEqual(["live", 0]);
    world.model.close();
    crash();
    expect([world.state, world.model.life.value]).toEqual(["ended", 0]);
  });
});
