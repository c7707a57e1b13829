/**
 * Random histories of everything agents, visitors and other systems may do, on the embedded engine, with the hub rebuilt in
 * between: no item has two owners, nobody is given more than the capacity, nothing is lost, and what was acknowledged holds.
 */
import { randomUUID } from "node:crypto";
import type { AgentId, HelpMode, OfferId, WorkItemId, WorkView } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agent, agentRecord, openDesk, TENANT, visitor } from "./desk.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, outsideItem, WORK_PLAN } from "./plans.ts";
import { openSeeded } from "./seed.ts";

const AGENTS = [
  agentRecord(1, ["Claims"], 1),
  agentRecord(2, ["Claims", "Sales"], 2),
  agentRecord(3, ["Sales"], 3),
];
const VISITORS = 5;

type Act = "done" | "putBack" | "transfer" | "forward" | "consult" | "conference" | "consultEnd" | "wrapUp";
type Move =
  | { readonly do: "open"; readonly who: number; readonly claims: boolean }
  | { readonly do: "end"; readonly who: number; readonly byAgent: boolean }
  | { readonly do: "add"; readonly channel: string; readonly claims: boolean; readonly priority: number }
  | { readonly do: "endOutside"; readonly nth: number }
  | { readonly do: "connect" | "disconnect" | "away" | "back" | "next"; readonly agent: number }
  | { readonly do: "answer"; readonly agent: number; readonly accept: boolean }
  | { readonly do: "pick"; readonly agent: number; readonly nth: number }
  | {
      readonly do: "act";
      readonly act: Act;
      readonly agent: number;
      readonly other: number;
      readonly nth: number;
      readonly older: boolean;
    }
  | { readonly do: "help"; readonly mode: HelpMode; readonly restarts: boolean }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "restart" };

const someone = fc.nat(AGENTS.length - 1);
const nth = fc.nat(7);
const is = <const T>(value: T) => fc.constant(value);

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: is("open"), who: fc.nat(VISITORS - 1), claims: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is("end"), who: fc.nat(VISITORS - 1), byAgent: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: is("add"), channel: fc.constantFrom("email", "email", "call", "callback") },
      ...{ claims: fc.boolean(), priority: fc.constantFrom(-1, 0, 0, 1) },
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is("endOutside"), nth }) },
  { weight: 3, arbitrary: fc.record({ do: is("connect"), agent: someone }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("disconnect", "away"), agent: someone }) },
  { weight: 2, arbitrary: fc.record({ do: is("back"), agent: someone }) },
  { weight: 3, arbitrary: fc.record({ do: is("next"), agent: someone }) },
  {
    weight: 7,
    arbitrary: fc.record({ do: is("answer"), agent: someone, accept: fc.nat(3).map(n => n > 0) }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("pick"), agent: someone, nth }) },
  {
    weight: 9,
    arbitrary: fc.record({
      ...{ do: is("act"), agent: someone, other: someone, nth, older: fc.nat(4).map(n => n === 0) },
      act: fc.constantFrom<Act[]>(
        "done",
        "putBack",
        "transfer",
        "transfer",
        "forward",
        "consult",
        "conference",
        "consultEnd",
        "wrapUp",
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is("help"),
      mode: fc.constantFrom<HelpMode[]>("consult", "conference"),
      restarts: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: is("pass"), ms: fc.constantFrom(1, 5_000, 30_000, 61_000) }) },
  { weight: 2, arbitrary: fc.record({ do: is("restart") }) },
);

type Desk = Awaited<ReturnType<typeof openDesk<Storage>>>;

/** What people were promised. */
interface Ledger {
  readonly added: Set<WorkItemId>;
  readonly ended: Set<WorkItemId>;
  /** Of each visitor the item that is open. */
  readonly talks: Map<number, WorkItemId>;
  /** After-work that ran when the hub was rebuilt. */
  wrappedUp: number;
  /** Who helped then. */
  helped: number;
}

const workOf = ({ queue }: Desk, n: number): readonly WorkView[] => {
  const record = AGENTS[n];
  return record === undefined ? [] : (queue.desk.workOf(agent(record))?.work ?? []);
};
const isHeld = ({ place }: WorkView) => place === "assigned" || place === "parked";

