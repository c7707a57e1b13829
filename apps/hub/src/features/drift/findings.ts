/**
 * A site's findings, and how a recorder's report changes them. A rule is one from when it first matched nothing, until it matches
 * anywhere; a field, once it was seen. Where room is needed, those go first that fewest visits told, and of them the longest unseen; one visit
 * has a share of the places, whatever it tells. Pure; knows neither storage nor who reports.
 */
import { createHash } from "node:crypto";
import type { DriftReport, DriftSubject, MaskRule, VisitId } from "@lotse/protocol";
import type { DriftRecord } from "@lotse/storage";

export const FINDINGS_MAX = 200;
/** What was not seen for so long is not told any more: the page may be gone. */
const KEPT_MS = 90 * 86_400_000;
/** Of the places, for what one visit told before others. */
const PER_VISIT_MAX = 30;
const TELLERS_MAX = 5;
const COUNT_MAX = 1_000_000_000;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");
const nameOf = (what: DriftSubject): string => hashOf(JSON.stringify(what)).slice(0, 22);

/** In one order, whatever the order of what came. */
const ofRule = ({ selector, action, pages }: MaskRule): DriftSubject => ({
  kind: "rule",
  rule: { selector, action, ...(pages === undefined ? {} : { pages }) },
});
const ofField = (page: string, field: DriftReport["fields"][number]): DriftSubject => {
  const { tag, type, sign, name, id, autocomplete } = field;
  return {
    kind: "field",
    page,
    field: {
      ...{ tag, type, sign },
      ...(name === undefined ? {} : { name }),
      ...(id === undefined ? {} : { id }),
      ...(autocomplete === undefined ? {} : { autocomplete }),
    },
  };
};

const tellersOf = (one: Pick<DriftRecord, "tellers"> | undefined): readonly string[] => one?.tellers ?? [];

const withTeller = (known: readonly string[], teller: string): readonly string[] =>
  known.includes(teller) || known.length >= TELLERS_MAX ? known : [...known, teller];

const withinRoom = (found: readonly DriftRecord[]): readonly DriftRecord[] => {
  const shares = new Map<string, number>();
  const hasPlace = (one: DriftRecord): boolean => {
    const [first] = tellersOf(one);
    if (first === undefined) return true;
    const taken = (shares.get(first) ?? 0) + 1;
    shares.set(first, taken);
    return taken <= PER_VISIT_MAX;
  };
  const lately = (one: DriftRecord, other: DriftRecord): number => other.lastSeenAtMs - one.lastSeenAtMs;
  return [...found]
    .sort((one, other) => tellersOf(other).length - tellersOf(one).length || lately(one, other))
    .filter(hasPlace)
    .slice(0, FINDINGS_MAX)
    .sort(lately);
};

export interface Told {
  readonly report: DriftReport;
  readonly visitId: VisitId;
  readonly rules: readonly MaskRule[];
  readonly nowMs: number;
}

export const applyReport = (before: readonly DriftRecord[], told: Told): readonly DriftRecord[] => {
  const { report, visitId, rules, nowMs } = told;
  const teller = hashOf(visitId).slice(0, 8);
  const found = new Map(
    before.filter(one => one.lastSeenAtMs > nowMs - KEPT_MS).map(one => [one.finding, one]),
  );
  const see = (what: DriftSubject): void => {
    const finding = nameOf(what);
    const known = found.get(finding);
    const count = Math.min(COUNT_MAX, (known?.count ?? 0) + 1);
    const base = known ?? { finding, what, firstSeenAtMs: nowMs, dismissed: false };
    const tellers = withTeller(tellersOf(known), teller);
    found.set(finding, { ...base, count, lastSeenAtMs: nowMs, tellers });
  };
  const rulesAt = (places: readonly number[]): readonly MaskRule[] =>
    report.stamp === JSON.stringify(rules).length ? [...new Set(places)].flatMap(at => rules[at] ?? []) : [];

  for (const rule of rulesAt(report.missed)) see(ofRule(rule));
  // Whatever was said of it: it matches.
  for (const rule of rulesAt(report.matched)) found.delete(nameOf(ofRule(rule)));
  for (const field of report.fields) see(ofField(report.page, field));
  return withinRoom([...found.values()]);
};

/** Rules that are taken back are no findings any more. */
export const shown = (
  records: readonly DriftRecord[],
  rules: readonly MaskRule[],
): readonly DriftRecord[] => {
  const standing = new Set(rules.map(rule => nameOf(ofRule(rule))));
  return records.filter(one => !one.dismissed && (one.what.kind === "field" || standing.has(one.finding)));
};
