/** What a draft would have done between the words of a page, with whom free, and what is not to be known. */
import type {
  AgentId,
  AvailabilityRow,
  Facts,
  RuleDefinition,
  RuleId,
  SiteId,
  VisitId,
} from "@lotse/protocol";
import type { RecordedVisit, RuleHistory } from "@lotse/storage";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { DEFAULT_SETTINGS } from "../settings.ts";
import { createAvailability, createTimeline } from "./availability.ts";
import { changeOf, factsAfter, momentOf } from "./recording.ts";
import { createRun } from "./run.ts";
import { knownRuleOf } from "./simulate.ts";
import { createTrial } from "./trial.ts";

const id = <T extends string>(tail: number) =>
  `30000000-0000-4000-8000-${String(tail).padStart(12, "0")}` as T;
const START_MS = 1_700_000_000_000;
const WORDS = { de: "Hallo", en: "Hello" };
const invite = { do: "inviteToChat", skill: "Sales", text: WORDS } as const;

const facts = (more: Partial<Facts> = {}, ms = 0): Facts => ({
  page: { url: "https://shop.example/quote?x=1", title: "Quote", referrer: "" },
  ...{ visit: { pages: 1, ms }, forms: {}, products: {}, ...more },
});
const form = (activeMs: number, active = true): Partial<Facts> => ({
  forms: { quote: { activeMs, active } },
});

/** Moments as the hub records them: seconds since the start, and what the page said. */
const visitOf = (tail: number, told: readonly (readonly [number, Facts])[]): RecordedVisit => {
  let before: Facts | null = null;
  const moments = told.map(([seconds, said]) => {
    const moment = momentOf(before, { facts: said }, START_MS + 1_000 * seconds);
    before = said;
    if (moment === null) throw new Error("not agreed");
    return moment;
  });
  return {
    ...{
      visitId: id<VisitId>(tail),
      language: "de",
      visitorId: null,
      sideKey: null,
      contactId: null,
      attributes: {},
    },
    ...{ firstAtMs: moments[0]?.atMs ?? 0, moments, visits: [], conversations: [] },
    ...{ conversions: [], decisions: [] },
  };
};

const row = (tail: number, more: Partial<AvailabilityRow> = {}): AvailabilityRow => ({
  ...{ agentId: id<AgentId>(tail), atMs: START_MS - 1, presence: "available", reason: null, load: 0 },
  ...{ capacity: 1, skills: [{ skill: "Sales", level: 3 }], channels: null, takes: ["chat"], ...more },
});

const tryOut = (
  { cel, ...more }: Partial<RuleDefinition> & { readonly cel: string },
  visits: readonly RecordedVisit[],
  rows: readonly AvailabilityRow[] = [row(1)],
) => {
  const definition: RuleDefinition = {
    ...{ name: "R", cel, priority: 0, holdoutPercent: 0, action: invite },
    schedule: { fromMs: null, untilMs: null, week: null },
    audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
    ...{ caps: { perVisit: null, perDay: null, perWeek: null }, ...more },
  };
  const versions = [
    {
      version: 1,
      definition,
      savedAtMs: 0,
      savedBy: null,
      publishedAtMs: null,
      publishedBy: null,
      deeds: [],
    },
  ];
  const history: RuleHistory = {
    ...{ id: id<RuleId>(90), siteId: id<SiteId>(91), enabled: false, publishedVersion: 0, versions },
  };
  const timeline = createTimeline();
  timeline.add(rows);
  const trial = createTrial({
    ...{ rule: knownRuleOf(history, 1), settings: { ...DEFAULT_SETTINGS, timeZone: "UTC" } },
    ...{ fromMs: START_MS, goesFirst: () => false, talkMs: 300_000, wrapUpMs: 0, labelOf: () => "V" },
    demandOf: () => ({ needs: [{ skill: "Sales", level: 1 }], isOpenAt: () => true }),
    queueAt: () => ({ isOpen: true, waiting: undefined, expectedMs: null }),
    invitations: new Map(),
    availability: createAvailability({ timeline, real: [], channel: "chat", weight: 1 }),
  });
  const run = createRun([trial]);
  run.add(visits);
  while (!run.go({ beforeMs: Number.POSITIVE_INFINITY, stepsMax: 7 }));
  expect(run.finished).toBe(visits.length);
  return trial.tally.side({ version: 1, cardOf: agentId => ({ id: agentId, name: "" }) });
};

