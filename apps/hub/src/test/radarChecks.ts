/** What must be so in a radar house whatever has happened in it. */
import { MANUAL_RULE_ID, type VisitId } from "@lotse/protocol";
import type { DecisionRecord } from "@lotse/storage";
import { expect } from "vitest";
import { AGENTS, type House, numberOf, personOf } from "./radarHouse.ts";

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
