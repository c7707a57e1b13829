/** What is known of the basket, from whatever the page says of it. Pure. To know it for the first time is no change. */
import type { Kept } from "../Watch.ts";

const COUNT_MAX = 100_000;
const VALUE_MAX = 1_000_000_000;

interface Content {
  readonly value: number | null;
  readonly count: number | null;
}

const amount = (value: unknown): number | null =>
  typeof value === "number" && value >= 0 ? Math.min(VALUE_MAX, Math.round(value * 1_000) / 1_000) : null;

const countOf = (value: number | null): number | null =>
  value === null ? null : Math.max(0, Math.min(COUNT_MAX, Math.round(value)));

export class Basket {
  #content: Content = { value: null, count: null };
  #changed = false;

  get facts() {
    const { value, count } = this.#content;
    // Of a basket that nobody has said anything of yet nothing is in it.
    return { value: value ?? 0, count: count ?? 0, changed: this.#changed };
  }

  recall({ value, count, changed }: Kept): void {
    this.#content = { value: amount(value), count: countOf(amount(count)) };
    this.#changed = changed === true;
  }

  keep(): Kept {
    return { ...this.#content, changed: this.#changed };
  }

  /** What is in it now; what is null is not known. */
  is({ value, count }: Content): void {
    const { value: valueBefore, count: countBefore } = this.#content;
    const next = { value: amount(value) ?? valueBefore, count: countOf(count) ?? countBefore };
    const differs = (before: number | null, after: number | null) => before !== null && before !== after;
    this.#changed ||= differs(valueBefore, next.value) || differs(countBefore, next.count);
    this.#content = next;
  }

  /** So much was put in; below zero it was taken out. */
  add(value: number, count: number): void {
    const before = this.facts;
    this.#content = {
      value: amount(Math.max(0, before.value + value)),
      count: countOf(before.count + count),
    };
    this.#changed = true;
  }

  /** It was bought: what changed it before is past. */
  bought(): void {
    this.#content = { value: 0, count: 0 };
  }
}