const secondsOf = (side: ReturnType<typeof tryOut>): readonly number[] =>
  side.examples.map(({ atMs }) => (atMs - START_MS) / 1_000);

describe("a draft", () => {
  const quiet = visitOf(1, [
    [0, facts(form(0))],
    [100, facts(form(100_000), 100_000)],
  ]);

  it("is true when it would have been, although no page spoke then", () => {
    const side = tryOut({ cel: 'form("quote").seconds > 30' }, [quiet]);
    expect(side).toMatchObject({ matched: 1, fired: 1, times: 1, unknown: 0 });
    expect(secondsOf(side)).toEqual([30.001]);
    expect(side.examples[0]).toMatchObject({ path: "/quote", freeAgents: 1, visitorLabel: "V" });
    expect(side.examples[0]?.why.en).toContain("30 seconds");
    expect(side.examples[0]?.why.en).toContain("yes");
    expect(side.hours).toEqual([{ weekday: 2, hour: 22, times: 1 }]);
  });

  it("counts what grew late as late, and makes up nothing behind the last word", () => {
    const late = visitOf(1, [
      [0, facts(form(0, false))],
      [100, facts(form(40_000), 100_000)],
    ]);
    expect(secondsOf(tryOut({ cel: 'form("quote").seconds > 30' }, [late]))).toEqual([90.001]);
    expect(tryOut({ cel: 'form("quote").seconds > 40' }, [late]).fired).toBe(0);
  });

  it("does not go on while nobody was there: another page, and no time grew but the visit's", () => {
    const away = visitOf(1, [
      [0, facts()],
      [600, facts({ page: { url: "https://shop.example/other", title: "", referrer: "" } }, 600_000)],
    ]);
    expect(secondsOf(tryOut({ cel: "visit.seconds > 60" }, [away]))).toEqual([600]);
  });

  it("holds a slot for as long as such conversations last: who comes meanwhile finds nobody, who comes later does", () => {
    const at = (tail: number, seconds: number) => visitOf(tail, [[seconds, facts(form(99_000))]]);
    const visits = [at(1, 0), at(2, 299), at(3, 300)];
    const cel = 'form("quote").seconds > 30';
    const side = tryOut({ cel }, visits);
    expect(side).toMatchObject({ matched: 3, fired: 2, withoutAgent: 1 });
    expect(side.suppressed).toEqual([{ reason: "noAgentFree", visits: 1 }]);
    expect(secondsOf(side)).toEqual([0, 300]);
    expect(tryOut({ cel }, visits, [row(1), row(2)])).toMatchObject({ fired: 3, withoutAgent: 0 });
    // Nobody is free at all, or of another skill
    expect(tryOut({ cel }, visits, [row(1, { takes: [] })])).toMatchObject({ fired: 0, withoutAgent: 3 });
    expect(tryOut({ cel }, visits, [row(1, { skills: [] })])).toMatchObject({ fired: 0, withoutAgent: 3 });
  });

  it("keeps to the caps of one person over all visits that are theirs", () => {
    const [one, two] = [visitOf(1, [[0, facts()]]), visitOf(2, [[60, facts()]])];
    const visitorId = id<string>(77);
    const visits = [one, two].map(({ visitId, firstAtMs }) => ({
      ...{ visitId, startedAtMs: firstAtMs, lastSeenAtMs: firstAtMs, visitorId, contactId: null },
    }));
    const later = [one, two].map(visit => ({ ...visit, visitorId, visits }));
    const known = later.map(visit => ({
      ...{ ...visit, moments: visit.moments.map(moment => ({ ...moment, visitorId })) },
    }));
    const rule = {
      ...{ cel: "visit.pages > 0", action: { do: "showMessage", text: WORDS } as const },
      caps: { perVisit: null, perDay: 1, perWeek: null },
    };
    expect(tryOut(rule, known)).toMatchObject({ fired: 1, suppressed: [{ reason: "cappedDay", visits: 1 }] });
    expect(tryOut(rule, [one, two]).fired).toBe(2);
    // They agreed to be recognised only afterwards
    expect(tryOut(rule, later).fired).toBe(2);
  });

  it("that reads what was not recorded cannot be told of, unless the rest decides", () => {
    const cel = 'form("quote").errors > 2 && form("quote").seconds > 30';
    const short = visitOf(2, [[0, facts(form(1_000))]]);
    const watched = visitOf(3, [[0, facts({ ...form(50_000), observed: { "form.errors:quote": 3 } })]]);
    expect(tryOut({ cel }, [quiet, short, watched])).toMatchObject({
      ...{ fired: 1, matched: 1, unknown: 1 },
      notRecorded: [{ fact: 'form("quote").errors', visits: 1 }],
    });
    const waiting = tryOut({ cel: 'queue("advice").waiting < 5' }, [short]);
    expect(waiting.notRecorded).toEqual([{ fact: 'queue("advice").waiting', visits: 1 }]);
  });

  it("says nothing of agents where nobody recorded them", () => {
    const cel = 'form("quote").seconds > 30';
    for (const rows of [[], [row(1, { takes: null })]]) {
      expect(tryOut({ cel }, [quiet], rows)).toMatchObject({
        ...{ matched: 1, fired: 0, unknown: 1 },
        notRecorded: [{ fact: 'skill("Sales").free', visits: 1 }],
      });
    }
  });
});

