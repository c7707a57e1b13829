/** What is said while the visitor's page, or the way to it, is not there. */
import { beforeEach, describe, expect, it } from "vitest";
import { LiveWorld, PAGE } from "./test/liveFakes.ts";

let world: LiveWorld;
beforeEach(() => {
  world = new LiveWorld();
});

describe("while the page is away", () => {
  it("says so and keeps what was seen, until the next page comes", () => {
    world.show();
    world.stream.tell("stream:source", { connected: false });
    expect(world.state).toBe("waiting");
    expect(world.model.page.value).toEqual(PAGE);
    world.stream.tell("stream:source", { connected: true });
    world.mirror.say({ kind: "page", ...PAGE, segment: 1, title: "Basket" });
    expect(world.state).toBe("live");
    expect(world.model.page.value?.title).toBe("Basket");
  });

  it("a source that is there before any page is still waited for", () => {
    world.begin();
    world.stream.tell("stream:source", { connected: true });
    expect(world.state).toBe("waiting");
  });
});

describe("a page that is away when its picture comes", () => {
  it("is not live for who comes late: the picture is one of before", () => {
    world.begin(false);
    world.mirror.say({ kind: "page", ...PAGE });
    expect(world.state).toBe("waiting");
    expect(world.model.page.value).toEqual(PAGE);
    world.clock.advance(10_000);
    expect(world.state).toBe("missing");
    world.mirror.say({ kind: "page", ...PAGE, title: "Basket" });
    expect(world.state).toBe("missing");
    world.stream.tell("stream:source", { connected: true });
    expect(world.state).toBe("live");
  });

  it("nor for who saw it, when the mirror is behind what the hub says", () => {
    world.show();
    world.stream.tell("stream:source", { connected: false });
    world.mirror.say({ kind: "page", ...PAGE, title: "Basket" });
    expect(world.state).toBe("waiting");
  });

  it("nor without a connection of ours", () => {
    world.show();
    world.stream.become({ kind: "offline" });
    world.mirror.say({ kind: "page", ...PAGE, title: "Basket" });
    expect(world.state).toBe("connecting");
  });

  it("and a mirror that was told to forget it shows nothing yet", () => {
    world.show();
    world.stream.become({ kind: "offline" });
    world.online();
    expect(world.state).toBe("waiting");
    world.mirror.say({ kind: "page", ...PAGE });
    expect(world.state).toBe("live");
  });
});

describe("a page that stays away", () => {
  const away = () => world.stream.tell("stream:source", { connected: false });

  it("may have been left: that is said after ten seconds, however often its being away is told", () => {
    world.show();
    away();
    world.clock.advance(9_000);
    away();
    expect(world.state).toBe("waiting");
    world.clock.advance(1_000);
    expect(world.state).toBe("missing");
    away();
    expect(world.state).toBe("missing");
  });

  it("is shown again when it comes back after all", () => {
    world.show();
    away();
    world.clock.advance(10_000);
    world.stream.tell("stream:source", { connected: true });
    expect(world.state).toBe("live");
    away();
    expect(world.state).toBe("waiting");
  });

  it("and one that never came is the same; one that is connected, but slow, is not", () => {
    world.begin();
    world.stream.tell("stream:source", { connected: true });
    world.clock.advance(60_000);
    expect(world.state).toBe("waiting");
    away();
    world.clock.advance(10_000);
    expect(world.state).toBe("missing");
  });

  it("is not judged without a connection of ours, nor after the end", () => {
    world.begin();
    world.stream.become({ kind: "offline" });
    world.clock.advance(60_000);
    expect(world.state).toBe("connecting");
    world.online();
    world.model.close();
    world.clock.advance(60_000);
    expect(world.state).toBe("ended");
  });
});

describe("a connection that is lost", () => {
  it("comes back with the segment from its start: the mirror forgets first", () => {
    world.show();
    world.mirror.posted.length = 0;
    world.stream.become({ kind: "offline" });
    expect(world.state).toBe("connecting");
    expect(world.kindsPosted).toEqual([]);
    world.online();
    world.stream.tell("stream:frames", Uint8Array.of(1));
    expect(world.kindsPosted).toEqual(["reset", "packet"]);
    expect(world.streams.length).toBe(1);
  });
});
