/** Something asked of the hub: on its way, refused, or here. What is here stays while it is asked for again. */
import type { Result, WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

export type LoadState<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "shown"; readonly value: T };

export class Loading<T> {
  readonly #ask: () => Promise<Result<T>>;
  readonly #state = signal<LoadState<T>>({ kind: "loading" });
  #turn = 0;

  constructor(ask: () => Promise<Result<T>>) {
    this.#ask = ask;
  }

  get state(): ReadonlySignal<LoadState<T>> {
    return this.#state;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    if (this.#state.value.kind === "failed") this.#state.value = { kind: "loading" };
    const result = await this.#ask();
    // A later question, or a change made meanwhile, knows better.
    if (turn !== this.#turn) return;
    if (result.ok) this.#state.value = { kind: "shown", value: result.value };
    else if (this.#state.value.kind !== "shown") this.#state.value = { kind: "failed", error: result.error };
  }

  /** The hub has told what it is like now. */
  set(value: T): void {
    this.#turn++;
    this.#state.value = { kind: "shown", value };
  }

  change(how: (value: T) => T): void {
    const state = this.#state.value;
    if (state.kind === "shown") this.set(how(state.value));
  }
}
