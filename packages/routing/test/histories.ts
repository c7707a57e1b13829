/** Random histories for the engine: a few agents, skills and ids, so that collisions and late answers happen all the time. */
import type { AgentId, InvitationId, OfferId, QueueId, RoutingPlan, WorkItemId } from "@lotse/protocol";
import fc from "fast-check";
import {
  agentsOf,
  createRoutingState,
  itemsOf,
  type NewItem,
  offersOf,
  type RoutingEvent,
  type RoutingState,
  reservationsOf,
  type StepResult,
  step,
} from "../src/index.ts";
import { CHANNELS, levels, plans, QUEUES, SITE, SKILLS } from "./plans.ts";

export const agentId = (n: number) => `agent-${n}` as AgentId;
export const itemId = (n: number) => `item-${String(n).padStart(4, "0")}` as WorkItemId;
export const invitationId = (n: number) => `invitation-${n}` as InvitationId;

export const EPOCH = 7;
const START_MS = 1_700_000_000_000;

const agents = fc.nat(4).map(agentId);
const items = fc.nat(120).map(itemId);
const invitations = fc.nat(40).map(invitationId);
const queues = fc.constantFrom(...QUEUES);
const channels = fc.constantFrom(...CHANNELS);
const stale = fc.nat(9).map(n => n === 0);

const newItems = fc.record(
  {
    id: items,
    channel: channels,
    queueId: queues,
    needs: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: levels }),
    priority: fc.constantFrom(0, 0, 0, 3),
    preferredAgentId: fc.option(agents, { freq: 2 }),
    siteId: fc.constant(SITE),
  },
  { requiredKeys: ["id", "channel", "queueId", "needs", "priority", "preferredAgentId"] },
);

type Undated = Omit<NewItem, "enqueuedAtMs">;

type AssignedEvent = "itemEnded" | "itemTransferred" | "itemRequeued" | "assistAsked";

/** What happens next, as data; which offer, item or reservation is meant depends on the state it meets. */
type Intent =
  | { readonly do: "send"; readonly event: RoutingEvent }
  | { readonly do: "add"; readonly item: Undated; readonly lateMs: number }
  | { readonly do: "answer"; readonly nth: number; readonly accept: boolean; readonly by: AgentId | null }
  | {
      readonly do: "act";
      readonly nth: number;
      readonly act: AssignedEvent;
      readonly other: AgentId;
      readonly queueId: QueueId | null;
      readonly isStale: boolean;
    }
  | { readonly do: "helped"; readonly nth: number; readonly other: AgentId }
  | { readonly do: "wrapUp"; readonly nth: number }
  | {
      readonly do: "reply";
      readonly nth: number;
      readonly reason: "accepted" | "declined" | "left";
      readonly item: Undated;
      readonly absent: readonly AgentId[];
    };

export interface Move {
  readonly waitMs: number;
  readonly intent: Intent;
}

export interface History {
  readonly plan: RoutingPlan;
  readonly moves: readonly Move[];
}

const pick = <T>(from: Iterable<T>, nth: number): T | undefined => {
  const all = [...from];
  return all[nth % Math.max(1, all.length)];
};

const actOn = (intent: Extract<Intent, { do: "act" }>, state: RoutingState): RoutingEvent => {
  const assigned = [...itemsOf(state)].filter(each => each.place.at === "assigned");
  const item = pick(assigned, intent.nth);
  const place = item?.place.at === "assigned" ? item.place : { agentId: agentId(0), assignment: 1 };
  const itemIdOf = item?.id ?? itemId(intent.nth);
  const holder = { agentId: place.agentId, assignment: place.assignment - Number(intent.isStale) };
  switch (intent.act) {
    case "itemEnded":
      return { type: "itemEnded", itemId: itemIdOf, holder };
    case "itemRequeued":
      return { type: "itemRequeued", itemId: itemIdOf, holder };
    case "assistAsked": {
      const purpose = intent.queueId === null ? "consult" : "conference";
      // Mostly somebody who helps already, so that ways of helping change
      const helperId = intent.nth % 3 === 0 ? intent.other : (item?.helpers[0] ?? intent.other);
      return { type: "assistAsked", itemId: itemIdOf, holder, helperId, purpose };
    }
    case "itemTransferred": {
      const { queueId, other } = intent;
      const to =
        queueId === null ? { to: "agent" as const, agentId: other } : { to: "queue" as const, queueId };
      return { type: "itemTransferred", itemId: itemIdOf, holder, to };
    }
  }
};