/** Whose every item is, by agents' own lists; throws on a second owner. */
const ownersOf = (desk: Desk): ReadonlyMap<WorkItemId, { agentId: AgentId; assignment: number }> => {
  const owners = new Map<WorkItemId, { agentId: AgentId; assignment: number }>();
  AGENTS.forEach(({ id: agentId }, n) => {
    for (const { workItemId, assignment } of workOf(desk, n).filter(isHeld)) {
      if (owners.has(workItemId)) throw new Error(`${workItemId} has two owners`);
      owners.set(workItemId, { agentId, assignment });
    }
  });
  return owners;
};
const waitingIn = ({ queue }: Desk): readonly WorkItemId[] =>
  queue.waiting(TENANT).map(({ workItemId }) => workItemId);

const perform = async (desk: Desk, move: Exclude<Move, { do: "restart" }>, ledger: Ledger): Promise<void> => {
  const { queue } = desk;
  const record = "agent" in move ? AGENTS[move.agent] : undefined;
  const actor = record === undefined ? null : agent(record);
  switch (move.do) {
    case "open": {
      const before = new Set([...waitingIn(desk), ...ownersOf(desk).keys()]);
      await queue.openConversation({
        actor: visitor(move.who),
        topic: null,
        skill: move.claims ? "claims" : null,
      });
      const fresh = [...waitingIn(desk), ...ownersOf(desk).keys()].find(id => !before.has(id));
      if (fresh === undefined) return;
      ledger.added.add(fresh);
      ledger.talks.set(move.who, fresh);
      return;
    }
    case "end": {
      const open = await desk.storage.findOpenConversation(TENANT, visitor(move.who).visitId);
      const owner = AGENTS.find(({ id }) => id === open?.agentId);
      if (open === null) return;
      await queue.endConversation(
        move.byAgent && owner !== undefined ? agent(owner) : visitor(move.who),
        open.id,
      );
      const item = ledger.talks.get(move.who);
      if (item !== undefined) ledger.ended.add(item);
      return;
    }
    case "add": {
      const { channel, priority, claims } = move;
      const item = outsideItem({ channel, priority, queueId: claims ? CLAIMS_QUEUE : GENERAL_QUEUE });
      await queue.items.addWorkItem(TENANT, item);
      ledger.added.add(item.id);
      return;
    }
    case "endOutside": {
      const talks = new Set(ledger.talks.values());
      const outside = [...ledger.added].filter(id => !talks.has(id));
      const id = outside[move.nth % Math.max(outside.length, 1)];
      if (id === undefined) return;
      await queue.items.endWorkItem(TENANT, id);
      ledger.ended.add(id);
      return;
    }
    case "help":
      return help(desk, move);
    case "pass":
      return desk.pass(move.ms);
  }
  if (actor === null) return;
  switch (move.do) {
    case "connect":
      return queue.agentConnected(actor);
    case "disconnect":
      return queue.agentDisconnected(actor);
    case "away":
    case "back":
      await queue.setPresence(actor, { presence: move.do === "away" ? "away" : "available", reason: null });
      return;
    case "next":
      await queue.work.next(actor);
      return;
    case "answer": {
      const offerId: OfferId | undefined = queue.offersOf(actor.agentId)[0]?.id;
      if (offerId === undefined) return;
      await (move.accept ? queue.acceptOffer(actor, offerId) : queue.declineOffer(actor, offerId));
      return;
    }
    case "pick": {
      const waiting = waitingIn(desk);
      const id = waiting[move.nth % Math.max(waiting.length, 1)];
      if (id !== undefined) await queue.work.pick(actor, id);
      return;
    }
    case "act":
      return act(desk, move, ledger);
  }
};

/** Somebody is asked in, by whoever can, and says yes at once: left to chance, that hardly ever meets. */
const help = async (desk: Desk, { mode }: Extract<Move, { do: "help" }>): Promise<void> => {
  for (const [workItemId, { agentId }] of ownersOf(desk)) {
    const owner = AGENTS.find(({ id }) => id === agentId);
    for (const other of AGENTS.filter(({ id }) => owner !== undefined && id !== agentId)) {
      const asking = desk.queue.work.consult(agent(owner ?? other), { workItemId, agentId: other.id, mode });
      if (!(await asking.then(() => true, isRefusal))) continue;
      const offer = desk.queue.offersOf(other.id).find(each => each.workItemId === workItemId);
      if (offer === undefined) continue;
      await desk.queue.acceptOffer(agent(other), offer.id);
      return;
    }
  }
};

