import type { ConnectionState, StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror } from "@lotse/cobrowse/replay/port";
import type { StreamEvents } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { LiveModel, type MirrorPort } from "./LiveModel.ts";

class FakeStream implements StreamConnection {
  state: ConnectionState = { kind: "connecting" };
  readonly #states = new Set<(state: ConnectionState) => void>();
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  get closed() {
    return this.state.kind === "closed";
  }
  become(state: ConnectionState) {
    this.state = state;
    for (const fn of this.#states) fn(state);
  }
  onState(fn: (state: ConnectionState) => void) {
    this.#states.add(fn);
    return () => this.#states.delete(fn);
  }
  on<E extends keyof StreamEvents>(event: E, fn: (payload: StreamEvents[E]) => void) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(fn));
    return () => listeners.delete(fn);
  }
  tell<E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]) {
    for (const fn of this.#listeners.get(event) ?? []) fn(payload as never);
  }
  send() {
    throw new Error("A viewer sends nothing");
  }
  close() {
    this.become({ kind: "closed" });
  }
}

class FakeMirror implements MirrorPort {
  readonly posted: ToMirror[] = [];
  closed = false;
  #fn: (message: FromMirror) => void = () => undefined;
  post(message: ToMirror) {
    this.posted.push(message);
  }
  onMessage(fn: (message: FromMirror) => void) {
    this.#fn = fn;
    return () => {
      this.#fn = () => undefined;
    };
  }
  say(message: FromMirror) {
    this.#fn(message);
  }
  close() {
    this.closed = true;
  }
}

const PAGE = {
  segment: 0,
  url: "https://shop.example/",
  title: "Shop",
  widthPx: 800,
  heightPx: 600,
} as const;

let clock: FakeClock;
let streams: FakeStream[];
let mirror: FakeMirror;
let model: LiveModel;

beforeEach(() => {
  clock = new FakeClock(0);
  streams = [];
  mirror = new FakeMirror();
  model = new LiveModel({
    clock,
    openStream: () => {
      const stream = new FakeStream();
      streams.push(stream);
      return stream;
    },
  });
});

const stream = () => streams.at(-1) as FakeStream;
const state = () => model.state.value.kind;
const kindsPosted = () => mirror.posted.map(({ kind }) => kind);

const begin = () => {
  model.attach(mirror);
  mirror.say({ kind: "ready" });
  stream().become({ kind: "online" });
};
const show = () => {
  begin();
  mirror.say({ kind: "page", ...PAGE });
};

describe("from nothing to the page", () => {
  it("opens the stream only when the mirror can take it", () => {
    expect(state()).toBe("loading");
    model.attach(mirror);
    expect(streams).toEqual([]);
    mirror.say({ kind: "ready" });
    expect(streams.length).toBe(1);
    expect(state()).toBe("connecting");
    stream().become({ kind: "online" });
    expect(state()).toBe("waiting");
    mirror.say({ kind: "page", ...PAGE });
    expect(state()).toBe("live");
    expect(model.page.value).toEqual(PAGE);
  });

  it("hands packets on byte by byte, each in a buffer of its own", () => {
    begin();
    const shared = Uint8Array.of(9, 1, 2, 3, 9);
    stream().tell("stream:frames", shared.subarray(1, 4));
    const packet = mirror.posted.find(message => message.kind === "packet");
    expect(packet?.kind === "packet" && [...new Uint8Array(packet.bytes)]).toEqual([1, 2, 3]);
    expect(packet?.kind === "packet" && packet.bytes).not.toBe(shared.buffer);
  });
});

describe("while the page is away", () => {
  it("says so and keeps what was seen, until the next page comes", () => {
    show();
    stream().tell("stream:source", { connected: false });
    expect(state()).toBe("waiting");
    expect(model.page.value).toEqual(PAGE);
    mirror.say({ kind: "page", ...PAGE, segment: 1, title: "Basket" });
    expect(state()).toBe("live");
    expect(model.page.value?.title).toBe("Basket");
  });

  it("a source that is there before any page is still waited for", () => {
    begin();
    stream().tell("stream:source", { connected: true });
    expect(state()).toBe("waiting");
  });
});

describe("a page that stays away", () => {
  const away = () => stream().tell("stream:source", { connected: false });

  it("may have been left: that is said after ten seconds, however often its being away is told", () => {
    show();
    away();
    clock.advance(9_000);
    away();
    expect(state()).toBe("waiting");
    clock.advance(1_000);
    expect(state()).toBe("missing");
    away();
    expect(state()).toBe("missing");
  });

  it("is shown again when it comes back after all", () => {
    show();
    away();
    clock.advance(10_000);
    stream().tell("stream:source", { connected: true });
    expect(state()).toBe("live");
    away();
    expect(state()).toBe("waiting");
  });

  it("and one that never came is the same; one that is connected, but slow, is not", () => {
    begin();
    stream().tell("stream:source", { connected: true });
    clock.advance(60_000);
    expect(state()).toBe("waiting");
    away();
    clock.advance(10_000);
    expect(state()).toBe("missing");
  });

  it("is not judged without a connection of ours, nor after the end", () => {
    begin();
    stream().become({ kind: "offline" });
    clock.advance(60_000);
    expect(state()).toBe("connecting");
    stream().become({ kind: "online" });
    model.close();
    clock.advance(60_000);
    expect(state()).toBe("ended");
  });
});

