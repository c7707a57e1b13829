import type { InvitationView, RuleDefinition, RuleId, SiteId, Suppression, VisitId } from "@lotse/protocol";
import { compile } from "@lotse/radar";
import type { DecisionRecord } from "@lotse/storage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gate, REASONS, type Situation, TRIES_MAX } from "./gate.ts";
import { isAmong, placeOf } from "./holdout.ts";
import type { KnownRule } from "./ruleBook.ts";
import { CALM_MS, FORM_CALM_MS } from "./screen.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

const DAY_MS = 86_400_000;
/** A Tuesday, 14:13 in Berlin. */
const NOW = 1_699_967_600_000;
const SITE = "s" as SiteId;
const OPEN = { id: "i", ruleId: "r" } as unknown as InvitationView;

const rule = (more: Partial<RuleDefinition> = {}, id = "r"): KnownRule => {
  const definition: RuleDefinition = {
    ...{ name: "R", cel: "true", priority: 0, holdoutPercent: 0 },
    schedule: { fromMs: null, untilMs: null, week: null },
    audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
    caps: { perVisit: null, perDay: null, perWeek: null },
    action: { do: "inviteToChat", skill: "Sales", text: { de: "?", en: "?" } },
    ...more,
  };
  const record = { id: id as RuleId, siteId: SITE, name: "R", version: 1, cel: "true", skill: "Sales" };
  const text = { de: "?", en: "?" };
  return { record: { ...record, text, priority: 0, enabled: true }, definition, compiled: compile(true) };
};

const situation = (more: Partial<Situation> = {}): Situation => ({
  ...{ match: "matched", settings: { ...DEFAULT_SETTINGS, budget: NO_CAPS }, open: null, nowMs: NOW },
  visitor: { key: "v", visitNumber: 1, contactId: null, language: "de" },
  ...{ history: [], earlier: [], inConversation: false, typing: false, freeAgents: () => 1 },
  ...more,
});
const NO_CAPS = { perVisit: null, perDay: null, perWeek: null };

const line = (outcome: DecisionRecord["outcome"], more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  ...{ visitId: "v" as VisitId, ruleId: "r" as RuleId, ruleVersion: 1, outcome, reason: null },
  ...{ invitationId: null, atMs: NOW - 1_000, action: "inviteToChat", ...more },
});

/** Of another rule. */
const ended = (
  outcome: DecisionRecord["outcome"],
  agoMs: number,
  action: NonNullable<DecisionRecord["action"]> = "inviteToChat",
): DecisionRecord => line(outcome, { ruleId: "q" as RuleId, action, atMs: NOW - agoMs });

const failed = (times: number): readonly DecisionRecord[] =>
  Array.from({ length: times }, () => line("suppressed", { reason: "failed", action: "callHook" }));

const reasonOf = (known: KnownRule, at: Situation): Suppression | "go" => {
  const verdict = gate(known, at);
  return verdict.kind === "suppressed" ? verdict.reason : verdict.kind === "heldOut" ? "heldOut" : "go";
};

const MESSAGE = { do: "showMessage", text: { de: "?", en: "?" } } as const;
const HOOK = { do: "callHook", url: "https://crm.example/" } as const;
const week = (day: 1 | 2 | 3, fromMin: number, toMin: number) => ({
  schedule: { fromMs: null, untilMs: null, week: [{ day, fromMin, toMin }] },
});
const audience = (more: Partial<RuleDefinition["audience"]>) => ({
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all", ...more } as const,
});
const caps = (more: Partial<RuleDefinition["caps"]>) => ({ caps: { ...NO_CAPS, ...more } });
const budget = (more: Partial<RuleDefinition["caps"]>) => ({
  settings: { ...DEFAULT_SETTINGS, budget: { ...NO_CAPS, ...more } },
});
const known = (more: Partial<Situation["visitor"]>): Partial<Situation> => ({
  visitor: { key: "v", visitNumber: 1, contactId: null, language: "de", ...more },
});

type Case = readonly [
  what: string,
  expected: Suppression | "go",
  more: Partial<RuleDefinition>,
  at: Partial<Situation>,
];

