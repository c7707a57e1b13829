/**
 * The radar on the real queue and its routing engine, through random histories with failing commits and restarts: whatever happens, no
 * invitation without a reserved slot, none over a cap, none accepted that then waits, be it for somebody whose console is gone, every
 * reservation ends exactly once, and what comes up is the most important of the rules that could.
 */
import { MANUAL_RULE_ID, type RuleDefinition } from "@lotse/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RELOAD_MS } from "./features/queue/office.ts";
import { OWN_INVITATION_MS } from "./features/queue/ownInvitations.ts";
import { agent, TENANT, visitor } from "./features/queue/test/desk.ts";
import type { Failure } from "./features/queue/test/memoryStorage.ts";
import { CALM_MS } from "./features/radar/screen.ts";
import { askAbout, checkCaps, checkEnds, checkHoldout, checkSlots } from "./test/radarChecks.ts";
import {
  AGENTS,
  ask,
  type House,
  inviteByHand,
  inviteTo,
  openConversationOf,
  openHouse,
  recordsOf,
  restart,
  VISITORS,
  WORDS,
} from "./test/radarHouse.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const cap = fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 });
const caps = fc.record({ perVisit: cap, perDay: cap, perWeek: cap });
const action: fc.Arbitrary<RuleDefinition["action"]> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("Sales", "Service").map(skill => inviteTo(skill)) },
  { weight: 1, arbitrary: fc.constant({ do: "showMessage", text: WORDS } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "callHook", url: "https://x.example/" } as const) },
);

const definitions = fc.array(
  fc.record({
    ...{ caps, action, holdoutPercent: fc.constantFrom(0, 0, 50), priority: fc.nat(2) },
    cel: fc.constantFrom("true", 'skill("Sales").free > 0', "visit.number == 1"),
  }),
  { minLength: 1, maxLength: 4 },
);

type Move =
  | { readonly do: "ask"; readonly who: number; readonly typing: boolean }
  | { readonly do: "askAbout"; readonly who: number; readonly rules: readonly number[] }
  | { readonly do: "askTogether"; readonly who: readonly number[] }
  | { readonly do: "answer"; readonly who: number; readonly accept: boolean }
  | { readonly do: "open" | "end" | "left"; readonly who: number }
  /** Its agent closes the console a moment before; colleagues have come, or whoever is there is. */
  | { readonly do: "acceptWhileGone"; readonly who: number; readonly withOthers: boolean }
  | { readonly do: "connect" | "close" | "disconnect" | "away" | "available"; readonly agent: number }
  | { readonly do: "offer"; readonly agent: number; readonly accept: boolean }
  | { readonly do: "invite" | "inviteWhileAsked"; readonly agent: number; readonly who: number }
  | { readonly do: "takeBack"; readonly agent: number }
  | { readonly do: "retire"; readonly rule: number }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "fail"; readonly how: Failure }
  | { readonly do: "restart" };

const who = fc.nat(VISITORS - 1);
const some = fc.nat(AGENTS.length - 1);
const is = <const T>(value: T) => fc.constant(value);
const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: is("ask"), who, typing: fc.nat(9).map(n => n === 0) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: is("askAbout"), who, rules: fc.uniqueArray(fc.nat(3), { minLength: 1 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: is("askTogether"), who: fc.constantFrom([0, 2], [1, 3], [0, 2, 4]) }),
  },
  { weight: 12, arbitrary: fc.record({ do: is("answer"), who, accept: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("open", "left"), who }) },
  { weight: 6, arbitrary: fc.record({ do: is("acceptWhileGone"), who, withOthers: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: is("end"), who }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom("connect", "connect", "connect", "available"), agent: some }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("close", "disconnect", "away"), agent: some }) },
  { weight: 3, arbitrary: fc.record({ do: is("offer"), agent: some, accept: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("invite", "inviteWhileAsked"), agent: some, who }),
  },
  { weight: 1, arbitrary: fc.record({ do: is("takeBack"), agent: some }) },
  { weight: 1, arbitrary: fc.record({ do: is("retire"), rule: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is("pass"),
      ms: fc.constantFrom(1_000, RELOAD_MS, CALM_MS, 45_000, HOUR_MS, DAY_MS, 3 * DAY_MS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("fail"), how: fc.constantFrom("before", "after", "epoch") }) },
  { weight: 1, arbitrary: fc.record({ do: is("restart") }) },
);

