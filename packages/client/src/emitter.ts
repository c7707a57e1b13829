import type { Unsubscribe } from "@lotse/protocol";

/** Listeners of one happening. A listener that leaves, or joins, while being told disturbs nobody. */
export class Emitter<Payload> {
  readonly #listeners = new Set<{ readonly fn: (payload: Payload) => void }>();

  on(fn: (payload: Payload) => void): Unsubscribe {
    const listener = { fn };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(payload: Payload): void {
    for (const listener of [...this.#listeners]) listener.fn(payload);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
