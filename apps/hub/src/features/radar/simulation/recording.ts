/**
 * What is recorded of a beacon, and back: the facts as the hub took them in (secrets hidden already), each moment told by what is
 * another than at the one before. Nothing of whoever did not agree to facts. Pure.
 */
import type { Beacon, Facts } from "@lotse/protocol";
import type { FactsChange, RecordedMoment } from "@lotse/storage";

type Entries = Readonly<Record<string, unknown>>;
type Part = "forms" | "products" | "observed";
const PARTS: readonly Part[] = ["forms", "products", "observed"];

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

const partOf = (facts: Facts | null, part: Part): Entries => facts?.[part] ?? {};

const changed = (before: Entries, after: Entries): Entries | null => {
  const entries = Object.entries(after).filter(
    ([name, value]) => !(Object.hasOwn(before, name) && isSame(before[name], value)),
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
};

export const changeOf = (before: Facts | null, after: Facts): FactsChange => {
  const gone = PARTS.flatMap(part =>
    Object.keys(partOf(before, part))
      .filter(name => !Object.hasOwn(partOf(after, part), name))
      .map(name => [part, name] as const),
  );
  const parts = PARTS.flatMap(part => {
    const entries = changed(partOf(before, part), partOf(after, part));
    return entries === null ? [] : [[part, entries] as const];
  });
  return {
    ...(before !== null && isSame(before.page, after.page) ? {} : { page: after.page }),
    visit: after.visit,
    ...Object.fromEntries(parts),
    ...(gone.length === 0 ? {} : { gone }),
  };
};

const NOWHERE: Facts = {
  page: { url: "", title: "", referrer: "" },
  visit: { pages: 0, ms: 0 },
  forms: {},
  products: {},
};

/** The other way round. */
export const factsAfter = (before: Facts | null, change: FactsChange): Facts => {
  const base = before ?? NOWHERE;
  const part = <P extends Part>(name: P): Entries => {
    const gone = new Set((change.gone ?? []).filter(([of]) => of === name).map(([, entry]) => entry));
    const kept = Object.entries(partOf(base, name)).filter(([entry]) => !gone.has(entry));
    return { ...Object.fromEntries(kept), ...change[name] };
  };
  const observed = part("observed") as NonNullable<Facts["observed"]>;
  return {
    page: change.page ?? base.page,
    visit: change.visit,
    forms: part("forms") as Facts["forms"],
    products: part("products") as Facts["products"],
    ...(base.observed === undefined && change.observed === undefined ? {} : { observed }),
  };
};

/** A page that may tell no facts says so by having shown none: the visitor wrote, and agreed to nothing. */
const hasAgreed = ({ visit }: Facts): boolean => visit.pages > 0;

/** Null: nothing is recorded. */
export const momentOf = (
  before: Facts | null,
  beacon: Pick<Beacon, "facts" | "typing" | "hidden"> & Partial<Pick<Beacon, "asks">>,
  atMs: number,
): RecordedMoment | null => {
  if (!hasAgreed(beacon.facts)) return null;
  const known = before !== null && hasAgreed(before) ? before : null;
  return {
    atMs,
    ...(known === null ? { whole: true } : {}),
    change: changeOf(known, beacon.facts),
    ...(beacon.typing === true ? { typing: true } : {}),
    ...(beacon.hidden === true ? { hidden: true } : {}),
    ...(beacon.asks !== undefined && beacon.asks.length > 0 ? { asks: true } : {}),
  };
};