describe("what is recorded", () => {
  const name = fc.constantFrom("a", "b", "constructor");
  const anyFacts: fc.Arbitrary<Facts> = fc.record(
    {
      page: fc.record({ url: fc.constantFrom("https://a/", "https://b/"), title: name, referrer: name }),
      visit: fc.record({ pages: fc.integer({ min: 1, max: 3 }), ms: fc.nat(9) }),
      forms: fc.dictionary(name, fc.record({ activeMs: fc.nat(3), active: fc.boolean() })),
      products: fc.dictionary(name, fc.record({ viewing: fc.boolean(), name })),
      observed: fc.dictionary(name, fc.oneof(fc.constant(null), fc.nat(2), name)),
    },
    { requiredKeys: ["page", "visit", "forms", "products"] },
  );
  const flat = ({ observed = {}, ...more }: Facts): string => {
    const sorted = (record: object) =>
      Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify([
      more.page,
      more.visit,
      sorted(more.forms),
      sorted(more.products),
      sorted(observed),
    ]);
  };

  test("comes back as it was, through any changes", () => {
    fc.assert(
      fc.property(fc.array(anyFacts, { minLength: 1, maxLength: 8 }), told => {
        let [before, again]: [Facts | null, Facts | null] = [null, null];
        for (const said of told) {
          again = factsAfter(again, JSON.parse(JSON.stringify(changeOf(before, said))));
          before = said;
          expect(flat(again)).toBe(flat(said));
        }
      }),
    );
  });

  it("is nothing of whoever did not agree, and begins anew with who agrees later", () => {
    const nothing = facts({ visit: { pages: 0, ms: 0 } });
    expect(momentOf(null, { facts: nothing }, 1)).toBeNull();
    expect(momentOf(facts(), { facts: nothing }, 1)).toBeNull();
    expect(momentOf(nothing, { facts: facts() }, 1)).toMatchObject({ whole: true });
    expect(momentOf(facts(), { facts: facts({}, 5) }, 1)).toEqual({
      ...{ atMs: 1, change: { visit: { pages: 1, ms: 5 } } },
    });
  });
});
