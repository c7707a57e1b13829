/** A live page's surroundings for its tests: a stream and a mirror that say what they are told to, and a clock. */
import type { ConnectionState, StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror } from "@lotse/cobrowse/replay/port";
import type { StreamEvents } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { LiveModel, type MirrorPort } from "../LiveModel.ts";

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

export class FakeMirror implements MirrorPort {
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

export const PAGE = {
  segment: 0,
  url: "https://shop.example/",
  title: "Shop",
  widthPx: 800,
  heightPx: 600,
} as const;

/** What one test looks at; made anew before each. */
export class LiveWorld {
  readonly clock = new FakeClock(0);
  readonly streams: FakeStream[] = [];
  mirror = new FakeMirror();
  readonly model: LiveModel;

  constructor() {
    this.model = new LiveModel({
      clock: this.clock,
      openStream: () => {
        const stream = new FakeStream();
        this.streams.push(stream);
        return stream;
      },
    });
  }

  get stream(): FakeStream {
    return this.streams.at(-1) as FakeStream;
  }

  get state() {
    return this.model.state.value.kind;
  }

  get kindsPosted() {
    return this.mirror.posted.map(({ kind }) => kind);
  }

  /** As far as the hub's first word; whether the page sends is told on each connection. */
  begin(connected = true): void {
    this.model.attach(this.mirror);
    this.mirror.say({ kind: "ready" });
    this.online(connected);
  }

  online(connected = true): void {
    this.stream.become({ kind: "online" });
    this.stream.tell("stream:source", { connected });
  }

  show(): void {
    this.begin();
    this.mirror.say({ kind: "page", ...PAGE });
  }
}
