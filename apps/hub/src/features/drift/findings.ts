/**
 * A site's findings, and how a recorder's report changes them. A rule is one from when it first matched nothing, until it matches
 * anywhere; a field, once it was seen. The longest unseen go first. Pure; knows neither storage nor who reports.
 */
import { createHash } from "node:crypto";
import type { DriftReport, DriftSubject, MaskRule } from "@lotse/protocol";
import type { DriftRecord } from "@lotse/storage";

export const FINDINGS_MAX = 200;
/** What was not seen for so long is not told any more: the page may be gone. */
const KEPT_MS = 90 * 86_400_000;
const COUNT_MAX = 1_000_000_000;

const nameOf = (what: DriftSubject): string =>
  createHash("sha256").update(JSON.stringify(what)).digest("base64url").slice(0, 22);

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

export const applyReport = (
  before: readonly DriftRecord[],
  told: { readonly report: DriftReport; readonly rules: readonly MaskRule[]; readonly nowMs: number },
): readonly DriftRecord[] => {
  const { report, rules, nowMs } = told;
  const found = new Map(
    before.filter(one => one.lastSeenAtMs > nowMs - KEPT_MS).map(one => [one.finding, one]),
  );
  const see = (what: DriftSubject): void => {
    const finding = nameOf(what);
    const known = found.get(finding);
    const count = Math.min(COUNT_MAX, (known?.count ?? 0) + 1);
    const base = known ?? { finding, what, firstSeenAtMs: nowMs, dismissed: false };
    found.set(finding, { ...base, count, lastSeenAtMs: nowMs });
  };
  const rulesAt = (places: readonly number[]): readonly MaskRule[] =>
    report.stamp === JSON.stringify(rules).length ? [...new Set(places)].flatMap(at => rules[at] ?? []) : [];

  for (const rule of rulesAt(report.missed)) see(ofRule(rule));
  // Whatever was said of it: it matches.
  for (const rule of rulesAt(report.matched)) found.delete(nameOf(ofRule(rule)));
  for (const field of report.fields) see(ofField(report.page, field));
  return [...found.values()]
    .sort((one, other) => other.lastSeenAtMs - one.lastSeenAtMs)
    .slice(0, FINDINGS_MAX);
};

/** Rules that are taken back are no findings any more. */
export const shown = (
  records: readonly DriftRecord[],
  rules: readonly MaskRule[],
): readonly DriftRecord[] => {
  const standing = new Set(rules.map(rule => nameOf(ofRule(rule))));
  return records.filter(one => !one.dismissed && (one.what.kind === "field" || standing.has(one.finding)));
};