const act = async (desk: Desk, move: Extract<Move, { do: "act" }>, ledger: Ledger): Promise<void> => {
  const [record, other] = [AGENTS[move.agent], AGENTS[move.other]];
  if (record === undefined || other === undefined) return;
  const { work } = desk.queue;
  const actor = agent(record);
  // Mostly what is the agent's own, else what is somebody's
  const own = workOf(desk, move.agent);
  const all = AGENTS.flatMap((_, n) => workOf(desk, n));
  const view = own[move.nth % Math.max(own.length, 1)] ?? all[move.nth % Math.max(all.length, 1)];
  if (view === undefined) return;
  const { workItemId } = view;
  const assignment = Math.max(0, view.assignment - (move.older ? 1 : 0));
  const before = ownersOf(desk).get(workItemId);
  const held = { workItemId, assignment };
  const note = "n";
  switch (move.act) {
    case "wrapUp":
      return work.endWrapUp(actor, workItemId);
    case "consult":
    case "conference":
      await work.consult(actor, { workItemId, agentId: other.id, mode: move.act });
      expect(before?.agentId).toBe(actor.agentId);
      return;
    case "consultEnd":
      return work.consultEnd(actor, { workItemId, agentId: other.id });
    case "done":
      await work.done(actor, held);
      ledger.ended.add(workItemId);
      break;
    case "putBack":
      await work.putBack(actor, held);
      break;
    case "transfer":
      await work.transfer(actor, { ...held, agentId: other.id, note });
      break;
    case "forward":
      await work.forward(actor, { ...held, queueId: CLAIMS_QUEUE, note });
      break;
  }
  // Whoever was let act had it, under this very number; or had been done with it before
  if (before !== undefined) expect(before).toEqual({ agentId: actor.agentId, assignment });
  else expect([move.act, view.place]).toEqual(["done", "wrapUp"]);
};

/** What may be refused in such a history; anything else is a fault. */
const REFUSALS = [
  ...["ASSIGNMENT_STALE", "NOT_FOUND", "OFFER_ENDED", "FORBIDDEN", "CAPACITY_FULL", "AGENT_UNAVAILABLE"],
];

/** Answers that it was not done. */
const isRefusal = (error: { readonly code?: string }): false => {
  expect(REFUSALS).toContain(error.code);
  return false;
};

/** Whoever helps is shown so at both ends, for the same purpose, and is never the one whose it is. */
const checkHelpers = (desk: Desk): void => {
  const owners = ownersOf(desk);
  const all = AGENTS.flatMap(({ id }, n) => workOf(desk, n).map(view => ({ id, view })));
  const shown = all.flatMap(({ view }) =>
    isHeld(view) ? view.assists.map(({ id, mode }) => `${view.workItemId} ${id} ${mode}`) : [],
  );
  const done = all.flatMap(({ id, view }) =>
    view.place === "assisting" ? [`${view.workItemId} ${id} ${view.mode}`] : [],
  );
  expect(shown.sort()).toEqual(done.sort());
  for (const { id, view } of all) {
    if (view.place === "assisting") expect(owners.get(view.workItemId)?.agentId).not.toBe(id);
    if (view.conversationId === null || !isHeld(view)) continue;
    const writers = desk.queue
      .helpersOf(view.conversationId)
      .map(({ agentId, mode }) => `${agentId} ${mode}`);
    expect(writers).toEqual(view.assists.map(({ id: helper, mode }) => `${helper} ${mode}`));
  }
};

const checkAll = (desk: Desk, { added, ended }: Ledger): void => {
  const owners = ownersOf(desk);
  const waiting = waitingIn(desk);
  expect([...waiting, ...owners.keys()].sort()).toEqual([...added].filter(id => !ended.has(id)).sort());
  checkHelpers(desk);
  for (const record of AGENTS) {
    const meter = desk.queue.desk.workOf(agent(record))?.meter;
    expect(meter?.used ?? 0).toBeLessThanOrEqual(record.capacity);
  }
};

/** Storage says the same of every conversation and every other item. */
const checkStored = async ({ storage, ...desk }: Desk, ledger: Ledger): Promise<void> => {
  const owners = ownersOf({ storage, ...desk });
  for (const [n, id] of ledger.talks) {
    const open = await storage.findOpenConversation(TENANT, visitor(n).visitId);
    expect(open?.agentId ?? null).toBe(owners.get(id)?.agentId ?? null);
  }
  const talks = new Set(ledger.talks.values());
  for (const id of owners.keys()) {
    if (talks.has(id)) continue;
    const stored = await storage.findOutsideItem(TENANT, { id });
    expect(stored?.item.agentId).toBe(owners.get(id)?.agentId);
  }
};