/** The event a move becomes; with nothing to answer, it answers something that never was. */
export const eventOf = ({ intent }: Move, state: RoutingState): RoutingEvent => {
  const { atMs } = state;
  switch (intent.do) {
    case "send":
      return intent.event;
    case "add":
      return {
        type: "itemAdded",
        item: { ...intent.item, enqueuedAtMs: atMs - intent.lateMs },
      };
    case "answer": {
      const offer = pick(offersOf(state), intent.nth);
      return {
        type: intent.accept ? "offerAccepted" : "offerDeclined",
        offerId: offer?.id ?? ("unknown" as OfferId),
        agentId: intent.by ?? offer?.agentId ?? agentId(0),
      };
    }
    case "act":
      return actOn(intent, state);
    case "helped": {
      const helped = pick(
        [...itemsOf(state)].filter(item => item.helpers.length + item.pending.length > 0),
        intent.nth,
      );
      return {
        type: "assistEnded",
        itemId: helped?.id ?? itemId(0),
        helperId: helped?.helpers[0] ?? intent.other,
      };
    }
    case "wrapUp": {
      const all = [...agentsOf(state)].flatMap(agent =>
        agent.holds.flatMap(held => (held.kind === "wrapUp" ? [{ agentId: agent.id, itemId: held.id }] : [])),
      );
      return {
        type: "wrapUpEnded",
        ...(pick(all, intent.nth) ?? { agentId: agentId(0), itemId: itemId(0) }),
      };
    }
    case "reply": {
      const { reason, nth, absent } = intent;
      const invitation = pick(reservationsOf(state), nth)?.id ?? invitationId(nth);
      const item = { ...intent.item, enqueuedAtMs: atMs };
      return reason === "accepted"
        ? { type: "reservationAccepted", invitationId: invitation, item, absent }
        : { type: "reservationEnded", invitationId: invitation, reason };
    }
  }
};

const is = <const T>(value: T) => fc.constant(value);
const send = (event: fc.Arbitrary<RoutingEvent>): fc.Arbitrary<Intent> =>
  fc.record({ do: is("send"), event });

export const profiles = fc.record({
  id: agents,
  skills: fc
    .subarray([...SKILLS])
    .chain(all =>
      fc.tuple(...all.map(skill => fc.record({ skill: is(skill), level: fc.constantFrom(1, 3, 3) }))),
    ),
  capacity: fc.constantFrom(-1, 0, 1, 2, 3, 4, 4),
  channels: fc
    .option(fc.subarray([...CHANNELS]), { freq: 3, nil: null })
    .map(list => list as string[] | null),
  limits: fc.constantFrom([], [], [{ channel: "chat", items: 1 }]),
});

const presences = fc.constantFrom(
  "available" as const,
  "available" as const,
  "away" as const,
  "offline" as const,
);