const CASES: readonly Case[] = [
  ["nothing stands in the way", "go", {}, {}],
  ["it is not true", "notMatched", {}, { match: "notMatched" }],
  ["it only waits for an agent", "noAgentFree", {}, { match: "waits" }],
  ["nobody is free", "noAgentFree", {}, { freeAgents: () => 0 }],
  ["a message needs nobody", "go", { action: MESSAGE }, { freeAgents: () => 0 }],
  ["it has not begun", "outsideSchedule", { schedule: { fromMs: NOW + 1, untilMs: null, week: null } }, {}],
  ["it begins now", "go", { schedule: { fromMs: NOW, untilMs: null, week: null } }, {}],
  ["it ends now", "outsideSchedule", { schedule: { fromMs: null, untilMs: NOW, week: null } }, {}],
  ["the hour, by the site's clock", "go", week(2, 14 * 60, 15 * 60), {}],
  ["another hour", "outsideSchedule", week(2, 13 * 60, 14 * 60), {}],
  ["another day", "outsideSchedule", week(3, 0, 1_440), {}],
  ["nobody's share", "outsideAudience", audience({ sharePercent: 0 }), {}],
  ["new visitors, and it is one", "go", audience({ visitors: "new" }), {}],
  [
    "new visitors, and it is none",
    "outsideAudience",
    audience({ visitors: "new" }),
    known({ visitNumber: 2 }),
  ],
  ["returning visitors", "outsideAudience", audience({ visitors: "returning" }), {}],
  ["another language", "outsideAudience", audience({ languages: ["en"] }), {}],
  ["signed in only", "outsideAudience", audience({ signedIn: "yes" }), {}],
  ["signed in", "go", audience({ signedIn: "yes" }), known({ contactId: "c" as never })],
  ["declined in this visit", "declinedEarlier", {}, { history: [line("declined")] }],
  ["declined in another visit", "go", {}, { earlier: [line("declined")] }],
  ["another rule was declined just now", "tooSoon", {}, { history: [ended("declined", CALM_MS - 1)] }],
  ["another rule was declined", "go", {}, { history: [ended("declined", CALM_MS)] }],
  ["another rule's agent went just now", "tooSoon", {}, { history: [ended("withdrawn", FORM_CALM_MS - 1)] }],
  ["another rule's agent went", "go", {}, { history: [ended("withdrawn", FORM_CALM_MS)] }],
  [
    "the form of a callback may still be there",
    "tooSoon",
    {},
    { history: [ended("accepted", FORM_CALM_MS - 1, "offerCallback")] },
  ],
  ["another was lost with its page", "go", {}, { history: [ended("left", 0)] }],
  ["a hook follows at once", "go", { action: HOOK }, { history: [ended("declined", 0)] }],
  ["the message was ignored", "declinedEarlier", { action: MESSAGE }, { history: [line("ignored")] }],
  ["they talk already", "alreadyInConversation", {}, { inConversation: true }],
  ["a hook does not mind", "go", { action: HOOK }, { inConversation: true, open: OPEN, typing: true }],
  ["something is on the screen", "alreadyOffered", {}, { open: OPEN }],
  [
    "another rule's message is on the screen",
    "alreadyOffered",
    {},
    { history: [line("shown", { ruleId: "q" as RuleId, action: "showMessage" })] },
  ],
  [
    "that message was answered",
    "go",
    {},
    {
      history: (["shown", "ignored"] as const).map(end => ended(end, CALM_MS, "showMessage")),
    },
  ],
  [
    "that message is long gone",
    "go",
    {},
    { history: [line("shown", { ruleId: "q" as RuleId, action: "showMessage", atMs: NOW - 130_000 })] },
  ],
  ["it was accepted", "alreadyOffered", {}, { history: [line("accepted")] }],
  ["they type", "typing", {}, { typing: true }],
  ["once a visit, and it was", "cappedVisit", caps({ perVisit: 1 }), { history: [line("shown")] }],
  ["once a visit, and it was in another", "go", caps({ perVisit: 1 }), { earlier: [line("shown")] }],
  ["messages are once a visit anyway", "cappedVisit", { action: MESSAGE }, { history: [line("shown")] }],
  ["never", "cappedVisit", caps({ perVisit: 0 }), {}],
  ["once a day", "cappedDay", caps({ perDay: 1 }), { earlier: [line("shown", { atMs: NOW - DAY_MS + 1 })] }],
  ["a day ago", "go", caps({ perDay: 1 }), { earlier: [line("shown", { atMs: NOW - DAY_MS })] }],
  [
    "once a week",
    "cappedWeek",
    caps({ perWeek: 1 }),
    { earlier: [line("shown", { atMs: NOW - 6 * DAY_MS })] },
  ],
  [
    "rules together",
    "overBudget",
    {},
    { ...budget({ perVisit: 1 }), history: [line("shown", { ruleId: "q" as RuleId })] },
  ],
  [
    "what nobody sees tires nobody",
    "go",
    {},
    { ...budget({ perVisit: 1 }), history: [line("shown", { ruleId: "q" as RuleId, action: "callHook" })] },
  ],
  ["the call failed", "go", { action: HOOK }, { history: failed(TRIES_MAX - 1) }],
  ["the call failed, and that often", "failed", { action: HOOK }, { history: failed(TRIES_MAX) }],
  ["the call failed in another visit", "go", { action: HOOK }, { earlier: failed(TRIES_MAX) }],
  ["left out", "heldOut", { holdoutPercent: 100 }, {}],
  ["left out by every rule", "heldOut", {}, { settings: { ...DEFAULT_SETTINGS, holdoutPercent: 100 } }],
  ["not left out while nobody is free", "noAgentFree", { holdoutPercent: 100 }, { freeAgents: () => 0 }],
  ["left out before, so again", "heldOut", { holdoutPercent: 1 }, { earlier: [line("heldOut")] }],
  ["asked before, so again", "go", { holdoutPercent: 100 }, { earlier: [line("shown")] }],
];

