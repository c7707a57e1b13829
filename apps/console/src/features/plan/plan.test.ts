import type { BlendingRule, ChannelId, Queue, QueueId, RoutingPlan, SiteId } from "@lotse/protocol";
import { signal } from "@preact/signals";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createI18n } from "../../i18n/i18n.ts";
import { makePlan, makeQueue } from "../../testing/makePlan.ts";
import { same } from "../../ui/same.ts";
import { changesOf, rebase } from "./changes.ts";
import { inOrder, newRule, withoutChannel, withoutQueue, withQueue, withSite } from "./editing.ts";
import { changeText, hoursText, overflowText, ruleText, serviceTexts } from "./words.ts";

const de = createI18n(signal("de"));
const en = createI18n(signal("en"));
const SALES = "sales" as QueueId;
const SERVICE = "service" as QueueId;

const RULES: readonly BlendingRule[] = [
  { id: "e", rule: "exclude", during: ["call"], no: ["fax", "email"] },
  { id: "m", rule: "atMost", channels: ["chat", "sms"], items: 4 },
  {
    id: "i",
    rule: "interrupt",
    queues: [SALES],
    counted: ["call"],
    moreThan: 3,
    interruptible: ["email", "fax"],
  },
];

describe("two pieces of data", () => {
  it("are the same whatever the order of their fields, and never so with a field more or less", () => {
    const reorder = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reorder);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, inside]) => [name, reorder(inside)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (value, record) => {
        expect(same(value, reorder(value))).toBe(true);
        expect(same(record, { ...record, "one more": 1 })).toBe(false);
        expect(same({ ...record, "one more": 1 }, record)).toBe(false);
      }),
    );
    expect(same([], {})).toBe(false);
  });
});

describe("changes", () => {
  it("name the part, what became of it, and the fields that differ", () => {
    const plan = makePlan({ blending: RULES });
    const changed = withQueue(plan, { ...makeQueue(SALES), priority: 2, pick: true });
    const mine = { ...withoutQueue(changed, SERVICE), settings: { ...plan.settings, leaseMs: 1 } };
    expect(changesOf(plan, mine).map(({ part, how, fields }) => ({ part, how, fields }))).toEqual([
      { part: "queue", how: "changed", fields: ["priority", "pick"] },
      { part: "queue", how: "removed", fields: [] },
      { part: "settings", how: "changed", fields: ["leaseMs"] },
    ]);
    expect(changesOf(plan, plan)).toEqual([]);
  });

  const edits = fc.record({
    priority: fc.constantFrom(0, 1, 2),
    drop: fc.boolean(),
    lease: fc.constantFrom(10_000, 20_000),
  });
  const edited = (
    plan: RoutingPlan,
    { priority, drop, lease }: { priority: number; drop: boolean; lease: number },
  ) => {
    const with_ = withQueue(plan, { ...makeQueue(SALES), priority });
    return {
      ...(drop ? withoutQueue(with_, SERVICE) : with_),
      settings: { ...plan.settings, leaseMs: lease },
    };
  };

  it("made to another's plan keep both sides', and mine where both changed the same", () => {
    const base = makePlan({});
    fc.assert(
      fc.property(edits, edits, (hers, ours) => {
        const [theirs, mine] = [edited(base, hers), edited(base, ours)];
        const { plan, both } = rebase({ base, mine, theirs });
        const sales = (of: RoutingPlan) => of.queues.find(({ id }) => id === SALES)?.priority;
        expect(sales(plan)).toBe(sales(mine) === sales(base) ? sales(theirs) : sales(mine));
        expect(plan.queues.length).toBe(Math.min(mine.queues.length, theirs.queues.length));
        // Whoever changed nothing gets exactly what the other has.
        if (changesOf(base, mine).length === 0) expect(changesOf(theirs, plan)).toEqual([]);
        if (changesOf(base, theirs).length === 0) expect(changesOf(mine, plan)).toEqual([]);
        const quarrel =
          sales(mine) !== sales(theirs) && sales(mine) !== sales(base) && sales(theirs) !== sales(base);
        expect(both.some(({ part, how }) => part === "queue" && how === "changed")).toBe(quarrel);
      }),
    );
  });
});

