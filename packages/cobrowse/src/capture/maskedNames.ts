/**
 * Names of masked fields, for as long as the tab lives: what a form sends stands in the next page's address, where the
 * field is no more. Names only, never a value. Knows neither fields nor addresses.
 */
import type { MaskRule } from "@lotse/protocol";

export interface MaskedNames {
  has(name: string): boolean;
  /** `isKept`: on the tab's further pages, too. */
  add(name: string, isKept: boolean): void;
}

const KEY = "lotse:masked";
const NAMES_MAX = 100;

const read = (): string[] => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.map(String).slice(0, NAMES_MAX) : [];
  } catch {
    return [];
  }
};

/** A field that a rule calls by its name is masked wherever it was filled in, also before the page was shared. */
export const namesInRules = (rules: readonly MaskRule[]): readonly string[] =>
  rules
    .filter(({ action }) => action !== "show")
    .flatMap(({ selector }) =>
      selector
        .toLowerCase()
        .split(/\[\s*name\s*=\s*["']?/)
        .slice(1),
    )
    .map(rest => rest.split(/["'\]]/)[0] ?? "");

export const createMaskedNames = (): MaskedNames => {
  const kept = new Set(read());
  const here = new Set(kept);
  return {
    has: name => here.has(name.toLowerCase()),
    add: (given, isKept) => {
      const name = given.toLowerCase();
      here.add(name);
      if (!isKept || kept.has(name) || kept.size >= NAMES_MAX) return;
      kept.add(name);
      try {
        sessionStorage.setItem(KEY, JSON.stringify([...kept]));
      } catch {
        // Full or forbidden: they hold for this page.
      }
    },
  };
};
