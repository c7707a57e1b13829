/** Tells the hub how far this side has received and read: the newest figure only, one request at a time. */
import type { Clock, CommandOutput, Receipt, Result } from "@lotse/protocol";
import { Pace } from "./pace.ts";

export interface ReceiptMarkerOptions {
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  readonly mark: (receipt: Receipt) => Promise<Result<CommandOutput<"receipt:mark">>>;
}

export const maxReceipt = (a: Receipt, b: Receipt): Receipt => ({
  deliveredSeq: Math.max(a.deliveredSeq, b.deliveredSeq),
  readSeq: Math.max(a.readSeq, b.readSeq),
});

const covers = (a: Receipt, b: Receipt): boolean =>
  a.deliveredSeq >= b.deliveredSeq && a.readSeq >= b.readSeq;

export const NOTHING_RECEIVED: Receipt = { deliveredSeq: 0, readSeq: 0 };

export class ReceiptMarker {
  #wanted = NOTHING_RECEIVED;
  #known = NOTHING_RECEIVED;
  readonly #pace: Pace;
  readonly #options: ReceiptMarkerOptions;

  constructor(options: ReceiptMarkerOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, () => this.#pump());
  }

  want(receipt: Receipt): void {
    this.#wanted = maxReceipt(this.#wanted, receipt);
    this.#pump();
  }

  /** The hub says it has this already, e.g. from before a reload. */
  known(receipt: Receipt): void {
    this.#known = maxReceipt(this.#known, receipt);
  }

  wake(): void {
    this.#pace.wake();
  }

  close(): void {
    this.#pace.close();
  }

  #pump(): void {
    if (!this.#pace.idle || !this.#options.isOnline() || covers(this.#known, this.#wanted)) return;
    this.#pace.begin();
    void this.#mark(this.#wanted);
  }

  async #mark(marking: Receipt): Promise<void> {
    const answer = await this.#options.mark(marking);
    if (!this.#pace.end()) return;
    if (answer.ok) {
      this.#pace.succeeded();
      this.known(marking);
      this.#pump();
    } else this.#pace.rest(answer.error.retryAfterMs);
  }
}
