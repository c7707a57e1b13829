/**
 * Compares what the recorder says the structure comes to with what stands in the mirror, when nothing has changed since it was
 * said. Late rather than often: while packets come one after the other, only what is said last counts. Knows neither
 * the document nor what follows from a difference.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import type { Digest } from "../../wire/digest.ts";
import { EVENT, type PageEvent, SOURCE } from "../../wire/events.ts";

/** Reading a large document takes its time: so often at most, however often something is said. */
const EVERY_MS = 250;

export interface DigestCheckParts {
  readonly clock: Clock;
  /** Null: nothing stands there. */
  readonly read: () => Digest | null;
  readonly tell: (same: boolean) => void;
}

export class DigestCheck {
  readonly #parts: DigestCheckParts;
  /** Holds until the structure changes. */
  #said: Digest | null = null;
  #cancel: Unsubscribe | null = null;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: DigestCheckParts) {
    this.#parts = parts;
  }

  /** The event is applied, or is about to be. */
  seen(event: PageEvent): void {
    if (event.type === EVENT.digest) {
      this.#said = event.data;
      this.#plan();
    } else if (isStructure(event)) this.#said = null;
  }

  reset(): void {
    this.#said = null;
    this.#cancel?.();
    this.#cancel = null;
  }

  #plan(): void {
    if (this.#cancel !== null) return;
    const { clock } = this.#parts;
    // A clock that was set back must not make it wait longer.
    const sinceMs = Math.max(0, clock.nowMs() - this.#readAtMs);
    this.#cancel = clock.after(Math.max(0, EVERY_MS - sinceMs), () => this.#compare());
  }

  #compare(): void {
    this.#cancel = null;
    const said = this.#said;
    this.#said = null;
    if (said === null) return;
    const { clock, read, tell } = this.#parts;
    this.#readAtMs = clock.nowMs();
    const stands = read();
    if (stands !== null) tell(stands.nodes === said.nodes && stands.sum === said.sum);
  }
}

const isStructure = (event: PageEvent): boolean => {
  if (event.type === EVENT.full) return true;
  if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return false;
  return event.data.adds.length + event.data.removes.length > 0;
};
