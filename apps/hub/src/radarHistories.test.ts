/**
 * The radar on the real queue and its routing engine, through random histories with failing commits and restarts: whatever happens, no
 * invitation without a reserved slot, none over a cap, none accepted that then waits, and every reservation ends exactly once.
 */
import {
  type BeaconAnswer,
  type InvitationId,
  MANUAL_RULE_ID,
  type RuleDefinition,
  type VisitId,
} from "@lotse/protocol";
import type { DecisionRecord, RadarSiteRecord, RuleRecord } from "@lotse/storage";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OWN_INVITATION_MS } from "./features/queue/ownInvitations.ts";
import {
  agent,
  agentRecord,
  type Desk,
  openDesk,
  ruleRecord,
  SITE,
  TENANT,
  visitor,
} from "./features/queue/test/desk.ts";
import type { Failure } from "./features/queue/test/memoryStorage.ts";
import { createRuleBook } from "./features/radar/ruleBook.ts";
import { createRadarService } from "./features/radar/service.ts";
import type { RadarService } from "./services.ts";

const AGENTS = [agentRecord(1, ["Sales"], 1), agentRecord(2, ["Sales", "Service"], 2)];
const VISITORS = 6;
/** Two visits each belong to one person; the last two are nobody's. */
const personOf = (n: number): string => (n < 4 ? `person ${n % 2}` : visitor(n).visitId);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WORDS = { de: "?", en: "?" };
const SITE_RECORD = {
  ...{
    id: SITE,
    tenantId: TENANT,
    key: "s",
    name: "S",
    enabled: true,
    origins: [],
    strictMasking: false,
    maskRules: [],
  },
  ...({ language: "de", consent: "assumed" } as const),
};

const cap = fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 });
const caps = fc.record({ perVisit: cap, perDay: cap, perWeek: cap });
const action: fc.Arbitrary<RuleDefinition["action"]> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("Sales", "Service").map(skill => inviteTo(skill)) },
  { weight: 1, arbitrary: fc.constant({ do: "showMessage", text: WORDS } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "callHook", url: "https://x.example/" } as const) },
);
const inviteTo = (skill: string) => ({ do: "inviteToChat", skill, text: WORDS }) as const;

const definitions = fc.array(
  fc.record({
    ...{ caps, action, holdoutPercent: fc.constantFrom(0, 0, 50), priority: fc.nat(2) },
    cel: fc.constantFrom("true", 'skill("Sales").free > 0', "visit.number == 1"),
  }),
  { minLength: 1, maxLength: 4 },
);

type Move =
  | { readonly do: "ask"; readonly who: number; readonly typing: boolean }
  | { readonly do: "askTogether"; readonly who: readonly number[] }
  | { readonly do: "answer"; readonly who: number; readonly accept: boolean }
  | { readonly do: "open" | "end" | "left"; readonly who: number }
  | { readonly do: "connect" | "disconnect" | "away" | "available"; readonly agent: number }
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
    weight: 4,
    arbitrary: fc.record({ do: is("askTogether"), who: fc.constantFrom([0, 2], [1, 3], [0, 2, 4]) }),
  },
  { weight: 12, arbitrary: fc.record({ do: is("answer"), who, accept: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("open", "left"), who }) },
  { weight: 5, arbitrary: fc.record({ do: is("end"), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("connect", "connect", "available"), agent: some }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("disconnect", "away"), agent: some }) },
  { weight: 3, arbitrary: fc.record({ do: is("offer"), agent: some, accept: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("invite", "inviteWhileAsked"), agent: some, who }),
  },
  { weight: 1, arbitrary: fc.record({ do: is("takeBack"), agent: some }) },
  { weight: 1, arbitrary: fc.record({ do: is("retire"), rule: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: is("pass"), ms: fc.constantFrom(1_000, 45_000, HOUR_MS, DAY_MS, 3 * DAY_MS) }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("fail"), how: fc.constantFrom("before", "after", "epoch") }) },
  { weight: 1, arbitrary: fc.record({ do: is("restart") }) },
);

