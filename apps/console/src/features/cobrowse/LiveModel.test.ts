/** The way from nothing to the page and to its end. */
import { beforeEach, describe, expect, it } from "vitest";
import { FakeMirror, LiveWorld, PAGE } from "./test/liveFakes.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
});

describe("from nothing to the page", () => {
  it("opens the stream only when the mirror can take it", () => {
    expect(world.state).toBe("loading");
    world.model.attach(world.mirror);
    expect(world.streams).toEqual([]);
    world.mirror.say({ kind: "ready" });
    expect(world.streams.length).toBe(1);
    expect(world.state).toBe("connecting");
    world.online();
    expect(world.state).toBe("waiting");
    world.mirror.say({ kind: "page", ...PAGE });
    expect(world.state).toBe("live");
    expect(world.model.page.value).toEqual(PAGE);
  });

  it("hands packets on byte by byte, each in a buffer of its own", () => {
    world.begin();
    const shared = Uint8Array.of(9, 1, 2, 3, 9);
    world.stream.tell("stream:frames", shared.subarray(1, 4));
    const packet = world.mirror.posted.find(message => message.kind === "packet");
    expect(packet?.kind === "packet" && [...new Uint8Array(packet.bytes)]).toEqual([1, 2, 3]);
    expect(packet?.kind === "packet" && packet.bytes).not.toBe(shared.buffer);
  });
});

describe("how the page can be followed", () => {
  it("is what the mirror says, until another mirror begins", () => {
    world.show();
    world.mirror.say({ kind: "pace", slow: true, away: true });
    expect([world.model.slow.value, world.model.away.value]).toEqual([true, true]);
    world.mirror.say({ kind: "pace", slow: false, away: true });
    expect([world.model.slow.value, world.model.away.value]).toEqual([false, true]);
    world.model.attach(world.mirror);
    expect(world.model.away.value).toBe(false);
  });
});

describe("a refusal", () => {
  it("by the mirror is told, holds while the source talks, and can be tried again", () => {
    world.show();
    world.mirror.say({ kind: "refused", code: "REPLAY_INVALID" });
    expect(world.model.state.value).toEqual({ kind: "refused", code: "REPLAY_INVALID" });
    world.stream.tell("stream:source", { connected: true });
    expect(world.state).toBe("refused");
    world.model.retry();
    expect(world.state).toBe("connecting");
    expect(world.streams.length).toBe(2);
    expect(world.streams[0]?.closed).toBe(true);
  });

  it("ends with the next page that can be shown", () => {
    world.show();
    world.mirror.say({ kind: "refused", code: "SNAPSHOT_TOO_LARGE" });
    world.mirror.say({ kind: "page", ...PAGE, segment: 1 });
    expect(world.state).toBe("live");
  });

  it("by the hub is told; that the session is over is an end", () => {
    world.begin();
    world.stream.become({ kind: "refused", code: "NOT_FOUND" });
    expect(world.model.state.value).toEqual({ kind: "refused", code: "NOT_FOUND" });
    world.model.retry();
    world.stream.become({ kind: "refused", code: "COBROWSE_ENDED" });
    expect(world.state).toBe("ended");
  });
});

describe("the end", () => {
  it("closes the stream and is final", () => {
    world.show();
    world.stream.tell("stream:ended", {});
    expect(world.state).toBe("ended");
    expect(world.stream.closed).toBe(true);
    world.mirror.say({ kind: "page", ...PAGE });
    world.mirror.say({ kind: "gap" });
    world.mirror.say({ kind: "ready" });
    expect(world.state).toBe("ended");
    expect(world.streams.length).toBe(1);
  });

  it("by closing lets everything go, twice is harmless", () => {
    world.show();
    world.model.close();
    world.model.close();
    expect(world.mirror.closed).toBe(true);
    expect(world.stream.closed).toBe(true);
  });
});

it("a mirror loaded anew starts over with a stream of its own", () => {
  world.show();
  const first = world.mirror;
  world.mirror = new FakeMirror();
  world.model.attach(world.mirror);
  expect(first.closed).toBe(true);
  expect(world.streams[0]?.closed).toBe(true);
  expect(world.state).toBe("loading");
  world.mirror.say({ kind: "ready" });
  expect(world.streams.length).toBe(2);
});
