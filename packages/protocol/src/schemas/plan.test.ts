/** The plan as it is saved: what is whole passes unchanged; every flaw is refused with its code, at its place. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LotseError } from "../errors.ts";
import type { QueueId, SiteId } from "../ids.ts";
import type { Channel, Queue, RoutingPlan } from "../plan.ts";
import { parse } from "./parse.ts";
import { planSchema } from "./plan.ts";

const queueId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as QueueId;
const siteId = (n: number) => `00000000-0000-4000-9000-${String(n).padStart(12, "0")}` as SiteId;
const named = (text: string) => ({ de: text, en: text });

const channel = (id: string, given: Partial<Channel> = {}): Channel => ({
  ...{ id, name: named(id), weight: 1, cobrowseWeight: 1, wrapUpMs: 0 },
  ...{ answer: "ring", ringMs: 30_000, idle: null },
  ...given,
});

const queue = (n: number, given: Partial<Queue> = {}): Queue => ({
  ...{ id: queueId(n), key: `queue-${n}`, name: named(`Queue ${n}`), needs: [], prefers: [], priority: 0 },
  ...{ serviceLevels: [], relaxations: [], overflows: [], pick: false, hours: null },
  ...given,
});

const PLAN: RoutingPlan = {
  channels: [
    channel("chat", { idle: { afterMs: 300_000, then: "release" } }),
    channel("call", { weight: "all", wrapUpMs: 30_000 }),
    channel("fax", { answer: "auto" }),
  ],
  queues: [
    queue(1, {
      needs: [{ skill: "Sales", level: 3 }],
      prefers: [{ skill: "Deutsch", level: 5 }],
      serviceLevels: [{ channel: "chat", share: 0.8, withinMs: 20_000 }],
      relaxations: [
        { afterMs: 30_000, needs: [{ skill: "Sales", level: 2 }] },
        { afterMs: 60_000, needs: [] },
      ],
      overflows: [
        { when: "before", condition: { if: "closed" }, then: { to: "callback" } },
        {
          when: "after",
          condition: { if: "waited", moreThanMs: 60_000 },
          then: { to: "queue", queueId: queueId(2) },
        },
      ],
      hours: {
        timeZone: "Europe/Berlin",
        week: [
          { day: 1, fromMin: 480, toMin: 720 },
          { day: 1, fromMin: 720, toMin: 1_440 },
          { day: 7, fromMin: 0, toMin: 1_440 },
        ],
        exceptions: [
          { date: "2028-02-29", spans: [] },
          { date: "2026-12-24", spans: [{ fromMin: 480, toMin: 720 }] },
        ],
      },
    }),
    queue(2),
  ],
  sites: [
    {
      ...{ siteId: siteId(1), queueId: queueId(2) },
      hours: {
        timeZone: "Europe/Vienna",
        week: [{ day: 6, fromMin: 540, toMin: 720 }],
        exceptions: [{ date: "2026-12-26", spans: [] }],
      },
    },
    { siteId: siteId(2), queueId: null, hours: null },
  ],
  blending: [
    { id: "no-fax", rule: "exclude", during: ["call"], no: ["fax"] },
    { id: "four", rule: "atMost", channels: ["chat"], items: 4 },
    {
      ...{ id: "calls", rule: "interrupt", queues: [queueId(1)], counted: ["call"] },
      ...{ moreThan: 3, interruptible: ["fax"] },
    },
  ],
  settings: {
    ...{ priorityMs: 60_000, defaultTargetMs: 60_000, reservationMs: 45_000, passPauseMs: 30_000 },
    ...{ preferAgentMs: 60_000, lastAgentMs: 0, leaseMs: 60_000, awayAfterMisses: 3 },
  },
};

type Tree = { [key: string]: Tree };

/** The plan with one part replaced, named by its path. */
const withPart = (path: string, value: unknown): unknown => {
  const changed: unknown = structuredClone(PLAN);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce((tree, key) => tree[key] as Tree, changed as Tree) as Record<string, unknown>;
  holder[last] = value;
  return changed;
};