const recordsOf = (drafts: readonly Partial<RuleDefinition>[]): RuleRecord[] =>
  drafts.map((draft, n) => {
    const { action: what = inviteTo("Sales"), cel = "true", priority = 0 } = draft;
    const skill = "skill" in what && what.skill !== null ? what.skill : "";
    const definition: RuleDefinition = {
      ...{ name: `R${n}`, cel, priority, holdoutPercent: 0, action: what },
      schedule: { fromMs: null, untilMs: null, week: null },
      audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
      caps: { perVisit: null, perDay: null, perWeek: null },
      ...draft,
    };
    return { ...ruleRecord(n + 1, skill), cel, priority, definition };
  });

interface House {
  desk: Desk;
  radar: RadarService;
  readonly rules: RuleRecord[];
  readonly site: { -readonly [K in keyof RadarSiteRecord]: RadarSiteRecord[K] };
  /** Made by the radar, whatever became of them. */
  readonly offered: Set<InvitationId>;
}

const numberOf = (visitId: VisitId): number =>
  Array.from({ length: VISITORS }, (_, n) => n).find(n => visitor(n).visitId === visitId) ?? -1;

/** Who was who is no matter of the queue's storage: here it is known from the number. */
const openRadar = (house: Pick<House, "desk" | "rules" | "site">): RadarService => {
  const { storage, queue, clock, ids } = house.desk;
  const lines = (of: (n: number) => boolean): DecisionRecord[] =>
    storage.tables.decisions.filter(({ visitId }) => of(numberOf(visitId)));
  const book = createRuleBook({
    storage: {
      readRadar: async () => ({ rules: house.rules.filter(one => one.enabled), sites: [{ ...house.site }] }),
      readRevisions: async () => [{ ...house.site }],
    },
    clock,
    log: { warn: () => {} },
  });
  return createRadarService({
    storage: {
      readVisitorPast: async (_tenant, { visitId, sinceMs }) => {
        const me = numberOf(visitId);
        const isMine = (n: number) => n !== me && personOf(n) === personOf(me);
        return {
          side: { key: personOf(me), isKept: true },
          visitor: {
            ...{ key: personOf(me), visitNumber: me < 2 || me > 3 ? 1 : 2, startedAtMs: 0 },
            ...{ previousSeenAtMs: null, conversations: 0, purchases: 0, contactId: null, attributes: {} },
          },
          decisions: lines(n => n === me),
          earlier: lines(isMine).filter(({ atMs }) => atMs >= sinceMs),
          revision: house.site.revision,
        };
      },
      listRuleHistories: async () => [],
      listDecisions: async () => [],
      appendDecisions: async (_tenant, records) => void storage.tables.decisions.push(...records),
      recordConversion: async () => true,
      keepSide: async () => {},
      recordAnswered: async () => {},
    },
    ...{ queue, book, clock, ids, random: () => 0, labelOf: () => "" },
    ...{ notify: () => {}, callHook: async () => {}, log: { warn: () => {} } },
  });
};

const openConversationOf = ({ desk }: House, n: number) =>
  [...desk.storage.tables.conversations.values()].find(
    each => each.visitId === visitor(n).visitId && each.state !== "ended",
  );

const ask = async (house: House, n: number, typing = false): Promise<void> => {
  const { visitId } = visitor(n);
  const answer: Pick<BeaconAnswer, "decisions"> = await house.radar.decide({
    ...{ site: SITE_RECORD, visitId, language: "de", typing, arrived: true, conversions: [] },
    facts: {
      page: { url: "https://s.example/", title: "", referrer: "" },
      ...{ visit: { pages: 1, ms: 1 }, forms: {}, products: {} },
    },
    asks: house.rules.map(({ id }) => id),
    inConversation: openConversationOf(house, n) !== undefined,
  });
  for (const one of answer.decisions) if (one.outcome === "offer") house.offered.add(one.invitation.id);
};

const answerOpen = async (house: House, n: number, accept: boolean): Promise<void> => {
  const open = house.desk.queue.openInvitation(visitor(n).visitId);
  if (open === null) return;
  const answered = await house.desk.queue.answerInvitation(visitor(n), {
    ...{ invitationId: open.id, answer: accept ? "accept" : "decline" },
  });
  if (answered.outcome !== "assigned") return;
  // Accepted is assigned: nothing rings, nobody waits
  const conversation = openConversationOf(house, n);
  expect(conversation).toMatchObject({ state: "active", agentId: open.agent.id });
};

