/**
 * The visitor's page while it is shared: brings the stream to the mirror document and says what is to be seen.
 * Packets pass through unread; decoding, checking and drawing are the mirror's matter.
 */
import type { StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror } from "@lotse/cobrowse/replay/port";
import type { Clock, ErrorCode, Unsubscribe } from "@lotse/protocol";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { ActingModel } from "./ActingModel.ts";
import { Gaps } from "./Gaps.ts";
import { Lives } from "./Lives.ts";
import { Mending } from "./Mending.ts";
import { PointingModel } from "./PointingModel.ts";

export interface MirrorPort {
  post(message: ToMirror): void;
  onMessage(fn: (message: FromMirror) => void): Unsubscribe;
  close(): void;
}

export type LiveState =
  /** The mirror document is not there yet. */
  | { readonly kind: "loading" }
  /** The stream is being opened, or opened again. */
  | { readonly kind: "connecting" }
  /** The visitor's page does not send: it is loading, or offline. What was last seen stays. */
  | { readonly kind: "waiting" }
  /** It has not sent for so long that the visitor may have left. It is waited for all the same. */
  | { readonly kind: "missing" }
  | { readonly kind: "live" }
  | { readonly kind: "refused"; readonly code: ErrorCode }
  /** The mirror's process crashed again and again. */
  | { readonly kind: "crashed" }
  | { readonly kind: "ended" };

export type ShownPage = Omit<Extract<FromMirror, { kind: "page" }>, "kind">;

export interface LiveDeps {
  readonly clock: Clock;
  readonly openStream: () => StreamConnection;
}

/** A page that loads is back sooner. */
const MISSING_AFTER_MS = 10_000;

export class LiveModel {
  readonly #deps: LiveDeps;
  readonly #state = signal<LiveState>({ kind: "loading" });
  readonly #page = signal<ShownPage | null>(null);
  readonly #slow = signal(false);
  readonly #away = signal(false);
  #mirror: MirrorPort | null = null;
  #stopMirror: Unsubscribe = () => undefined;
  #stream: StreamConnection | null = null;
  #stopStream: Unsubscribe = () => undefined;
  #cancelReopen: Unsubscribe = () => undefined;
  /** Null unless a page that is away is given time to come back. */
  #cancelMissing: Unsubscribe | null = null;
  readonly #mending: Mending;
  /** The visitor's page sends, as the hub said last. */
  #connected = false;
  /** The mirror shows a page, and not what it was told to forget. */
  #shown = false;
  readonly #gaps: Gaps;
  readonly #lives: Lives;
  readonly #life = signal(0);

  readonly state: ReadonlySignal<LiveState> = this.#state;
  /** The page last shown; it stays while waiting for the next. */
  readonly page: ReadonlySignal<ShownPage | null> = this.#page;

