/**
 * The visitor's page while it is shared: brings the stream to the mirror document and says what is to be seen.
 * Packets pass through unread; decoding, checking and drawing are the mirror's matter.
 */
import type { StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror } from "@lotse/cobrowse/replay/port";
import type { Clock, ErrorCode, Unsubscribe } from "@lotse/protocol";
import { batch, type ReadonlySignal, signal } from "@preact/signals";

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
  | { readonly kind: "live" }
  | { readonly kind: "refused"; readonly code: ErrorCode }
  | { readonly kind: "ended" };

export type ShownPage = Omit<Extract<FromMirror, { kind: "page" }>, "kind">;

export interface LiveDeps {
  readonly clock: Clock;
  readonly openStream: () => StreamConnection;
}

/** A first gap is mended at once; one that comes back soon, ever more slowly. */
const REOPEN_FIRST_MS = 500;
const REOPEN_MAX_MS = 10_000;
/** This long without a gap: all is well again. */
const CALM_MS = 15_000;

export class LiveModel {
  readonly #deps: LiveDeps;
  readonly #state = signal<LiveState>({ kind: "loading" });
  readonly #page = signal<ShownPage | null>(null);
  #mirror: MirrorPort | null = null;
  #stopMirror: Unsubscribe = () => undefined;
  #stream: StreamConnection | null = null;
  #stopStream: Unsubscribe = () => undefined;
  #cancelReopen: Unsubscribe = () => undefined;
  #gaps = 0;
  #lastGapAtMs = Number.NEGATIVE_INFINITY;

  readonly state: ReadonlySignal<LiveState> = this.#state;
  /** The page last shown; it stays while waiting for the next. */
  readonly page: ReadonlySignal<ShownPage | null> = this.#page;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  /** The mirror document is loaded, or loaded anew: it knows nothing yet. */
  attach(mirror: MirrorPort): void {
    this.#detach();
    this.#closeStream();
    this.#mirror = mirror;
    this.#stopMirror = mirror.onMessage(message => this.#fromMirror(message));
    if (this.#state.value.kind !== "ended") this.#state.value = { kind: "loading" };
  }

  /** After a refusal: from the segment's start. */
  retry(): void {
    if (this.#state.value.kind === "refused") this.#reopen();
  }

  close(): void {
    this.#closeStream();
    this.#detach();
    this.#state.value = { kind: "ended" };
  }

  #fromMirror(message: FromMirror): void {
    if (this.#state.value.kind === "ended") return;
    switch (message.kind) {
      case "ready":
        if (this.#stream === null) this.#openStream();
        return;
      case "page": {
        const { kind: _, ...page } = message;
        batch(() => {
          this.#page.value = page;
          this.#state.value = { kind: "live" };
        });
        return;
      }
      case "gap":
        this.#mendGap();
        return;
      case "refused":
        this.#state.value = { kind: "refused", code: message.code };
    }
  }

  #openStream(): void {
    const stream = this.#deps.openStream();
    this.#stream = stream;
    this.#state.value = { kind: "connecting" };
    const stops = [
      stream.onState(() => this.#streamState(stream)),
      stream.on("stream:frames", bytes => this.#mirror?.post({ kind: "packet", bytes: ownBuffer(bytes) })),
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
    if (state.kind === "refused") {
      if (state.code === "COBROWSE_ENDED") this.#end();
      else this.#state.value = { kind: "refused", code: state.code };
    } else if (state.kind === "online") {
      // The hub gives the segment from its start: what the mirror holds would be there twice.
      this.#mirror?.post({ kind: "reset" });
      this.#state.value = { kind: "waiting" };
    } else {
      this.#state.value = { kind: "connecting" };
    }
  }

  #source(connected: boolean): void {
    const { kind } = this.#state.value;
    if (kind === "ended" || kind === "refused") return;
    const shown = connected && this.#page.value !== null;
    this.#state.value = { kind: shown ? "live" : "waiting" };
  }

  #mendGap(): void {
    const nowMs = this.#deps.clock.nowMs();
    this.#gaps = nowMs - this.#lastGapAtMs > CALM_MS ? 1 : this.#gaps + 1;
    this.#lastGapAtMs = nowMs;
    if (this.#gaps === 1) {
      this.#reopen();
      return;
    }
    this.#closeStream();
    this.#state.value = { kind: "connecting" };
    const delayMs = Math.min(REOPEN_MAX_MS, REOPEN_FIRST_MS * 2 ** (this.#gaps - 2));
    this.#cancelReopen = this.#deps.clock.after(delayMs, () => this.#reopen());
  }

  #reopen(): void {
    this.#closeStream();
    this.#mirror?.post({ kind: "reset" });
    this.#openStream();
  }

  #end(): void {
    this.#closeStream();
    this.#state.value = { kind: "ended" };
  }

  #closeStream(): void {
    this.#cancelReopen();
    this.#stopStream();
    this.#stream?.close();
    this.#stream = null;
  }

  #detach(): void {
    this.#stopMirror();
    this.#mirror?.close();
    this.#mirror = null;
  }
}

/** A buffer of exactly these bytes, so that it can be handed over whole. */
const ownBuffer = (bytes: Uint8Array): ArrayBuffer => {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return copy.buffer;
};
