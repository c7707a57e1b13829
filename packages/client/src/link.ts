/**
 * The life of one Socket.IO socket as a connection state: it comes back by itself, or is refused for good.
 * Knows nothing of what travels over it.
 */
import type { Clock, ErrorCode, Unsubscribe } from "@lotse/protocol";
import { Emitter } from "./emitter.ts";
import { backoffMs } from "./pace.ts";
import { isFinal, refusalIn } from "./refusal.ts";
import { type HubSocket, listen } from "./socket.ts";
import type { ConnectionState } from "./types.ts";

export class Link {
  #state: ConnectionState = { kind: "connecting" };
  #attempt = 0;
  #cancelRetry: Unsubscribe = () => {};
  readonly #changed = new Emitter<ConnectionState>();
  readonly #socket: HubSocket;
  readonly #clock: Clock;
  readonly #undo: readonly Unsubscribe[];

  /** `putOut`: what it means when the hub itself ends the connection; without it, it is tried again. */
  constructor(socket: HubSocket, clock: Clock, putOut: ErrorCode | null = null) {
    this.#socket = socket;
    this.#clock = clock;
    this.#undo = [
      listen(socket, "connect", () => this.#online()),
      listen(socket, "disconnect", reason => {
        if (putOut !== null && reason === "io server disconnect")
          this.#end({ kind: "refused", code: putOut });
        else this.#lost(null);
      }),
      listen(socket, "connect_error", error => this.#lost(error)),
    ];
    socket.connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onState(fn: (state: ConnectionState) => void): Unsubscribe {
    return this.#changed.on(fn);
  }

  /** Begins anew at once: the line may be dead without anybody having noticed, or the next try far off. */
  renew(): void {
    const { kind } = this.#state;
    if (kind === "refused" || kind === "closed") return;
    this.#attempt = 0;
    this.#socket.disconnect();
    this.#cancelRetry();
    this.#socket.connect();
  }

  close(): void {
    if (this.#state.kind === "closed") return;
    this.#end({ kind: "closed" });
    this.#changed.clear();
  }

  #online(): void {
    this.#attempt = 0;
    this.#cancelRetry();
    this.#become({ kind: "online" });
  }

  #lost(error: unknown): void {
    const { code, retryAfterMs = 0 } = refusalIn(error);
    if (code !== undefined && isFinal(code)) {
      this.#end({ kind: "refused", code });
      return;
    }
    // Refused for now, or put out by the hub: Socket.IO itself does not try again.
    if (!this.#socket.active) {
      this.#cancelRetry();
      const pauseMs = Math.max(retryAfterMs, backoffMs(++this.#attempt));
      this.#cancelRetry = this.#clock.after(pauseMs, () => this.#socket.connect());
    }
    if (this.#state.kind !== "connecting" || error !== null) this.#become({ kind: "offline" });
  }

  #end(state: ConnectionState): void {
    this.#cancelRetry();
    for (const undo of this.#undo) undo();
    this.#socket.disconnect();
    this.#become(state);
  }

  #become(state: ConnectionState): void {
    if (state.kind === this.#state.kind) return;
    this.#state = state;
    this.#changed.tell(state);
  }
}