const restart = async (house: House): Promise<void> => {
  const { desk, rules } = house;
  await desk.queue.close();
  desk.storage.failures.length = 0;
  house.desk = await openDesk({ agents: AGENTS, rules, ...desk });
  house.radar = openRadar(house);
};

const perform = async (house: House, move: Move): Promise<void> => {
  const { queue, storage } = house.desk;
  const record = "agent" in move ? AGENTS[move.agent] : undefined;
  switch (move.do) {
    case "ask":
      return ask(house, move.who, move.typing);
    case "askTogether":
      await Promise.allSettled(move.who.map(n => ask(house, n)));
      return;
    case "answer":
      return answerOpen(house, move.who, move.accept);
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

const inviteByHand = async (house: House, actor: ReturnType<typeof agent>, n: number): Promise<void> => {
  const { queue } = house.desk;
  const { visitId } = visitor(n);
  const visit = { tenantId: TENANT, siteId: SITE, visitId };
  const { id } = await house.radar.askByHand(visit, refusal =>
    queue.inviteOwn(actor, { ...{ visitId, siteId: SITE, cobrowse: false, refusal }, text: WORDS }),
  );
  house.offered.add(id);
  // His own slot, and no other's
  expect(queue.openInvitation(visitId)).toMatchObject({ id, agent: { id: actor.agentId } });
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
      return queue.agentConnected(actor);
    case "disconnect":
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

/** By storage's own rows: a slot is an assignment, a ringing offer or an open invitation, and nobody has more than there are. */
const checkSlots = ({ desk: { storage } }: House): void => {
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
const checkCaps = ({ desk: { storage }, rules, site }: House): void => {
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
const checkHoldout = ({ desk: { storage } }: House): void => {
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
const checkEnds = ({ desk: { storage }, offered }: House): void => {
  const { invitations, decisions } = storage.tables;
  for (const id of offered) expect(invitations.has(id)).toBe(true);
  for (const { id, state } of invitations.values()) {
    const own = decisions.filter(({ invitationId }) => invitationId === id).map(({ outcome }) => outcome);
    expect(own.filter(outcome => outcome === "shown")).toHaveLength(1);
    expect(own.filter(outcome => ENDS.includes(outcome))).toEqual([state]);
  }
};

/** What may be refused in such a history; anything else is a fault. */
const REFUSALS = [
  ...["STORE_UNAVAILABLE", "EPOCH_STALE", "NOT_FOUND", "OFFER_ENDED", "INVITATION_ENDED"],
  ...["NOT_AVAILABLE", "CAPACITY_FULL", "QUEUE_CLOSED", "VISITOR_TALKING", "VISITOR_INVITED"],
  ...["VISITOR_DECLINED", "VISITOR_ASKED_OFTEN"],
];

test("no invitation without a slot, none over a cap, none accepted that waits, one end each", {
  timeout: 300_000,
}, async () => {
  const counts = { shown: 0, accepted: 0, heldOut: 0, capped: 0, withdrawn: 0, byHand: 0, tooOften: 0 };
  await fc.assert(
    fc.asyncProperty(
      definitions,
      caps,
      fc.array(moves, { maxLength: 200, size: "max" }),
      async (...given) => {
        const [drafts, budget, history] = given;
        const rules = recordsOf(drafts);
        const settings = { timeZone: "UTC", budget, holdoutPercent: 0, conversionPages: [] };
        const site = { siteId: SITE, revision: 1, settings, settingsVersion: 1 };
        const desk = await openDesk({ agents: AGENTS, rules });
        const house: House = {
          desk,
          rules,
          site,
          offered: new Set(),
          radar: openRadar({ desk, rules, site }),
        };
        for (const record of AGENTS) await desk.queue.agentConnected(agent(record));
        for (const move of history) {
          const code = await perform(house, move).then(
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
    { numRuns: 80 },
  );
  // Otherwise nothing was tried
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});
