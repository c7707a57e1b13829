/** A browser's history in memory. For tests only. */
import type { Unsubscribe } from "@lotse/protocol";
import type { Addresses } from "../routing/Router.ts";

export class FakeAddresses implements Addresses {
  readonly entries: string[];
  at = 0;
  readonly #listeners = new Set<() => void>();

  constructor(path = "/console/") {
    this.entries = [path];
  }

  path(): string {
    return this.entries[this.at] ?? "";
  }

  push(path: string): void {
    this.entries.splice(++this.at, Number.POSITIVE_INFINITY, path);
  }

  replace(path: string): void {
    this.entries[this.at] = path;
  }

  /** The person's Back (-1) and Forward (1). */
  move(by: -1 | 1): void {
    if (this.entries[this.at + by] === undefined) return;
    this.at += by;
    for (const fn of this.#listeners) fn();
  }

  onMove(fn: () => void): Unsubscribe {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }
}
