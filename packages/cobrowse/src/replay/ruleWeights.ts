/**
 * How many rules a sheet was given, and how long. Which rule a removal takes is not known here (nested indices, rules
 * of the sheet's own text), so it is always the shortest: the weight is never less than the truth. Pure.
 */
import type { Weighing } from "./weighing.ts";

export class RuleWeights {
  readonly #weighing: Weighing;
  /** Rules by the binary order of their length. */
  readonly #orders: number[] = [];
  readonly #declared = new Map<string, number>();
  #rules = 0;
  #chars = 0;

  constructor(weighing: Weighing) {
    this.#weighing = weighing;
  }

  add(length: number): void {
    const order = orderOf(length);
    this.#orders[order] = (this.#orders[order] ?? 0) + 1;
    this.#weigh(1, 2 ** order);
  }

  removeOne(): void {
    const order = this.#orders.findIndex(count => count > 0);
    if (order < 0) return;
    this.#orders[order] = (this.#orders[order] ?? 0) - 1;
    this.#weigh(-1, -(2 ** order));
  }

  declare(place: string, length: number): void {
    const before = this.#declared.get(place);
    this.#declared.set(place, length);
    this.#weigh(before === undefined ? 1 : 0, length - (before ?? 0));
  }

  /** The sheet has other rules now: those of this text. */
  replace(length: number): void {
    this.clear();
    this.add(length);
  }

  clear(): void {
    this.#orders.length = 0;
    this.#declared.clear();
    this.#weigh(-this.#rules, -this.#chars);
  }

  #weigh(rules: number, chars: number): void {
    this.#rules += rules;
    this.#chars += chars;
    this.#weighing.add("rules", rules);
    this.#weighing.add("chars", chars);
  }
}

const orderOf = (length: number): number => Math.ceil(Math.log2(Math.max(1, length)));
