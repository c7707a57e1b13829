/**
 * Short words on what happened. A few are shown at a time, the rest wait; each leaves by itself unless somebody is
 * reading it, errors that name a log line stay. Outlives every change of place. Knows no languages and no DOM.
 */
import type { Clock, Unsubscribe, WireError } from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PlainKey } from "../i18n/i18n.ts";

export type Severity = "success" | "info" | "warning" | "error";

export type ToastText =
  | { readonly kind: "words"; readonly words: PlainKey }
  | { readonly kind: "error"; readonly error: WireError };

export interface ToastAction {
  readonly words: PlainKey;
  readonly run: () => void;
}

export interface Toast {
  /** The same thing said twice is shown once. */
  readonly key: string;
  readonly severity: Severity;
  readonly text: ToastText;
  readonly action: ToastAction | null;
}

export const SHOWN_MAX = 3;
const WAITING_MAX = 20;
const SHOWN_MS = { success: 5_000, info: 6_000, warning: 10_000, error: 12_000 } as const;
/** Whoever may still do something about it gets the time to. */
const WITH_ACTION_MS = 20_000;

const lifetimeMs = ({ severity, text, action }: Toast): number | null => {
  if (text.kind === "error" && text.error.requestId !== undefined) return null;
  return action === null ? SHOWN_MS[severity] : WITH_ACTION_MS;
};

interface Timer {
  readonly untilMs: number;
  readonly cancel: Unsubscribe;
}

export class Toasts {
  readonly #clock: Clock;
  readonly #queue = signal<readonly Toast[]>([]);
  readonly #timers = new Map<string, Timer>();
  /** What was left of each when reading began. */
  readonly #remainingMs = new Map<string, number>();
  #reading = false;

  readonly shown: ReadonlySignal<readonly Toast[]> = computed(() => this.#queue.value.slice(0, SHOWN_MAX));
  readonly waiting = computed(() => Math.max(0, this.#queue.value.length - SHOWN_MAX));

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `again`: does once more what failed. */
  error(error: WireError, again?: () => void): void {
    this.add({
      key: `error:${error.code}:${error.requestId ?? ""}`,
      severity: "error",
      text: { kind: "error", error },
      action: again === undefined ? null : { words: "toast.again", run: again },
    });
  }

  say(severity: Severity, words: PlainKey, action: ToastAction | null = null): void {
    this.add({ key: words, severity, text: { kind: "words", words }, action });
  }

  add(toast: Toast): void {
    this.#forget(toast.key);
    const others = this.#queue.value.filter(({ key }) => key !== toast.key);
    this.#queue.value = [...others, toast].slice(-(SHOWN_MAX + WAITING_MAX));
    this.#startTimers();
  }

  run(toast: Toast): void {
    this.dismiss(toast.key);
    toast.action?.run();
  }

  dismiss(key: string): void {
    this.#forget(key);
    this.#queue.value = this.#queue.value.filter(toast => toast.key !== key);
    this.#startTimers();
  }

  /** Pointer or focus is on them: nothing leaves while it is being read. */
  hold(): void {
    if (this.#reading) return;
    this.#reading = true;
    for (const [key, { untilMs, cancel }] of this.#timers) {
      cancel();
      this.#remainingMs.set(key, untilMs - this.#clock.nowMs());
    }
    this.#timers.clear();
  }

  release(): void {
    this.#reading = false;
    this.#startTimers();
  }

  close(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#queue.value = [];
  }

  /** Time runs only for what is on the screen. */
  #startTimers(): void {
    if (this.#reading) return;
    for (const toast of this.shown.value) {
      const ms = this.#remainingMs.get(toast.key) ?? lifetimeMs(toast);
      if (ms === null || this.#timers.has(toast.key)) continue;
      this.#remainingMs.delete(toast.key);
      this.#timers.set(toast.key, {
        untilMs: this.#clock.nowMs() + ms,
        cancel: this.#clock.after(ms, () => this.dismiss(toast.key)),
      });
    }
  }

  #forget(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#remainingMs.delete(key);
  }
}
