/** Short notices about what went wrong. Each leaves by itself; the same one is not shown twice at once. */
import type { Clock, ErrorCode, Unsubscribe } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

const SHOWN_MS = 8_000;

export interface Notice {
  readonly code: ErrorCode;
}

export class Notices {
  readonly #clock: Clock;
  readonly #shown = signal<readonly Notice[]>([]);
  readonly #timers = new Map<ErrorCode, Unsubscribe>();

  readonly shown: ReadonlySignal<readonly Notice[]> = this.#shown;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(code: ErrorCode): void {
    this.dismiss(code);
    this.#shown.value = [...this.#shown.value, { code }];
    this.#timers.set(
      code,
      this.#clock.after(SHOWN_MS, () => this.dismiss(code)),
    );
  }

  dismiss(code: ErrorCode): void {
    this.#timers.get(code)?.();
    this.#timers.delete(code);
    this.#shown.value = this.#shown.value.filter(notice => notice.code !== code);
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