describe("the gate", () => {
  it.each(CASES)("%s: %s", (_, expected, more, at) => {
    expect(reasonOf(rule(more), situation(at))).toBe(expected);
  });

  it("has its reasons in an order that is written down", () => {
    expect(REASONS.map(({ reason }) => reason)).toEqual([
      ...["notMatched", "outsideSchedule", "outsideAudience", "declinedEarlier", "alreadyInConversation"],
      ...[
        "alreadyOffered",
        "tooSoon",
        "typing",
        "cappedVisit",
        "cappedDay",
        "cappedWeek",
        "overBudget",
        "failed",
        "noAgentFree",
      ],
    ]);
  });
});

const outcome = fc.constantFrom(
  "shown",
  "declined",
  "accepted",
  "withdrawn",
  "heldOut",
  "suppressed" as const,
);
const past = fc.array(
  fc.record({
    outcome,
    ruleId: fc.constantFrom("r", "q"),
    action: fc.constantFrom("inviteToChat", "showMessage", "callHook" as const),
    agoMs: fc.oneof(fc.integer({ min: 0, max: 8 * DAY_MS }), fc.integer({ min: 0, max: 2 * FORM_CALM_MS })),
  }),
  { maxLength: 12 },
);
const cap = fc.option(fc.nat(3));
const somewhere = fc.record({
  ...{ history: past, earlier: past, perVisit: cap, perDay: cap, perWeek: cap, open: fc.boolean() },
  ...{ bVisit: cap, bDay: cap, bWeek: cap, typing: fc.boolean(), inConversation: fc.boolean() },
  ...{ free: fc.nat(1), match: fc.constantFrom("matched", "waits", "notMatched" as const) },
  ...{ action: fc.constantFrom(undefined, MESSAGE, HOOK), holdout: fc.nat(100), siteHoldout: fc.nat(100) },
});

