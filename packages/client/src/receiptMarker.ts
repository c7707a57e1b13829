/** Tells the hub how far this side has received and read: the newest figure only, one request at a time. */
import type { Clock, CommandOutput, Receipt, Result, Unsubscribe } from "@lotse/protocol";
import { backoffMs } from "./backoff.ts";

type Progress = "idle" | "sending" | "resting" | "closed";

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
  #progress: Progress = "idle";
  #attempt = 0;
  #cancelRest: Unsubscribe = () => {};
  readonly #options: ReceiptMarkerOptions;

  constructor(options: ReceiptMarkerOptions) {
    this.#options = options;
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
    this.#cancelRest();
    this.#attempt = 0;
    if (this.#progress === "resting") this.#progress = "idle";
    this.#pump();
  }

  close(): void {
    this.#progress = "closed";
    this.#cancelRest();
  }

  #pump(): void {
    if (this.#progress !== "idle" || !this.#options.isOnline() || covers(this.#known, this.#wanted)) return;
    this.#progress = "sending";
    const marking = this.#wanted;
    void this.#options.mark(marking).then(answer => {
      if (this.#progress === "closed") return;
      this.#progress = "idle";
      if (answer.ok) {
        this.#attempt = 0;
        this.known(marking);
        this.#pump();
      } else this.#rest();
    });
  }

  #rest(): void {
    this.#progress = "resting";
    this.#cancelRest = this.#options.clock.after(backoffMs(++this.#attempt), () => {
      this.#progress = "idle";
      this.#pump();
    });
  }
}