const clock = new FakeClock();
let storage: Storage;
beforeAll(async () => {
  const world = { agents: AGENTS, rules: [], visitors: VISITORS, plan: WORK_PLAN, nowMs: clock.nowMs() };
  storage = await openSeeded(world);
});
afterAll(() => storage.close());

/** Whose time after which item goes on until when, and what it weighs. */
const wrapUpsOf = (desk: Desk) =>
  AGENTS.map((_, n) => workOf(desk, n).filter(({ place }) => place === "wrapUp"));

/** Who helps whom with what, and how. */
const helpOf = (desk: Desk) =>
  AGENTS.map((_, n) =>
    workOf(desk, n)
      .flatMap(view =>
        view.place === "assisting" ? [`${view.workItemId} ${view.agent.id} ${view.mode} ${view.units}`] : [],
      )
      .sort(),
  );

const restart = async (desk: Desk, ledger: Ledger): Promise<Desk> => {
  const [owners, waiting, wrapUps] = [ownersOf(desk), waitingIn(desk), wrapUpsOf(desk)];
  const help = helpOf(desk);
  ledger.wrappedUp += wrapUps.flat().length;
  ledger.helped += help.flat().length;
  await desk.queue.close();
  const again = await openDesk({ agents: AGENTS, storage, clock, ids: randomUUID });
  expect(ownersOf(again)).toEqual(owners);
  expect(waitingIn(again)).toEqual(waiting);
  expect(wrapUpsOf(again)).toEqual(wrapUps);
  expect(helpOf(again)).toEqual(help);
  checkHelpers(again);
  await checkStored(again, ledger);
  return again;
};

/** Everything ends, so that the next history begins with nothing. */
const clear = async (desk: Desk, { added, ended, talks }: Ledger): Promise<void> => {
  for (const n of talks.keys()) {
    const open = await storage.findOpenConversation(TENANT, visitor(n).visitId);
    if (open !== null) await desk.queue.endConversation(visitor(n), open.id);
  }
  for (const id of added) if (!ended.has(id)) await desk.queue.items.endWorkItem(TENANT, id);
  expect([waitingIn(desk), [...ownersOf(desk)]]).toEqual([[], []]);
  await desk.queue.close();
};

test("whatever is done, nothing has two owners, nobody has too much, nothing is lost, and it is so after a restart", {
  timeout: 300_000,
}, async () => {
  const reached = { ended: 0, handed: 0, restarts: 0, wrappedUp: 0, helped: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 40, maxLength: 150, size: "max" }), async history => {
      const ledger: Ledger = {
        added: new Set(),
        ended: new Set(),
        talks: new Map(),
        wrappedUp: 0,
        helped: 0,
      };
      let desk: Desk = await openDesk({ agents: AGENTS, storage, clock, ids: randomUUID });
      for (const record of AGENTS) await desk.queue.agentConnected(agent(record));
      for (const move of history) {
        if (move.do === "restart") {
          desk = await restart(desk, ledger);
          reached.restarts += 1;
          continue;
        }
        const isDeadly = move.do === "help" && move.restarts;
        const code = await perform(desk, move, ledger).then(
          () => null,
          error => error.code ?? error,
        );
        if (code !== null) expect(REFUSALS).toContain(code);
        await desk.settled();
        checkAll(desk, ledger);
        if (isDeadly) {
          desk = await restart(desk, ledger);
          for (const record of AGENTS) await desk.queue.agentConnected(agent(record));
        }
        reached.handed += [...ownersOf(desk).values()].filter(({ assignment }) => assignment > 1).length;
      }
      desk = await restart(desk, ledger);
      reached.ended += ledger.ended.size;
      reached.wrappedUp += ledger.wrappedUp;
      reached.helped += ledger.helped;
      await clear(desk, ledger);
    }),
    // What a failed history left behind would spoil smaller ones
    { numRuns: 15, endOnFailure: true },
  );
  // Histories in which nothing happens prove nothing
  expect(Object.entries(reached).filter(([, times]) => times < 5)).toEqual([]);
});
