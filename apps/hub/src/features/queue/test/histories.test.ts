import type { InvitationId, OfferId } from "@lotse/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agent, agentRecord, type Desk, openDesk, ruleRecord, TENANT, type Told, visitor } from "./desk.ts";
import type { Failure, MemoryStorage } from "./memoryStorage.ts";

const AGENTS = [
  agentRecord(1, ["Sales"], 1),
  agentRecord(2, ["Sales", "Service"], 2),
  agentRecord(3, ["Service"], 3),
];
const RULES = [ruleRecord(1, "Sales"), ruleRecord(2, "Service")];
const VISITORS = 8;

type Move =
  | { readonly do: "open"; readonly who: number; readonly skill: string | null }
  | { readonly do: "end"; readonly who: number; readonly byAgent: boolean }
  | { readonly do: "invite"; readonly who: number; readonly rule: number }
  | { readonly do: "answer"; readonly who: number; readonly accept: boolean; readonly stale: boolean }
  | { readonly do: "left"; readonly who: number }
  | { readonly do: "connect" | "disconnect"; readonly agent: number }
  | { readonly do: "presence"; readonly agent: number; readonly to: "available" | "away" }
  | { readonly do: "offer"; readonly agent: number; readonly accept: boolean; readonly stale: boolean }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "fail"; readonly how: Failure }
  | { readonly do: "down"; readonly down: boolean }
  | { readonly do: "restart" };

const who = fc.nat(VISITORS - 1);
const someAgent = fc.nat(AGENTS.length - 1);
const is = <const T>(value: T) => fc.constant(value);
const stale = fc.nat(5).map(n => n === 0);

const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: is("open"), who, skill: fc.constantFrom(null, "Sales", "Service") }),
  },
  { weight: 4, arbitrary: fc.record({ do: is("end"), who, byAgent: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: is("invite"), who, rule: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ do: is("answer"), who, accept: fc.boolean(), stale }) },
  { weight: 1, arbitrary: fc.record({ do: is("left"), who }) },
  { weight: 4, arbitrary: fc.record({ do: is("connect"), agent: someAgent }) },
  { weight: 1, arbitrary: fc.record({ do: is("disconnect"), agent: someAgent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is("presence"),
      agent: someAgent,
      to: fc.constantFrom("available", "available", "away"),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: is("offer"), agent: someAgent, accept: fc.boolean(), stale }) },
  { weight: 4, arbitrary: fc.record({ do: is("pass"), ms: fc.constantFrom(1, 999, 5_000, 30_000, 45_000) }) },
  { weight: 3, arbitrary: fc.record({ do: is("fail"), how: fc.constantFrom("before", "after", "epoch") }) },
  { weight: 1, arbitrary: fc.record({ do: is("down"), down: fc.nat(2).map(n => n === 0) }) },
  { weight: 1, arbitrary: fc.record({ do: is("restart") }) },
);

/** Ids that were on somebody's screen, for answers that come too late. */
interface Seen {
  readonly invitations: { readonly who: number; readonly id: InvitationId }[];
  readonly offers: OfferId[];
}

const openOf = (storage: MemoryStorage, n: number) =>
  [...storage.tables.conversations.values()].find(
    each => each.visitId === visitor(n).visitId && each.state !== "ended",
  );

const answer = async ({ queue }: Desk, move: Extract<Move, { do: "answer" }>, seen: Seen) => {
  const open = queue.openInvitation(visitor(move.who).visitId)?.id;
  const past = seen.invitations.findLast(each => each.who === move.who)?.id;
  const invitationId = move.stale ? past : open;
  if (invitationId === undefined) return;
  await queue.answerInvitation(visitor(move.who), {
    invitationId,
    answer: move.accept ? "accept" : "decline",
  });
};

const answerOffer = async ({ queue }: Desk, move: Extract<Move, { do: "offer" }>, seen: Seen) => {
  const record = AGENTS[move.agent];
  if (record === undefined) return;
  const offerId = move.stale ? seen.offers.at(-1) : queue.offersOf(record.id)[0]?.id;
  if (offerId === undefined) return;
  await (move.accept
    ? queue.acceptOffer(agent(record), offerId)
    : queue.declineOffer(agent(record), offerId));
};

const perform = async (desk: Desk, move: Move, seen: Seen): Promise<void> => {
  const { queue, storage } = desk;
  const record = "agent" in move ? AGENTS[move.agent] : undefined;
  switch (move.do) {
    case "open":
      await queue.openConversation({ actor: visitor(move.who), topic: null, skill: move.skill });
      return;
    case "end": {
      const conversation = openOf(storage, move.who);
      const owner = AGENTS.find(each => each.id === conversation?.agentId);
      const actor = move.byAgent && owner !== undefined ? agent(owner) : visitor(move.who);
      if (conversation !== undefined) await queue.endConversation(actor, conversation.id);
      return;
    }
    case "invite": {
      const rule = RULES[move.rule];
      if (rule === undefined) return;
      const { visitId } = visitor(move.who);
      const made = await queue.invite({ tenantId: TENANT, visitId, rule });
      if (made !== null) seen.invitations.push({ who: move.who, id: made.id });
      return;
    }
    case "answer":
      return answer(desk, move, seen);
    case "left":
      return queue.visitLeft(TENANT, visitor(move.who).visitId);
    case "connect":
      if (record !== undefined) await queue.agentConnected(agent(record));
      return;
    case "disconnect":
      if (record !== undefined) await queue.agentDisconnected(agent(record));
      return;
    case "presence":
      if (record !== undefined) await queue.setPresence(agent(record), { presence: move.to, reason: null });
      return;
    case "offer":
      return answerOffer(desk, move, seen);
    case "pass":
      return desk.pass(move.ms);
    case "fail":
      storage.failures.push(move.how);
      return;
    case "down":
      storage.down = move.down;
      return;
    case "restart":
      return;
  }
};