/** With somebody at a console, at once: nothing rings, nobody waits. */
const checkAttended = (house: House, n: number): void => {
  const conversation = openConversationOf(house, n);
  expect(conversation).toMatchObject({ state: "active", agentId: expect.any(String) });
  expect([...house.there]).toContain(conversation?.agentId);
};

const answerOpen = async (
  house: House,
  { n, accept, counts }: { readonly n: number; readonly accept: boolean; readonly counts: Counts },
): Promise<void> => {
  const open = house.desk.queue.openInvitation(visitor(n).visitId);
  if (open === null) return;
  const answered = await house.desk.queue.answerInvitation(visitor(n), {
    ...{ invitationId: open.id, answer: accept ? "accept" : "decline" },
  });
  if (!accept) return;
  const isThere = house.there.has(open.agent.id);
  if (answered.outcome === "assigned") {
    checkAttended(house, n);
    const isOthers = openConversationOf(house, n)?.agentId !== open.agent.id;
    expect(isOthers).toBe(!isThere);
    if (isOthers) counts.handedOn += 1;
    return;
  }
  expect(answered).toMatchObject({ outcome: "withdrawn", instead: expect.any(Array) });
  expect(openConversationOf(house, n)).toBeUndefined();
  expect(isThere).toBe(false);
  counts.toldGone += 1;
};

const acceptWhileGone = async (
  house: House,
  { who: n, withOthers, counts }: Extract<Move, { do: "acceptWhileGone" }> & { readonly counts: Counts },
): Promise<void> => {
  const { queue } = house.desk;
  const open = queue.openInvitation(visitor(n).visitId);
  for (const record of AGENTS) {
    if (open === null || (record.id !== open.agent.id && !withOthers)) continue;
    const isInviter = record.id === open.agent.id;
    if (isInviter) house.there.delete(record.id);
    else house.there.add(record.id);
    await (isInviter ? queue.agentLost(agent(record)) : queue.agentConnected(agent(record)));
  }
  await answerOpen(house, { n, accept: true, counts });
};

const perform = async (house: House, move: Move, counts: Counts): Promise<void> => {
  const { queue, storage } = house.desk;
  const record = "agent" in move ? AGENTS[move.agent] : undefined;
  switch (move.do) {
    case "ask":
      await ask(house, move.who, { typing: move.typing });
      return;
    case "askAbout":
      counts.passedOver += await askAbout(house, move.who, move.rules);
      return;
    case "askTogether":
      await Promise.allSettled(move.who.map(n => ask(house, n)));
      return;
    case "answer":
      return answerOpen(house, { n: move.who, accept: move.accept, counts });
    case "acceptWhileGone":
      return acceptWhileGone(house, { ...move, counts });
    case "open":
      await queue.openConversation({ actor: visitor(move.who), topic: null, skill: "Sales" });
      return;
    case "end": {
      const conversation = openConversationOf(house, move.who);
      if (conversation !== undefined) await queue.endConversation(visitor(move.who), conversation.id);
      return;
    }
    case "left":
      return queue.visitLeft(TENANT, visitor(move.who).visitId);
    case "retire": {
      const rule = house.rules[move.rule];
      if (rule !== undefined) house.rules[move.rule] = { ...rule, enabled: !rule.enabled };
      house.site.revision += 1;
      return;
    }
    case "pass":
      return house.desk.pass(move.ms);
    case "fail":
      storage.failures.push(move.how);
      return;
    case "restart":
      return restart(house);
    default:
      if (record !== undefined) await performAgent(house, move, agent(record));
  }
};

