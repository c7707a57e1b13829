/** Steps that can be taken back and taken again. Steps of one kind in quick succession are one: a word is not undone letter by letter. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";

/** A pause as long as this ends a step. */
const PAUSE_MS = 1_000;
const STEPS_MAX = 200;

interface Step<T> {
  readonly before: T;
  readonly kind: string | null;
  readonly atMs: number;
}

export class History<T> {
  readonly #now: () => number;
  readonly #current;
  readonly #past = signal<readonly Step<T>[]>([]);
  readonly #future = signal<readonly T[]>([]);

  readonly mayUndo: ReadonlySignal<boolean> = computed(() => this.#past.value.length > 0);
  readonly mayRedo: ReadonlySignal<boolean> = computed(() => this.#future.value.length > 0);

  constructor(start: T, now: () => number) {
    this.#now = now;
    this.#current = signal(start);
  }

  get current(): ReadonlySignal<T> {
    return this.#current;
  }

  /** `kind`: what is typed into; null is always a step of its own. */
  do(next: T, kind: string | null = null): void {
    const before = this.#current.peek();
    if (next === before) return;
    const atMs = this.#now();
    const past = this.#past.peek();
    const last = past.at(-1);
    const goesOn = kind !== null && last?.kind === kind && atMs - last.atMs < PAUSE_MS;
    const step = { before: goesOn ? last.before : before, kind, atMs };
    batch(() => {
      this.#past.value = [...(goesOn ? past.slice(0, -1) : past), step].slice(-STEPS_MAX);
      this.#future.value = [];
      this.#current.value = next;
    });
  }

  undo(): void {
    const past = this.#past.peek();
    const last = past.at(-1);
    if (last === undefined) return;
    batch(() => {
      // What is typed next does not go on with a step from before.
      this.#past.value = past.slice(0, -1).map(step => ({ ...step, kind: null }));
      this.#future.value = [...this.#future.peek(), this.#current.peek()];
      this.#current.value = last.before;
    });
  }

  redo(): void {
    const future = this.#future.peek();
    if (future.length === 0) return;
    batch(() => {
      this.#past.value = [
        ...this.#past.peek(),
        { before: this.#current.peek(), kind: null, atMs: this.#now() },
      ];
      this.#future.value = future.slice(0, -1);
      this.#current.value = future[future.length - 1] as T;
    });
  }

  /** From here nothing is taken back. */
  begin(start: T): void {
    batch(() => {
      this.#past.value = [];
      this.#future.value = [];
      this.#current.value = start;
    });
  }
}