  /** The page changes so fast that only a picture comes now and then. */
  readonly slow: ReadonlySignal<boolean> = this.#slow;
  /** The visitor has another tab or window before their eyes. */
  readonly away: ReadonlySignal<boolean> = this.#away;
  /** Another number asks for another mirror document. */
  readonly life: ReadonlySignal<number> = this.#life;
  readonly pointing: PointingModel;
  readonly acting: ActingModel;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
    this.#mending = new Mending(deps.clock);
    this.#gaps = new Gaps(deps.clock);
    this.#lives = new Lives({
      clock: deps.clock,
      ask: () => this.#mirror?.post({ kind: "ask" }),
      onGone: again => this.#gone(again),
    });
    this.pointing = new PointingModel({
      clock: deps.clock,
      post: message => this.#mirror?.post(message),
      stream: () => this.#stream,
    });
    this.acting = new ActingModel({
      clock: deps.clock,
      post: message => this.#mirror?.post(message),
      stream: () => this.#stream,
      pointing: this.pointing,
    });
  }

  /** The mirror document is loaded, or loaded anew: it knows nothing yet. */
  attach(mirror: MirrorPort): void {
    this.release();
    this.#mirror = mirror;
    this.#slow.value = this.#away.value = false;
    this.#stopMirror = mirror.onMessage(message => this.#fromMirror(message));
    // From here on, not from its first word: it may be gone before it says one.
    this.#lives.begin();
  }

  /** Nobody looks: its document is taken away. */
  release(): void {
    this.#closeStream();
    this.#detach();
    if (this.#state.value.kind !== "ended") this.#become({ kind: "loading" });
  }

  /** After a refusal: from the segment's start; after crashes, with another document. */
  retry(): void {
    const { kind } = this.#state.value;
    if (kind === "refused") this.#reopen();
    if (kind !== "crashed") return;
    this.#become({ kind: "loading" });
    this.#life.value += 1;
  }

  close(): void {
    this.pointing.close();
    this.acting.close();
    this.#closeStream();
    this.#detach();
    this.#become({ kind: "ended" });
  }

  #fromMirror(message: FromMirror): void {
    if (this.#state.value.kind === "ended") return;
    this.#lives.heard();
    switch (message.kind) {
      case "here":
        return;
      case "mark":
      case "toolEnded":
        this.pointing.fromMirror(message);
        return;
      case "act":
        this.acting.fromMirror(message);
        return;
      case "ready":
        this.pointing.ready();
        if (this.#stream === null) this.#openStream();
        return;
      case "page": {
        const { kind: _, ...page } = message;
        this.#shown = true;
        batch(() => {
          this.#page.value = page;
          // What the hub still holds of a page is shown although it may be away by now.
          if (this.#connected) this.#become({ kind: "live" });
        });
        return;
      }
      case "pace":
        batch(() => {
          this.#slow.value = message.slow;
          this.#away.value = message.away;
        });
        return;
      case "gap":
        this.#mendGap();
        return;
      case "checked":
        this.#checked(message.same);
        return;
      case "refused":
        this.#shown = false;
        this.#become({ kind: "refused", code: message.code });
    }
  }

  #openStream(): void {
    const stream = this.#deps.openStream();
    this.#stream = stream;
    this.#become({ kind: "connecting" });
    const stops = [
      stream.onState(() => this.#streamState(stream)),
      stream.on("stream:frames", bytes => this.#mirror?.post({ kind: "packet", bytes: ownBuffer(bytes) })),
      ...this.pointing.listen(stream),
      ...this.acting.listen(stream),
      stream.on("stream:assets", assets => this.#mirror?.post({ kind: "assets", assets })),
      stream.on("stream:source", ({ connected }) => this.#source(connected)),
      stream.on("stream:ended", () => this.#end()),
    ];
    this.#stopStream = () => {
      for (const stop of stops) stop();
    };
    this.#streamState(stream);
  }

  #streamState(stream: StreamConnection): void {
    if (this.#state.value.kind === "ended") return;
    const { state } = stream;
    // Whether the page sends is told on each connection.
    this.#connected = false;
    if (state.kind === "refused") {
      if (state.code === "COBROWSE_ENDED") this.#end();
      else this.#become({ kind: "refused", code: state.code });
    } else if (state.kind === "online") {
      // The hub gives the segment from its start: what the mirror holds would be there twice.
      this.#forget();
      this.#await();
    } else {
      this.#become({ kind: "connecting" });
    }
  }

  #source(connected: boolean): void {
    this.#connected = connected;
    const { kind } = this.#state.value;
    if (kind === "ended" || kind === "refused") return;
    if (connected) this.#become({ kind: this.#shown ? "live" : "waiting" });
    else this.#await();
  }

  #forget(): void {
    this.#shown = false;
    this.#mirror?.post({ kind: "reset" });
  }

  /** The page is away. Being told so again does not begin the wait anew. */
  #await(): void {
    if (this.#cancelMissing !== null || this.#state.value.kind === "missing") return;
    this.#become({ kind: "waiting" });
    this.#cancelMissing = this.#deps.clock.after(MISSING_AFTER_MS, () => this.#become({ kind: "missing" }));
  }

  #become(state: LiveState): void {
    this.#cancelMissing?.();
    this.#cancelMissing = null;
    this.#state.value = state;
  }

  #mendGap(): void {
    const delayMs = this.#gaps.next();
    if (delayMs === 0) {
      this.#reopen();
      return;
    }
    this.#closeStream();
    this.#become({ kind: "connecting" });
    this.#cancelReopen = this.#deps.clock.after(delayMs, () => this.#reopen());
  }

  /** The mirror went wrong by itself, if it did: nothing is missing. */
  #checked(same: boolean): void {
    if (this.#state.value.kind !== "live") return;
    const means = this.#mending.checked(same);
    if (means === "again") this.#mendGap();
    else if (means === "fresh") this.#stream?.send({}, "stream:snapshotWanted");
  }

  /** Pages can bring a browser's own faults to light: a fresh picture may do better. */
  #gone(again: boolean): void {
    this.#stream?.send({}, "stream:snapshotWanted");
    this.release();
    if (again) this.#life.value += 1;
    else this.#become({ kind: "crashed" });
  }

  #reopen(): void {
    this.#closeStream();
    this.#forget();
    this.#openStream();
  }

  #end(): void {
    this.#closeStream();
    this.#become({ kind: "ended" });
  }

  #closeStream(): void {
    this.#cancelReopen();
    this.#stopStream();
    this.#stream?.close();
    this.#stream = null;
  }

  #detach(): void {
    this.#lives.end();
    this.#stopMirror();
    this.#mirror?.close();
    this.#mirror = null;
    this.#shown = false;
  }
}

/** A buffer of exactly these bytes, so that it can be handed over whole. */
const ownBuffer = (bytes: Uint8Array): ArrayBuffer => {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return copy.buffer;
};
