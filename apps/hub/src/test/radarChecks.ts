/** What must be so in a radar house whatever has happened in it. */
import { MANUAL_RULE_ID, type VisitId } from "@lotse/protocol";
import { compile } from "@lotse/radar";
import type { DecisionRecord } from "@lotse/storage";
import { expect } from "vitest";
import { TENANT, visitor } from "../features/queue/test/desk.ts";
import { gate, type Situation } from "../features/radar/gate.ts";
import { DEFAULT_SETTINGS } from "../features/radar/settings.ts";
import { AGENTS, ask, type House, numberOf, openConversationOf, personOf } from "./radarHouse.ts";

const DAY_MS = 86_400_000;

/** By storage's own rows: a slot is an assignment, a ringing offer or an open invitation, and nobody has more than there are. */
export const checkSlots = ({ desk: { storage } }: House): void => {
  const open = [...storage.tables.invitations.values()].filter(({ state }) => state === "offered");
  expect(new Set(open.map(({ visitId }) => visitId)).size).toBe(open.length);
  for (const { id, capacity, skills } of AGENTS) {
    const held = open.filter(each => each.agentId === id);
    const work = [...storage.tables.workItems.values()].filter(
      item => item.agentId === id && ["assigned", "offered"].includes(item.state),
    );
    expect(held.length + work.length).toBeLessThanOrEqual(capacity);
    for (const { ruleId, skill } of held) {
      if (ruleId !== MANUAL_RULE_ID) expect(skills.map(each => each.skill)).toContain(skill);
    }
  }
};

/** By number: what could come up for them now, of the rules that this visit was asked about before; judged one by one by the gate. */
const ableFor = (house: House, n: number): readonly number[] => {
  const { queue, clock, storage } = house.desk;
  const { visitId } = visitor(n);
  const { decisions } = storage.tables;
  const history = decisions.filter(line => line.visitId === visitId);
  const visitNumber = n < 2 || n > 3 ? 1 : 2;
  const freeAgents = (skill: string): number => queue.freeAgents(TENANT, skill);
  const matches = (cel: string): boolean =>
    cel === "true" || (cel.startsWith("visit") ? visitNumber === 1 : freeAgents("Sales") > 0);
  const situation: Situation = {
    ...{ history, open: queue.openInvitation(visitId), nowMs: clock.nowMs(), typing: false, freeAgents },
    earlier: decisions.filter(
      line => line.visitId !== visitId && personOf(numberOf(line.visitId)) === personOf(n),
    ),
    settings: house.site.settings ?? DEFAULT_SETTINGS,
    visitor: { key: personOf(n), visitNumber, contactId: null, language: "de" },
    ...{ match: "matched", inConversation: openConversationOf(house, n) !== undefined },
  };
  return house.rules.flatMap((record, at) => {
    const { definition, enabled, id, cel } = record;
    if (!enabled || definition === undefined || definition.action.do === "callHook" || !matches(cel))
      return [];
    if (!history.some(({ ruleId }) => ruleId === id)) return [];
    return gate({ record, definition, compiled: NOT_READ }, situation).kind === "go" ? [at] : [];
  });
};
const NOT_READ = compile(true);

/**
 * The page asks about those alone; what comes up is nevertheless the most important of what could. 1: it was more important than what
 * was asked about.
 */
export const askAbout = async (house: House, n: number, only: readonly number[]): Promise<number> => {
  if (!only.some(at => at < house.rules.length)) return 0;
  const able = ableFor(house, n);
  const before = house.desk.queue.openInvitation(visitor(n).visitId);
  const { decisions } = await ask(house, n, { only });
  const up = decisions.find(
    one => (one.outcome === "offer" || one.outcome === "hint") && one.ruleId !== before?.ruleId,
  );
  const at = house.rules.findIndex(({ id }) => id === up?.ruleId);
  const priorityOf = (each: number): number => house.rules[each]?.priority ?? Number.NEGATIVE_INFINITY;
  // A slot may be gone when it is to be reserved: then it was tried
  const tried = decisions.flatMap(one =>
    one.outcome === "suppressed" && one.reason === "noAgentFree" ? [one.ruleId] : [],
  );
  for (const each of able) {
    const { id } = house.rules[each] ?? {};
    if (id === undefined || tried.includes(id)) continue;
    expect(priorityOf(each)).toBeLessThanOrEqual(priorityOf(at));
  }
  return at < 0 || only.includes(at) ? 0 : 1;
};

const WINDOWS = { perDay: DAY_MS, perWeek: 7 * DAY_MS } as const;

/** Every line that says "shown", looked at again with all that were there before it. */
export const checkCaps = ({ desk: { storage }, rules, site }: House): void => {
  const shown = storage.tables.decisions.filter(({ outcome }) => outcome === "shown");
  const isSeen = ({ action: what }: DecisionRecord) => what !== "callHook";
  const ofPerson = (visitId: VisitId) => (line: DecisionRecord) =>
    personOf(numberOf(line.visitId)) === personOf(numberOf(visitId));
  const budget = site.settings?.budget;
  for (const [at, line] of shown.entries()) {
    const until = shown.slice(0, at + 1).filter(ofPerson(line.visitId));
    const limits: [typeof budget, (one: DecisionRecord) => boolean][] = [
      [rules.find(({ id }) => id === line.ruleId)?.definition?.caps, one => one.ruleId === line.ruleId],
      ...(isSeen(line) ? [[budget, isSeen] as [typeof budget, typeof isSeen]] : []),
    ];
    for (const [most, counts] of limits) {
      const own = until.filter(counts);
      if (most?.perVisit != null) {
        expect(own.filter(({ visitId }) => visitId === line.visitId).length).toBeLessThanOrEqual(
          most.perVisit,
        );
      }
      for (const name of ["perDay", "perWeek"] as const) {
        const within = own.filter(({ atMs }) => atMs > line.atMs - WINDOWS[name]).length;
        if (most?.[name] != null) expect(within).toBeLessThanOrEqual(most[name]);
      }
    }
  }
};

/** Nobody is on both sides of a rule. */
export const checkHoldout = ({ desk: { storage } }: House): void => {
  const sides = new Map<string, Set<string>>();
  for (const { visitId, ruleId, outcome } of storage.tables.decisions) {
    if (outcome !== "shown" && outcome !== "heldOut") continue;
    const key = `${ruleId} ${personOf(numberOf(visitId))}`;
    sides.set(key, (sides.get(key) ?? new Set()).add(outcome));
  }
  for (const side of sides.values()) expect(side.size).toBe(1);
};

const ENDS: readonly DecisionRecord["outcome"][] = ["accepted", "declined", "expired", "withdrawn", "left"];

/** Each invitation was shown once and ended once, and storage's last word about it is that end. */
export const checkEnds = ({ desk: { storage }, offered }: House): void => {
  const { invitations, decisions } = storage.tables;
  for (const id of offered) expect(invitations.has(id)).toBe(true);
  for (const { id, state } of invitations.values()) {
    const own = decisions.filter(({ invitationId }) => invitationId === id).map(({ outcome }) => outcome);
    expect(own.filter(outcome => outcome === "shown")).toHaveLength(1);
    expect(own.filter(outcome => ENDS.includes(outcome))).toEqual([state]);
  }
};