const refusalOf = (plan: unknown): { readonly code: string; readonly field?: string } => {
  try {
    parse(planSchema, plan);
  } catch (error) {
    if (error instanceof LotseError) return error.toWire();
    throw error;
  }
  return { code: "none" };
};

const [first] = PLAN.queues;
const hours = first?.hours;

/** What is wrong, where it is put, where it is found if that is elsewhere. */
const MISFITS: [what: string, path: string, value: unknown, found?: string][] = [
  ["a channel twice", "channels.1", channel("chat"), "channels.1.id"],
  ["a queue twice", "queues.1", queue(1, { key: "other" }), "queues.1.id"],
  ["a key twice", "queues.1.key", "queue-1"],
  ["a skill twice", "queues.0.needs", [1, 2].map(level => ({ skill: "Sales", level }))],
  ["an unknown channel", "queues.0.serviceLevels.0.channel", "letter"],
  [
    "a service level twice",
    "queues.0.serviceLevels",
    [1, 2].map(share => ({ channel: "chat", share: share / 2, withinMs: 0 })),
    "queues.0.serviceLevels.1.channel",
  ],
  ["steps out of order", "queues.0.relaxations.1.afterMs", 30_000],
  ["an unknown queue", "queues.0.overflows.1.then.queueId", queueId(3)],
  ["an overflow into itself", "queues.0.overflows.1.then.queueId", queueId(1)],
  [
    "having waited before queueing",
    "queues.0.overflows.1.when",
    "before",
    "queues.0.overflows.1.condition.if",
  ],
  ["a made-up time zone", "queues.0.hours.timeZone", "Europe/Atlantis"],
  ["an offset for a time zone", "queues.0.hours.timeZone", "+02:00"],
  ["no time zone", "queues.0.hours.timeZone", ""],
  ["a span without length", "queues.0.hours.week.0.toMin", 480],
  ["spans that overlap", "queues.0.hours.week.1.fromMin", 719],
  ["a date twice", "queues.0.hours.exceptions.1.date", "2028-02-29"],
  [
    "an exception's spans that overlap",
    "queues.0.hours.exceptions.1.spans",
    [hours?.week[0], hours?.week[0]].map(() => ({ fromMin: 480, toMin: 720 })),
    "queues.0.hours.exceptions.1.spans.1.fromMin",
  ],
  ["a site twice", "sites.1.siteId", siteId(1)],
  ["an unknown queue of a site", "sites.0.queueId", queueId(3)],
  ["a made-up time zone of a site", "sites.0.hours.timeZone", "Europe/Atlantis"],
  [
    "a site's date twice",
    "sites.0.hours.exceptions",
    [1, 2].map(() => ({ date: "2026-12-26", spans: [] })),
    "sites.0.hours.exceptions.1.date",
  ],
  ["a rule twice", "blending.1.id", "no-fax"],
  ["a rule of an unknown channel", "blending.0.during.0", "letter"],
  ["a limit of an unknown channel", "blending.1.channels.0", "letter"],
  ["an interruption for an unknown queue", "blending.2.queues.0", queueId(9)],
  ["an interruption of an unknown channel", "blending.2.interruptible.0", "letter"],
];