describe("a connection that is lost", () => {
  it("comes back with the segment from its start: the mirror forgets first", () => {
    show();
    mirror.posted.length = 0;
    stream().become({ kind: "offline" });
    expect(state()).toBe("connecting");
    expect(kindsPosted()).toEqual([]);
    stream().become({ kind: "online" });
    stream().tell("stream:frames", Uint8Array.of(1));
    expect(kindsPosted()).toEqual(["reset", "packet"]);
    expect(streams.length).toBe(1);
  });
});

describe("a gap", () => {
  it("is mended at once by a new stream; the old one is heard no more", () => {
    show();
    const old = stream();
    mirror.posted.length = 0;
    mirror.say({ kind: "gap" });
    expect(old.closed).toBe(true);
    expect(streams.length).toBe(2);
    expect(state()).toBe("connecting");
    old.tell("stream:frames", Uint8Array.of(1));
    expect(kindsPosted()).toEqual(["reset"]);
    stream().become({ kind: "online" });
    mirror.say({ kind: "page", ...PAGE });
    expect(state()).toBe("live");
  });

  it("again and again is mended ever more slowly, never in a loop", () => {
    show();
    mirror.say({ kind: "gap" });
    const pauses: number[] = [];
    for (let round = 0; round < 7; round++) {
      const before = streams.length;
      stream().become({ kind: "online" });
      mirror.say({ kind: "gap" });
      const startMs = clock.nowMs();
      while (streams.length === before) clock.advance(500);
      pauses.push(clock.nowMs() - startMs);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it("after a quiet time is mended at once again", () => {
    show();
    mirror.say({ kind: "gap" });
    clock.advance(15_001);
    mirror.say({ kind: "gap" });
    expect(streams.length).toBe(3);
  });

  it("waiting to be mended is dropped when all ends", () => {
    show();
    mirror.say({ kind: "gap" });
    mirror.say({ kind: "gap" });
    model.close();
    clock.advance(60_000);
    expect(streams.length).toBe(2);
    expect(state()).toBe("ended");
  });
});

describe("a refusal", () => {
  it("by the mirror is told, holds while the source talks, and can be tried again", () => {
    show();
    mirror.say({ kind: "refused", code: "REPLAY_INVALID" });
    expect(model.state.value).toEqual({ kind: "refused", code: "REPLAY_INVALID" });
    stream().tell("stream:source", { connected: true });
    expect(state()).toBe("refused");
    model.retry();
    expect(state()).toBe("connecting");
    expect(streams.length).toBe(2);
    expect(streams[0]?.closed).toBe(true);
  });

  it("ends with the next page that can be shown", () => {
    show();
    mirror.say({ kind: "refused", code: "SNAPSHOT_TOO_LARGE" });
    mirror.say({ kind: "page", ...PAGE, segment: 1 });
    expect(state()).toBe("live");
  });

  it("by the hub is told; that the session is over is an end", () => {
    begin();
    stream().become({ kind: "refused", code: "NOT_FOUND" });
    expect(model.state.value).toEqual({ kind: "refused", code: "NOT_FOUND" });
    model.retry();
    stream().become({ kind: "refused", code: "COBROWSE_ENDED" });
    expect(state()).toBe("ended");
  });
});

describe("the end", () => {
  it("closes the stream and is final", () => {
    show();
    stream().tell("stream:ended", {});
    expect(state()).toBe("ended");
    expect(stream().closed).toBe(true);
    mirror.say({ kind: "page", ...PAGE });
    mirror.say({ kind: "gap" });
    mirror.say({ kind: "ready" });
    expect(state()).toBe("ended");
    expect(streams.length).toBe(1);
  });

  it("by closing lets everything go, twice is harmless", () => {
    show();
    model.close();
    model.close();
    expect(mirror.closed).toBe(true);
    expect(stream().closed).toBe(true);
  });
});

it("a mirror loaded anew starts over with a stream of its own", () => {
  show();
  const first = mirror;
  mirror = new FakeMirror();
  model.attach(mirror);
  expect(first.closed).toBe(true);
  expect(streams[0]?.closed).toBe(true);
  expect(state()).toBe("loading");
  mirror.say({ kind: "ready" });
  expect(streams.length).toBe(2);
});
