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
  readonly sent: string[] = [];
  send(_payload: unknown, event = "stream:frames") {
    if (event === "stream:frames") throw new Error("A viewer sends no packets");
    this.sent.push(event);
  }
  close() {
    this.become({ kind: "closed" });
  }
}

class FakeMirror implements MirrorPort {
  readonly posted: ToMirror[] = [];
  closed = false;
  #fn: (message: FromMirror) => void = () => undefined;
  alive = true;
  post(message: ToMirror) {
    if (message.kind !== "ask") this.posted.push(message);
    else if (this.alive) this.say({ kind: "here" });
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

describe("how the page can be followed", () => {
  it("is what the mirror says, until another mirror begins", () => {
    show();
    mirror.say({ kind: "pace", slow: true, away: true });
    expect([model.slow.value, model.away.value]).toEqual([true, true]);
    mirror.say({ kind: "pace", slow: false, away: true });
    expect([model.slow.value, model.away.value]).toEqual([false, true]);
    model.attach(mirror);
    expect(model.away.value).toBe(false);
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

describe("a mirror that is not what was sent", () => {
  const checked = (same: boolean) => mirror.say({ kind: "checked", same });
  /** What was done about it: streams opened anew, fresh pictures asked for. */
  const done = () => ({
    again: streams.length - 1,
    fresh: streams.flatMap(({ sent }) => sent).filter(event => event === "stream:snapshotWanted").length,
  });
  const differs = () => {
    checked(false);
    if (streams.at(-1)?.state.kind === "connecting") {
      stream().become({ kind: "online" });
      mirror.say({ kind: "page", ...PAGE });
    }
  };

  it("gets the segment again, as after a gap, and a fresh picture if that was no better", () => {
    show();
    mirror.posted.length = 0;
    checked(false);
    expect(kindsPosted()).toEqual(["reset"]);
    expect(state()).toBe("connecting");
    stream().become({ kind: "online" });
    mirror.say({ kind: "page", ...PAGE });
    expect(done()).toEqual({ again: 1, fresh: 0 });
    clock.advance(60_000);
    differs();
    expect(done()).toEqual({ again: 1, fresh: 1 });
    expect(state()).toBe("live");
  });

  it("is given up when neither helps, until it is the same once", () => {
    show();
    for (let n = 0; n < 1_000; n++) {
      differs();
      clock.advance(10_000);
    }
    expect(done()).toEqual({ again: 1, fresh: 1 });
    checked(true);
    differs();
    expect(done()).toEqual({ again: 2, fresh: 1 });
  });

  it("makes no more of it than once a minute, whatever a stream claims", () => {
    show();
    for (let n = 0; n < 3_600; n++) {
      checked(n % 2 === 0);
      differs();
      differs();
      clock.advance(1_000);
    }
    const { again, fresh } = done();
    expect(again + fresh).toBe(60);
  });

  it("that is the same leads to nothing; nor is one judged that waits", () => {
    show();
    checked(true);
    stream().become({ kind: "offline" });
    checked(false);
    expect(done()).toEqual({ again: 0, fresh: 0 });
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

describe("a mirror whose process is gone", () => {
  const anew = () => {
    mirror = new FakeMirror();
    show();
  };
  const crash = (afterMs = 15_000) => {
    mirror.alive = false;
    clock.advance(afterMs);
  };

  it("is noticed by its silence, and put up anew, with a fresh picture of the page", () => {
    show();
    const before = stream();
    crash(14_999);
    expect([state(), model.life.value]).toEqual(["live", 0]);
    clock.advance(1);
    expect(before.sent).toEqual(["stream:snapshotWanted"]);
    expect(before.closed).toBe(true);
    expect([state(), model.life.value, mirror.closed]).toEqual(["loading", 1, true]);
    anew();
    clock.advance(60_000);
    expect([state(), model.life.value, streams.length]).toEqual(["live", 1, 2]);
  });

  it("is noticed even if it goes before its first word", () => {
    mirror.alive = false;
    model.attach(mirror);
    clock.advance(15_000);
    expect([state(), model.life.value, mirror.closed, streams.length]).toEqual(["loading", 1, true, 0]);
    anew();
    expect(state()).toBe("live");
  });

  it("is not taken for gone while it says anything: it works hard", () => {
    show();
    mirror.alive = false;
    for (let n = 0; n < 100; n++) {
      clock.advance(9_000);
      mirror.say({ kind: "pace", slow: false, away: false });
    }
    expect([state(), model.life.value]).toEqual(["live", 0]);
  });

  it("three times in a row; then that is said, and another try is the agent's own", () => {
    show();
    for (let n = 0; n < 3; n++) {
      crash();
      expect(state()).toBe("loading");
      anew();
      clock.advance(30_000);
    }
    crash();
    expect([state(), model.life.value]).toEqual(["crashed", 3]);
    clock.advance(600_000);
    expect([state(), model.life.value]).toEqual(["crashed", 3]);
    model.retry();
    expect([state(), model.life.value]).toEqual(["loading", 4]);
    anew();
    crash();
    expect([state(), model.life.value]).toEqual(["loading", 5]);
  });

  it("because nobody looks any more is no crash; nor is anything after the end", () => {
    show();
    for (let n = 0; n < 10; n++) {
      const gone = mirror;
      model.release();
      expect([gone.closed, stream().closed]).toEqual([true, true]);
      clock.advance(60_000);
      anew();
    }
    expect([state(), model.life.value]).toEqual(["live", 0]);
    model.close();
    crash();
    expect([state(), model.life.value]).toEqual(["ended", 0]);
  });
});