it("lets nothing pass that any single look forbids, and stops nothing that all of them allow", () => {
  fc.assert(
    fc.property(somewhere, one => {
      const linesOf = (lines: typeof one.history) =>
        lines.map(({ agoMs, ruleId, ...more }) =>
          line("shown", { ...more, ruleId: ruleId as RuleId, atMs: NOW - agoMs }),
        );
      const [history, earlier] = [linesOf(one.history), linesOf(one.earlier)];
      const { perVisit, perDay, perWeek } = one;
      const action = one.action === undefined ? {} : { action: one.action };
      const judged = rule({ ...caps({ perVisit, perDay, perWeek }), ...action, holdoutPercent: one.holdout });
      const at = situation({
        ...{ history, earlier, typing: one.typing, inConversation: one.inConversation, match: one.match },
        ...{ freeAgents: () => one.free, open: one.open ? OPEN : null },
        settings: {
          ...{ ...DEFAULT_SETTINGS, holdoutPercent: one.siteHoldout },
          budget: { perVisit: one.bVisit, perDay: one.bDay, perWeek: one.bWeek },
        },
      });
      const verdict = gate(judged, at);
      // Counted anew, one by one and without the table
      const all = [...history, ...earlier];
      const shown = (from: readonly DecisionRecord[], ms: number, of: (one: DecisionRecord) => boolean) =>
        from.filter(each => each.outcome === "shown" && NOW - each.atMs < ms && of(each)).length;
      const full = (most: number | null, count: number) => most !== null && count >= most;
      const own = ({ ruleId }: DecisionRecord) => ruleId === "r";
      const seen = (each: DecisionRecord) => each.action !== "callHook";
      const isHook = one.action === HOOK;
      const once = one.action === undefined ? perVisit : (perVisit ?? 1);
      const answered = (ruleId: RuleId) =>
        history.some(
          each => each.ruleId === ruleId && ["accepted", "declined", "ignored"].includes(each.outcome),
        );
      const hints = shown(history, 130_000, each => each.action === "showMessage" && !answered(each.ruleId));
      const ends = history.filter(own).map(each => each.outcome);
      const isFresh = ({ outcome, atMs }: DecisionRecord) =>
        (["accepted", "declined"].includes(outcome) && NOW - atMs < CALM_MS) ||
        (outcome === "withdrawn" && NOW - atMs < FORM_CALM_MS);
      const forbidden =
        one.match !== "matched" ||
        (one.action === undefined && one.free === 0) ||
        full(once, shown(history, Number.POSITIVE_INFINITY, own)) ||
        full(perDay, shown(all, DAY_MS, own)) ||
        full(perWeek, shown(all, 7 * DAY_MS, own)) ||
        (!isHook &&
          (one.open ||
            hints > 0 ||
            history.some(each => seen(each) && isFresh(each)) ||
            one.typing ||
            one.inConversation ||
            ends.some(end => end === "declined" || end === "accepted") ||
            full(one.bVisit, shown(history, Number.POSITIVE_INFINITY, seen)) ||
            full(one.bDay, shown(all, DAY_MS, seen)) ||
            full(one.bWeek, shown(all, 7 * DAY_MS, seen))));
      expect(verdict.kind === "suppressed").toBe(forbidden);
      if (one.holdout === 0 && one.siteHoldout === 0) expect(verdict.kind).not.toBe("heldOut");
    }),
    { numRuns: 2_000 },
  );
});

describe("who is left out", () => {
  const people = Array.from({ length: 20_000 }, (_, n) => `visitor ${n}`);

  it("is as many as were asked for, and always the same", () => {
    const share = people.filter(key => isAmong(10, "rule r", key)).length / people.length;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.11);
    for (const key of people.slice(0, 100)) expect(placeOf("rule r", key)).toBe(placeOf("rule r", key));
    // Who is among few is among more
    for (const key of people.filter(one => isAmong(10, "x", one))) expect(isAmong(20, "x", key)).toBe(true);
  });

  it("says nothing about who is left out by another rule", () => {
    const first = people.filter(key => isAmong(50, "rule a", key));
    const both = first.filter(key => isAmong(50, "rule b", key)).length / first.length;
    expect(both).toBeGreaterThan(0.47);
    expect(both).toBeLessThan(0.53);
  });
});