/** Whatever people are told is stored at that moment. */
const contradiction = (told: Told, { tables }: MemoryStorage): string | null => {
  switch (told.event) {
    case "offer:made": {
      const item = tables.workItems.get(told.payload.workItemId);
      return item?.state === "offered" && item.agentId === told.to ? null : "offer:made";
    }
    case "invitation:ended": {
      const state = tables.invitations.get(told.payload.invitationId)?.state;
      return state !== undefined && state !== "offered" ? null : "invitation:ended";
    }
    case "message:sent":
      return told.payload.messages.every(one => tables.messages.includes(one)) ? null : "message:sent";
    case "queue:changed": {
      const stored = [...tables.workItems.values()].filter(({ state }) =>
        ["waiting", "offered"].includes(state),
      );
      return stored.length === told.payload.queue.length ? null : "queue:changed";
    }
    default:
      return null;
  }
};

const storedOf = ({ tables }: MemoryStorage) => {
  const items = [...tables.workItems.values()];
  const open = [...tables.invitations.values()].filter(each => each.state === "offered");
  return { items, open };
};

const checkCapacity = (storage: MemoryStorage): void => {
  const { items, open } = storedOf(storage);
  for (const { id, capacity } of AGENTS) {
    const work = items.filter(item => item.agentId === id && ["assigned", "offered"].includes(item.state));
    const reserved = open.filter(each => each.agentId === id);
    expect(work.length + reserved.length).toBeLessThanOrEqual(capacity);
  }
};

/** Memory, as everybody may ask it, says what storage says. */
const checkAgreement = ({ queue, storage }: Desk): void => {
  const { items, open } = storedOf(storage);
  const waiting = items.filter(item => item.state === "waiting" || item.state === "offered");
  expect(
    queue
      .waiting(TENANT)
      .map(entry => entry.workItemId)
      .sort(),
  ).toEqual(waiting.map(item => item.id).sort());
  for (const { id } of AGENTS) {
    const ringing = items.filter(item => item.state === "offered" && item.agentId === id);
    expect(
      queue
        .offersOf(id)
        .map(offer => offer.workItemId)
        .sort(),
    ).toEqual(ringing.map(item => item.id).sort());
  }
  const invited = [...Array(VISITORS).keys()].flatMap(
    n => queue.openInvitation(visitor(n).visitId)?.id ?? [],
  );
  expect(invited.sort()).toEqual(open.map(each => each.id).sort());
};

/** Of every agent the last record of the load says what storage's own rows add up to, and whom the radar counts as free. */
const checkAvailability = ({ storage, queue }: Desk): void => {
  const { items, open } = storedOf(storage);
  const lasts = AGENTS.map(({ id }) => storage.tables.presences.findLast(each => each.agentId === id));
  for (const skill of ["Sales", "Service"]) {
    const free = lasts.filter(
      last => last?.takes?.includes("chat") && last.skills.some(has => has.skill === skill),
    );
    expect(queue.freeAgents(TENANT, skill)).toBe(free.length);
  }
  for (const { id } of AGENTS) {
    const work = items.filter(item => item.agentId === id && ["assigned", "offered"].includes(item.state));
    const load = work.length + open.filter(each => each.agentId === id).length;
    const last = storage.tables.presences.findLast(each => each.agentId === id);
    expect(last?.load).toBe(load);
  }
};

const ENDS = ["accepted", "declined", "expired", "withdrawn", "left"];

const checkEnds = ({ tables }: MemoryStorage): void => {
  for (const { id, state } of tables.invitations.values()) {
    const ends = tables.decisions.filter(each => each.invitationId === id && ENDS.includes(each.outcome));
    expect(ends.map(each => each.outcome)).toEqual([state]);
  }
};

/** What may be refused in such a history; anything else is a fault. */
const REFUSALS = ["STORE_UNAVAILABLE", "EPOCH_STALE", "NOT_FOUND", "OFFER_ENDED", "INVITATION_ENDED"];

test("random histories with failing commits and restarts: never over capacity, one owner, one end, memory agrees with storage", {
  timeout: 240_000,
}, async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { maxLength: 250, size: "max" }), async history => {
      const seen: Seen = { invitations: [], offers: [] };
      const lies: string[] = [];
      const onTold = (told: Told, storage: MemoryStorage): void => {
        if (told.event === "offer:made") seen.offers.push(told.payload.id);
        const lie = contradiction(told, storage);
        if (lie !== null) lies.push(lie);
      };
      const world = { agents: AGENTS, rules: RULES, onTold };
      let desk = await openDesk(world);
      for (const move of history) {
        if (move.do === "restart") {
          await desk.queue.close();
          desk.storage.down = false;
          desk.storage.failures.length = 0;
          desk = await openDesk({ ...world, ...desk });
        }
        const code = await perform(desk, move, seen).then(
          () => null,
          error => error.code ?? String(error),
        );
        if (code !== null) expect(REFUSALS).toContain(code);
        const isCurrent = await desk.settled();
        checkCapacity(desk.storage);
        if (isCurrent) checkAgreement(desk);
        if (isCurrent && desk.storage.tables.presences.length > 0) checkAvailability(desk);
        expect([lies, desk.storage.faults]).toEqual([[], []]);
      }
      desk.storage.down = false;
      desk.storage.failures.length = 0;
      await desk.pass(1_000);
      await desk.pass(60_000);
      checkAgreement(desk);
      checkEnds(desk.storage);
      opened += desk.storage.tables.conversations.size;
      await desk.queue.close();
    }),
    { numRuns: 25 },
  );
  expect(opened).toBeGreaterThan(25);
});
