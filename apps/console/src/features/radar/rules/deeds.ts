/**
 * What was done with a rule's versions, told apart: published, gone back to, published again, retired. The hub keeps only that a
 * version was published; which one it took the place of says what that was. Pure.
 */
import type { AgentCard, RuleVersionView } from "@lotse/protocol";

export type Deed = { readonly atMs: number; readonly by: AgentCard | null } & (
  | { readonly did: "published" | "again" | "retired" }
  | { readonly did: "rolledBack"; readonly from: number }
);

/** By version, oldest first. */
export const deedsOf = (versions: readonly RuleVersionView[]): ReadonlyMap<number, readonly Deed[]> => {
  // What was set up with the hub held from the start
  const before = new Set(versions.filter(one => one.savedAtMs === null).map(({ version }) => version));
  let last = before.size === 0 ? null : Math.max(...before);
  const told = new Map<number, Deed[]>();
  const done = versions
    .flatMap(({ version, deeds }) => deeds.map(deed => ({ version, ...deed })))
    .toSorted((a, b) => a.atMs - b.atMs || a.version - b.version);
  for (const { version, did, atMs, by } of done) {
    const isBack = before.has(version) && last !== null && last !== version;
    const deed: Deed =
      did === "published" && isBack && last !== null
        ? { did: "rolledBack", from: last, atMs, by }
        : { did: did === "published" && before.has(version) ? "again" : did, atMs, by };
    told.set(version, [...(told.get(version) ?? []), deed]);
    if (did !== "published") continue;
    before.add(version);
    last = version;
  }
  return told;
};