const performAgent = async (
  house: House,
  move: Extract<Move, { readonly agent: number }>,
  actor: ReturnType<typeof agent>,
): Promise<void> => {
  const { queue } = house.desk;
  switch (move.do) {
    case "invite":
      return inviteByHand(house, actor, move.who);
    case "inviteWhileAsked": {
      // Another visit of the same person is asked by rules at the same time
      const asked = ask(house, move.who < 4 ? (move.who + 2) % 4 : move.who);
      const [invited] = await Promise.allSettled([inviteByHand(house, actor, move.who), asked]);
      if (invited.status === "rejected") throw invited.reason;
      return;
    }
    case "takeBack": {
      const [own] = queue.ownInvitations(actor);
      if (own !== undefined) await queue.withdrawOwn(actor, own.id);
      return;
    }
    case "connect":
      house.there.add(actor.agentId);
      return queue.agentConnected(actor);
    case "close":
      house.there.delete(actor.agentId);
      return queue.agentLost(actor);
    case "disconnect":
      house.there.delete(actor.agentId);
      return queue.agentDisconnected(actor);
    case "offer": {
      const [offer] = queue.offersOf(actor.agentId);
      if (offer === undefined) return;
      await (move.accept ? queue.acceptOffer(actor, offer.id) : queue.declineOffer(actor, offer.id));
      return;
    }
    default:
      await queue.setPresence(actor, { presence: move.do, reason: null });
  }
};

/** What may be refused in such a history; anything else is a fault. */
const REFUSALS = [
  ...["STORE_UNAVAILABLE", "EPOCH_STALE", "NOT_FOUND", "OFFER_ENDED", "INVITATION_ENDED"],
  ...["NOT_AVAILABLE", "CAPACITY_FULL", "QUEUE_CLOSED", "VISITOR_TALKING", "VISITOR_INVITED"],
  ...["VISITOR_DECLINED", "VISITOR_ASKED_OFTEN"],
];

const NOTHING = {
  ...{ shown: 0, accepted: 0, heldOut: 0, capped: 0, withdrawn: 0, byHand: 0, tooOften: 0 },
  /** Accepted while its agent was gone: another's, or told so. */
  ...{ handedOn: 0, toldGone: 0 },
  /** More important than what was asked about, and it came up. */
  ...{ passedOver: 0 },
};
type Counts = typeof NOTHING;

test("no invitation without a slot, none over a cap, none accepted that waits or is with nobody, one end each", {
  timeout: 300_000,
}, async () => {
  const counts = { ...NOTHING };
  await fc.assert(
    fc.asyncProperty(
      definitions,
      caps,
      fc.array(moves, { maxLength: 200, size: "max" }),
      async (...given) => {
        const [drafts, budget, history] = given;
        const house = await openHouse(recordsOf(drafts), { budget });
        for (const move of history) {
          const code = await perform(house, move, counts).then(
            () => null,
            error => error.code ?? String(error),
          );
          if (code !== null) expect(REFUSALS).toContain(code);
          if (code === "VISITOR_ASKED_OFTEN") counts.tooOften += 1;
          await house.desk.settled();
          checkSlots(house);
          expect(house.desk.storage.faults).toEqual([]);
        }
        house.desk.storage.failures.length = 0;
        await house.desk.pass(1_000);
        // An agent's own invitation stands longest
        await house.desk.pass(OWN_INVITATION_MS);
        checkCaps(house);
        checkHoldout(house);
        checkEnds(house);
        for (const { outcome, reason, ruleId } of house.desk.storage.tables.decisions) {
          if (ruleId === MANUAL_RULE_ID && outcome === "accepted") counts.byHand += 1;
          if (outcome === "shown" || outcome === "accepted" || outcome === "heldOut") counts[outcome] += 1;
          if (outcome === "withdrawn") counts.withdrawn += 1;
          if (reason?.startsWith("capped") || reason === "overBudget") counts.capped += 1;
        }
        await house.desk.queue.close();
      },
    ),
    { numRuns: 160 },
  );
  // Otherwise nothing was tried
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});
