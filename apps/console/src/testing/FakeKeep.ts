/** Kept strings in memory. For tests only. */
import type { TabKeep } from "../ports.ts";

export class FakeKeep implements TabKeep {
  readonly kept = new Map<string, string>();

  get(name: string): string | null {
    return this.kept.get(name) ?? null;
  }

  set(name: string, value: string): void {
    this.kept.set(name, value);
  }

  remove(name: string): void {
    this.kept.delete(name);
  }

  names(): readonly string[] {
    return [...this.kept.keys()];
  }
}