const workIntents: fc.WeightedArbitrary<Intent>[] = [
  {
    weight: 8,
    arbitrary: fc.record({ do: is("add"), item: newItems, lateMs: fc.constantFrom(0, 0, 0, 5_000) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: is("answer"),
      nth: fc.nat(20),
      accept: fc.nat(2).map(n => n > 0),
      by: fc.tuple(agents, fc.nat(6)).map(([by, dice]) => (dice === 0 ? by : null)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: is("act"),
      nth: fc.nat(20),
      act: fc.constantFrom("itemEnded", "itemTransferred", "itemTransferred", "itemRequeued", "assistAsked"),
      other: agents,
      queueId: fc.option<QueueId>(queues, { freq: 2 }),
      isStale: stale,
    }),
  },
  { weight: 2, arbitrary: send(fc.record({ type: is("itemEnded"), itemId: items, holder: is(null) })) },
  { weight: 1, arbitrary: send(fc.record({ type: is("itemTouched"), itemId: items })) },
  {
    weight: 1,
    arbitrary: send(fc.record({ type: is("itemWeightSet"), itemId: items, isCobrowsing: fc.boolean() })),
  },
  { weight: 1, arbitrary: send(fc.record({ type: is("itemPicked"), itemId: items, agentId: agents })) },
  { weight: 1, arbitrary: send(fc.record({ type: is("nextAsked"), agentId: agents })) },
  { weight: 1, arbitrary: fc.record({ do: is("helped"), nth: fc.nat(9), other: agents }) },
  { weight: 1, arbitrary: fc.record({ do: is("wrapUp"), nth: fc.nat(9) }) },
];

const intents: fc.Arbitrary<Intent> = fc.oneof(
  ...workIntents,
  {
    weight: 2,
    arbitrary: fc.record({
      do: is("reply"),
      nth: fc.nat(20),
      reason: fc.constantFrom("accepted", "declined", "left"),
      item: newItems,
      absent: fc.array(agents, { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: send(
      fc.record(
        {
          type: is("reservationAsked"),
          invitationId: invitations,
          queueId: queues,
          channel: is("chat"),
          needs: is([]),
          siteId: is(SITE),
          agentId: agents,
          holdMs: fc.constantFrom(1, 90_000),
          absent: fc.array(agents, { maxLength: 3 }),
        },
        { requiredKeys: ["type", "invitationId", "queueId", "channel", "needs"] },
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: send(
      fc.record({
        type: is("presenceSet"),
        agentId: agents,
        presence: presences,
        reason: fc.constantFrom(null, null, "lunch"),
      }),
    ),
  },
  { weight: 1, arbitrary: send(fc.record({ type: is("consoleLost"), agentId: agents })) },
  { weight: 1, arbitrary: send(fc.record({ type: is("agentSet"), agent: profiles })) },
  {
    weight: 1,
    arbitrary: send(fc.record({ type: fc.constantFrom("queueOpened", "queueClosed"), queueId: queues })),
  },
  {
    weight: 1,
    arbitrary: send(fc.record({ type: fc.constantFrom("siteOpened", "siteClosed"), siteId: is(SITE) })),
  },
  { weight: 1, arbitrary: send(is({ type: "woken" } as const)) },
);

const moves: fc.Arbitrary<Move> = fc.record({
  waitMs: fc.constantFrom(0, 0, 0, 1, 500, 3_000, 3_000, 15_000, 30_000, -2_000),
  intent: intents,
});

/** Now and then, another plan. */
const planMoves: fc.Arbitrary<Move> = fc.record({
  waitMs: fc.constantFrom(0, 1_000),
  intent: send(fc.record({ type: is("planSet"), plan: plans })),
});

export const histories = (longest: number): fc.Arbitrary<History> =>
  fc.record({
    plan: plans,
    moves: fc.array(fc.oneof({ weight: 150, arbitrary: moves }, { weight: 1, arbitrary: planMoves }), {
      minLength: 1,
      maxLength: longest,
      size: "max",
    }),
  });

/** Five agents on duty, so that a history does something from the start. */
const opening: readonly RoutingEvent[] = [0, 1, 2, 3, 4].flatMap(n => [
  {
    type: "agentSet" as const,
    agent: {
      id: agentId(n),
      skills: SKILLS.filter((_, i) => (n + i) % 3 > 0).map(skill => ({ skill, level: 1 + (n % 3) })),
      capacity: (n % 3) + 2,
      channels: null,
      limits: [],
    },
  },
  { type: "presenceSet" as const, agentId: agentId(n), presence: "available" as const, reason: null },
]);

export interface Entry {
  readonly event: RoutingEvent;
  readonly nowMs: number;
  readonly before: RoutingState;
  readonly result: StepResult;
}

/** Plays a history, waking the engine whenever it asked for it (or, on odd moves, letting it oversleep). */
export function* play({ plan, moves: all }: History): Generator<Entry> {
  let state = createRoutingState(EPOCH, plan);
  let nowMs = START_MS;
  let wakeAtMs: number | null = null;
  function* send(event: RoutingEvent): Generator<Entry> {
    const before = state;
    const result = step(before, event, nowMs);
    ({ state, wakeAtMs } = result);
    yield { event, nowMs, before, result };
  }
  for (const event of opening) yield* send(event);
  for (const [index, move] of all.entries()) {
    const dueMs = nowMs + move.waitMs;
    while (index % 2 === 0 && wakeAtMs !== null && wakeAtMs <= dueMs) {
      nowMs = wakeAtMs;
      yield* send({ type: "woken" });
    }
    nowMs = dueMs;
    yield* send(eventOf(move, state));
  }
}
