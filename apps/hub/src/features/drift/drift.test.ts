/** Drift: what reports make of findings, and that no report makes more of them than it may. */
import type { DriftReport, MaskRule, SiteId, TenantId, VisitId } from "@lotse/protocol";
import type { DriftRecord, SiteRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { FINDINGS_MAX } from "./findings.ts";
import { createDriftService, type DriftService } from "./service.ts";

const tenantId = "10000000-0000-4000-8000-000000000000" as TenantId;
const siteId = "30000000-0000-4000-8000-000000000000" as SiteId;
const RULES: readonly MaskRule[] = [
  { selector: ".gone", action: "mask" },
  { selector: "#there", action: "block", pages: "/konto/*" },
];

let clock: FakeClock;
let rules: readonly MaskRule[] = RULES;
let stored: readonly DriftRecord[];
let drift: DriftService;
beforeEach(() => {
  clock = new FakeClock();
  rules = RULES;
  stored = [];
  drift = createDriftService({
    clock,
    siteOf: id => (id === siteId ? ({ tenantId, id, maskRules: rules } as unknown as SiteRecord) : null),
    storage: {
      readDrift: async () => stored,
      writeDrift: async (_tenantId, _siteId, records) => {
        stored = records;
      },
    },
  });
});

const report = (more: Partial<DriftReport> = {}): DriftReport => ({
  ...{ page: "/konto/*", stamp: JSON.stringify(rules).length, matched: [], missed: [], fields: [] },
  ...more,
});
const field = { tag: "input", type: "email", sign: "type", name: "email" } as const;
const visitOf = (number: number): VisitId => `v-${number}` as VisitId;
/** Told by one visit unless said otherwise. */
const take = (told: unknown, visitId = visitOf(0)) => drift.take({ siteId, visitId }, told);
const list = () => drift.list(tenantId, siteId);

describe("a rule", () => {
  it("that matches nothing is told with how often and since when, until it matches anywhere", async () => {
    await take(report({ missed: [0], matched: [1] }));
    clock.advance(5_000);
    await take(report({ missed: [0, 0] }));
    expect(await list()).toMatchObject([
      { what: { kind: "rule", rule: RULES[0] }, count: 2, firstSeenAtMs: clock.nowMs() - 5_000 },
    ]);
    await take(report({ matched: [0] }));
    expect(await list()).toEqual([]);
  });

  it("is not told of by those who go by other rules, nor once it is taken back", async () => {
    await take(report({ missed: [0], stamp: 1 }));
    await take(report({ missed: [99] }));
    expect(await list()).toEqual([]);
    await take(report({ missed: [0] }));
    rules = RULES.slice(1);
    expect(await list()).toEqual([]);
  });
});

describe("a field", () => {
  it("is told once for each page, counted, and no more once it is dismissed", async () => {
    await Promise.all([1, 2, 3].map(() => take(report({ fields: [field] }))));
    await take(report({ page: "/", fields: [field] }));
    const found = await list();
    expect(found.map(({ what, count }) => [what, count])).toEqual(
      expect.arrayContaining([
        [{ kind: "field", page: "/konto/*", field }, 3],
        [{ kind: "field", page: "/", field }, 1],
      ]),
    );
    await drift.dismiss(tenantId, siteId, found[0]?.finding ?? "");
    await take(report({ page: "/", fields: [field] }));
    await take(report({ fields: [field] }));
    expect(await list()).toHaveLength(1);
    await expect(drift.dismiss(tenantId, siteId, "x")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("that nobody has seen for a quarter of a year is forgotten with the next report", async () => {
    await take(report({ fields: [field] }));
    clock.advance(91 * 86_400_000);
    await take(report());
    expect(stored).toEqual([]);
  });
});

describe("a report", () => {
  it.each<[string, unknown]>([
    ["nothing", null],
    ["an array", []],
    ["with a value in it", { ...report(), fields: [{ ...field, value: "4711" }] }],
    ["with a query in its address", report({ page: "/konto?name=Petersen" })],
    ["of no page", report({ page: "konto" })],
    ["with too many fields", report({ fields: Array.from({ length: 21 }, () => field) })],
    ["with a long name", report({ fields: [{ ...field, name: "x".repeat(61) }] })],
    ["of another element", report({ fields: [{ ...field, tag: "script" } as never] })],
    ["with a type that is none", report({ fields: [{ ...field, type: "a b" }] })],
    ["with a place that is none", report({ missed: [-1] })],
    ["of half a rule", report({ missed: [0.5] })],
  ])("that is none, %s, is nothing", async (_title, given) => {
    await take(given);
    expect(stored).toEqual([]);
  });

  it("however many come, no more is kept than may be, and what was seen last", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 201, max: 260 }), async count => {
        stored = [];
        for (let at = 0; at < count; at++) {
          clock.advance(1);
          await take(
            report({
              page: `/${"x".repeat(at % 90)}/${"y".repeat(at)}`.slice(0, 200),
              fields: [{ ...field, id: `f-${at}` }],
            }),
            visitOf(at),
          );
        }
        expect(stored).toHaveLength(FINDINGS_MAX);
        expect(stored[0]?.what).toMatchObject({ field: { id: `f-${count - 1}` } });
      }),
      { numRuns: 3 },
    );
  });

  it("of a visit that tells of much leaves room for what others tell, and more so for what several told", async () => {
    const real = { ...field, id: "real" };
    for (const visit of [1, 2]) await take(report({ fields: [real] }), visitOf(visit));
    await take(report({ fields: [field] }), visitOf(3));
    for (let at = 0; at < 300; at++) {
      clock.advance(1);
      await take(report({ fields: [{ ...field, id: `forged-${at}` }] }));
    }
    const idsOf = async () =>
      (await list()).map(({ what }) => (what.kind === "field" ? (what.field.id ?? "") : ""));
    expect(await idsOf()).toHaveLength(32);
    expect(await idsOf()).toEqual(expect.arrayContaining(["real", "", "forged-299"]));
    // However many visits one has, alone they tell each only for themselves.
    for (let at = 0; at < 300; at++) {
      clock.advance(1);
      await take(report({ fields: [{ ...field, id: `many-${at}` }] }), visitOf(10 + at));
    }
    expect(await idsOf()).toHaveLength(FINDINGS_MAX);
    expect(await idsOf()).toContain("real");
    expect(JSON.stringify(await list())).not.toContain("tellers");
  });
});