describe("what goes takes with it what names it", () => {
  const named = (
    plan: RoutingPlan,
  ): { readonly queues: Set<QueueId>; readonly channels: Set<ChannelId> } => ({
    queues: new Set([
      ...plan.queues.flatMap(({ overflows }) =>
        overflows.flatMap(({ then }) => (then.to === "queue" ? then.queueId : [])),
      ),
      ...plan.blending.flatMap(rule => (rule.rule === "interrupt" ? (rule.queues ?? []) : [])),
    ]),
    channels: new Set([
      ...plan.queues.flatMap(({ serviceLevels }) => serviceLevels.map(({ channel }) => channel)),
      ...plan.blending.flatMap(rule => {
        if (rule.rule === "exclude") return [...rule.during, ...rule.no];
        return rule.rule === "atMost" ? rule.channels : [...rule.counted, ...rule.interruptible];
      }),
    ]),
  });
  const plan = makePlan({
    blending: RULES,
    queues: [
      makeQueue(SALES, {
        serviceLevels: [{ channel: "call", share: 0.8, withinMs: 20_000 }],
      }),
      makeQueue(SERVICE, {
        overflows: [
          { when: "before", condition: { if: "closed" }, then: { to: "queue", queueId: SALES } },
          { when: "after", condition: { if: "waited", moreThanMs: 60_000 }, then: { to: "message" } },
        ],
      }),
    ],
  });

  it("a queue", () => {
    const without = withoutQueue(plan, SALES);
    expect(named(plan).queues).toContain(SALES);
    expect(named(without).queues).not.toContain(SALES);
    expect(without.queues[0]?.overflows).toHaveLength(1);
    // The rule was about that queue alone: without it, it would be about every queue.
    expect(without.blending.map(({ id }) => id)).toEqual(["e", "m"]);
  });

  it("a channel", () => {
    const without = withoutChannel(plan, "call");
    expect(named(plan).channels).toContain("call");
    expect(named(without).channels).not.toContain("call");
    expect(without.blending.map(({ id }) => id)).toEqual(["m"]);
  });

  it("a new rule is about channels that there are", () => {
    const rule = newRule("interrupt", plan, () => "new");
    expect([...named({ ...plan, queues: [], blending: [rule] }).channels]).toEqual(["chat", "call"]);
  });
});

it("steps stand in the order of their time, in whatever order they are typed", () => {
  const relaxations = [60_000, 30_000].map(afterMs => ({ afterMs, needs: [] }));
  const draft = withQueue(makePlan({}), makeQueue(SALES, { relaxations }));
  expect(draft.queues[0]?.relaxations).toEqual(relaxations);
  const plan = inOrder(draft);
  expect(plan.queues[0]?.relaxations.map(({ afterMs }) => afterMs)).toEqual([30_000, 60_000]);
});

describe("read as sentences", () => {
  const plan = makePlan({});
  const queue = (given: Partial<Queue>) => makeQueue(SALES, given);

  it("rules, in both languages", () => {
    const texts = (i18n: typeof de) => RULES.map(rule => ruleText(rule, plan, i18n));
    expect(texts(en)).toEqual([
      "Whoever works on Call does not get Fax or E-mail as well.",
      "At most 4 of Chat and SMS at once.",
      "While more than 3 of Call wait in Sales, somebody who works only on E-mail or Fax gets the next one; that work is parked and comes back.",
    ]);
    expect(texts(de)).toEqual([
      "Wer Anruf bearbeitet, bekommt nicht zugleich Fax oder E-Mail.",
      "Höchstens 4 aus Chat und SMS gleichzeitig.",
      "Solange mehr als 3 aus Anruf in Verkauf warten, bekommt jemand, der nur E-Mail oder Fax bearbeitet, den nächsten Vorgang; die Arbeit daran wird geparkt und kommt zurück.",
    ]);
  });

  it("hours, service levels, overflow", () => {
    const week = ([1, 2, 3, 4, 5, 6] as const).map(day => ({
      day,
      fromMin: 8 * 60,
      toMin: day === 6 ? 12 * 60 : 18 * 60,
    }));
    const hours = { timeZone: "Europe/Berlin", week, exceptions: [{ date: "2026-12-24", spans: [] }] };
    expect(hoursText(hours, de)).toBe("Mo–Fr 08:00–18:00; Sa 08:00–12:00 (Europe/Berlin), 1 Ausnahme");
    expect(hoursText({ ...hours, week: [], exceptions: [] }, en)).toBe("never open (Europe/Berlin)");
    expect(hoursText(null, en)).toBe("always open");
    const promised = queue({ serviceLevels: [{ channel: "chat", share: 0.8, withinMs: 20_000 }] });
    expect(serviceTexts(promised, plan, en)).toEqual(["Chat: 80 % in 20 s"]);
    const overflow = {
      when: "after",
      condition: { if: "waited", moreThanMs: 90_000 },
      then: { to: "queue", queueId: SERVICE },
    } as const;
    expect(overflowText(overflow, plan, en)).toBe(
      "While waiting: if it has waited longer than 90 s, it goes to Service.",
    );
    expect(overflowText(overflow, plan, de)).toBe(
      "Während des Wartens: Wenn es schon länger wartet als 90 s, geht es in Service.",
    );
  });
});

it("a website that said nothing is changed, not new, and named as people call it", () => {
  const site = "site-1" as SiteId;
  const after = withSite(makePlan({}), { siteId: site, queueId: SALES, hours: null });
  const [change] = changesOf(makePlan({}), after);
  expect(change).toMatchObject({ part: "site", how: "changed", fields: ["queueId"] });
  expect(changesOf(after, makePlan({}))).toMatchObject([
    { part: "site", how: "changed", fields: ["queueId"] },
  ]);
  if (change === undefined) throw new Error("no change");
  const named = (name: string | null) => changeText(change, { plan: after, siteName: () => name }, de);
  expect([named("Nordwind"), named(null)]).toEqual(["Nordwind", ""]);
});