/** Beyond what may be. */
const BOUNDS: [path: string, value: unknown, code: string][] = [
  ["channels.0.id", "Chat", "TEXT_INVALID"],
  ["channels.0.id", `a${"b".repeat(32)}`, "TEXT_INVALID"],
  ["channels.0.weight", 1_001, "LIMIT_RANGE"],
  ["channels.0.weight", "half", "LIMIT_RANGE"],
  ["channels.0.weight", 0, "LIMIT_RANGE"],
  ["channels.0.ringMs", 0, "LIMIT_RANGE"],
  ["settings.leaseMs", 0, "LIMIT_RANGE"],
  ["channels.0.wrapUpMs", 30 * 86_400_000 + 1, "LIMIT_RANGE"],
  ["channels.0.name.de", "x".repeat(201), "TEXT_TOO_LONG"],
  ["channels.0.name.en", "", "TEXT_EMPTY"],
  ["queues.0.id", "1", "ID_INVALID"],
  ["queues.0.key", "", "TEXT_EMPTY"],
  ["queues.0.priority", 11, "LIMIT_RANGE"],
  ["queues.0.priority", -10.5, "FIELD_TYPE"],
  ["queues.0.needs.0.level", 6, "LIMIT_RANGE"],
  ["queues.0.needs.0.level", 0, "LIMIT_RANGE"],
  ["queues.0.serviceLevels.0.share", 1.01, "LIMIT_RANGE"],
  ["queues.0.serviceLevels.0.share", Number.NaN, "FIELD_TYPE"],
  ["queues.0.hours.week.0.day", 8, "LIMIT_RANGE"],
  ["queues.0.hours.week.0.toMin", 1_441, "LIMIT_RANGE"],
  ["queues.0.hours.exceptions.0.date", "2026-02-29", "TEXT_INVALID"],
  ["queues.0.hours.exceptions.0.date", "24.12.2026", "TEXT_INVALID"],
  ["queues.0.overflows.0.condition", { if: "raining" }, "FIELD_TYPE"],
  ["queues.0.overflows.0.then", { to: "nowhere" }, "FIELD_TYPE"],
  ["blending.0.no", [], "LIMIT_RANGE"],
  ["blending.1.items", 0, "LIMIT_RANGE"],
  ["settings.awayAfterMisses", 0, "LIMIT_RANGE"],
  ["settings.leaseMs", undefined, "FIELD_TYPE"],
  ["sites.0.siteId", "nordwind", "ID_INVALID"],
  ["sites.0.queueId", undefined, "FIELD_TYPE"],
  ["sites.0.hours.week.0.toMin", 1_441, "LIMIT_RANGE"],
  [
    "sites",
    Array.from({ length: 101 }, (_, n) => ({ siteId: siteId(n), queueId: null, hours: null })),
    "LIMIT_RANGE",
  ],
  ["queues", Array.from({ length: 201 }, (_, n) => queue(n)), "LIMIT_RANGE"],
  ["channels", Array.from({ length: 51 }, (_, n) => channel(`c${n}`)), "LIMIT_RANGE"],
];

describe("the routing plan", () => {
  it("passes unchanged when everything fits, also when there is nothing", () => {
    expect(parse(planSchema, PLAN)).toEqual(PLAN);
    const empty = { ...PLAN, channels: [], queues: [], sites: [], blending: [] };
    expect(parse(planSchema, empty)).toEqual(empty);
  });

  it("of before websites had anything passes as it was", () => {
    const { sites: _, ...before } = PLAN;
    expect(parse(planSchema, before)).toEqual(before);
  });

  it.each(MISFITS)("with %s is refused as PLAN_INVALID, at its place", (_what, path, value, found) => {
    expect(refusalOf(withPart(path, value))).toMatchObject({ code: "PLAN_INVALID", field: found ?? path });
  });

  it.each(BOUNDS)("refuses at %s the value %j as %s", (path, value, code) => {
    const refusal = refusalOf(withPart(path, value));
    expect(refusal.code).toBe(code);
    expect(refusal.field?.startsWith(path)).toBe(true);
  });

  it("refuses what it does not know", () => {
    expect(refusalOf({ ...PLAN, more: 1 }).code).toBe("FIELD_UNKNOWN");
    expect(refusalOf({ ...PLAN, queues: [{ ...queue(1), more: 1 }] }).code).toBe("FIELD_UNKNOWN");
    expect(refusalOf(withPart("sites.1.more", 1)).code).toBe("FIELD_UNKNOWN");
  });

  it("says yes or no to a whole day cut anywhere, exactly by whether the parts overlap", () => {
    const span = fc.record({ fromMin: fc.nat(30), toMin: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), spans => {
        const plan = withPart(
          "queues.0.hours.week",
          spans.map(one => ({ day: 3, ...one })),
        );
        const minutes = spans.flatMap(({ fromMin, toMin }) =>
          Array.from({ length: Math.max(0, toMin - fromMin) }, (_, nth) => fromMin + nth),
        );
        const fits = spans.every(one => one.fromMin < one.toMin) && new Set(minutes).size === minutes.length;
        expect(refusalOf(plan).code).toBe(fits ? "none" : "PLAN_INVALID");
      }),
    );
  });
});
