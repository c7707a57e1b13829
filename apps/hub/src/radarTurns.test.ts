/**
 * An agent's own invitation and a rule of the site, for the same visit or two of the same person, at the same moment: whichever comes
 * first by however little, together they ask no more often than they may. Gone through one by one, since chance finds this seldom.
 */
import { MANUAL_RULE_ID, type RuleAction } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent } from "./features/queue/test/desk.ts";
import { checkCaps, checkEnds, checkSlots } from "./test/radarChecks.ts";
import {
  AGENTS,
  ask,
  inviteByHand,
  inviteTo,
  numberOf,
  openHouse,
  personOf,
  recordsOf,
  rounds,
  WORDS,
} from "./test/radarHouse.ts";

const NONE = { perVisit: null, perDay: null, perWeek: null };
const MESSAGE = { do: "showMessage", text: WORDS } as const;
/** By so many rounds of the event loop one comes before the other; what either does is done in fewer. */
const APART = Array.from({ length: 13 }, (_, n) => n - 6);

const CASES = [
  { whose: "one visit", asked: 4, budget: { ...NONE, perVisit: 1 } },
  { whose: "one visit of a recognised person", asked: 0, budget: { ...NONE, perVisit: 1 } },
  { whose: "two visits of one person", asked: 2, budget: { ...NONE, perDay: 1 } },
] as const;
const ACTIONS: readonly RuleAction[] = [inviteTo("Sales"), MESSAGE];

describe.each(CASES)("$whose", ({ asked, budget }) => {
  test.each(ACTIONS)("asked by hand, and by a rule: $do", async action => {
    const first = { rule: 0, hand: 0 };
    for (const apart of APART) {
      const house = await openHouse(recordsOf([{ action, caps: NONE }]), { budget });
      const byHand = asked === 4 ? 4 : 0;
      const [record] = AGENTS;
      if (record === undefined) throw new Error("nobody to invite");
      await Promise.allSettled([
        rounds(Math.max(0, apart)).then(() => ask(house, asked)),
        rounds(Math.max(0, -apart)).then(() => inviteByHand(house, agent(record), byHand)),
      ]);
      const { decisions } = house.desk.storage.tables;
      const shown = decisions.filter(({ outcome }) => outcome === "shown");
      expect(new Set(shown.map(({ visitId }) => personOf(numberOf(visitId)))).size).toBe(1);
      expect([apart, shown.length]).toEqual([apart, 1]);
      first[shown[0]?.ruleId === MANUAL_RULE_ID ? "hand" : "rule"] += 1;
      checkSlots(house);
      expect(house.desk.storage.faults).toEqual([]);
      await house.desk.pass(200_000);
      checkCaps(house);
      checkEnds(house);
      await house.desk.queue.close();
    }
    // Otherwise they were never at the same time
    expect(Math.min(first.rule, first.hand)).toBeGreaterThan(0);
  });
});
