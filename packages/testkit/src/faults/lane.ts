/**
 * One direction of a proxied connection: bytes in order, late, slow, held back or swallowed. Bounded: whoever sends
 * faster than the conditions let through is not read any further. Knows nothing of the other direction.
 */
import type { Socket } from "node:net";
import type { Clock, Unsubscribe } from "@lotse/protocol";

export interface Conditions {
  readonly latencyMs: number;
  /** Up to this much more, a different share for every chunk; the order stays. */
  readonly jitterMs: number;
  readonly bytesPerSecond: number;
  /** Nothing is forwarded, not even the end: the other side cannot tell this from silence. */
  readonly stalled: boolean;
}

export const CLEAR: Conditions = { latencyMs: 0, jitterMs: 0, bytesPerSecond: Infinity, stalled: false };

/** More than this waiting, and the sender is not read until some of it has gone. */
const WAITING_BYTES_MAX = 1_000_000;

export interface LaneOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly clock: Clock;
  readonly random: () => number;
  readonly conditions: () => Conditions;
}

interface Limit {
  bytesLeft: number;
  readonly withheld: boolean;
  readonly reached: () => void;
}

export class Lane {
  readonly #waiting: { readonly chunk: Buffer; readonly dueAtMs: number }[] = [];
  #waitingBytes = 0;
  #lastDueAtMs = 0;
  #ended = false;
  #limit: Limit | null = null;
  #cancelWake: Unsubscribe = () => {};
  readonly #options: LaneOptions;

  constructor(options: LaneOptions) {
    this.#options = options;
    options.from.on("data", chunk => this.#arrived(chunk));
    options.from.once("end", () => {
      this.#ended = true;
      this.pump();
    });
    options.to.on("drain", () => this.pump());
  }

  /** `reached` is called when that many more bytes have come; `withheld`: none of them has gone on by then. */
  limit(bytes: number, options: { readonly withheld: boolean; readonly reached: () => void }): void {
    this.#limit = { bytesLeft: bytes, ...options };
  }

  /** Forwards what is due; call it whenever the conditions have changed. */
  pump(): void {
    this.#cancelWake();
    const { to, from, clock, conditions } = this.#options;
    while (this.#limit?.withheld !== true && !conditions().stalled) {
      const next = this.#waiting[0];
      if (next === undefined) {
        if (this.#ended) to.end();
        break;
      }
      const waitMs = next.dueAtMs - clock.nowMs();
      if (waitMs > 0) {
        this.#cancelWake = clock.after(waitMs, () => this.pump());
        break;
      }
      if (to.writableNeedDrain) break;
      this.#waiting.shift();
      this.#waitingBytes -= next.chunk.length;
      to.write(next.chunk);
    }
    if (this.#waitingBytes > WAITING_BYTES_MAX) from.pause();
    else if (from.isPaused()) from.resume();
  }

  close(): void {
    this.#cancelWake();
    this.#waiting.length = 0;
  }

  #arrived(chunk: Buffer): void {
    const limit = this.#limit;
    const taken = limit === null ? chunk : chunk.subarray(0, limit.bytesLeft);
    this.#enqueue(taken);
    if (limit !== null) limit.bytesLeft -= taken.length;
    this.pump();
    if (limit?.bytesLeft === 0) limit.reached();
  }

  #enqueue(chunk: Buffer): void {
    const { clock, random, conditions } = this.#options;
    const { latencyMs, jitterMs, bytesPerSecond } = conditions();
    const arrivesAtMs = clock.nowMs() + latencyMs + jitterMs * random();
    const dueAtMs = Math.max(arrivesAtMs, this.#lastDueAtMs) + (chunk.length / bytesPerSecond) * 1_000;
    this.#lastDueAtMs = dueAtMs;
    this.#waiting.push({ chunk, dueAtMs });
    this.#waitingBytes += chunk.length;
  }
}
