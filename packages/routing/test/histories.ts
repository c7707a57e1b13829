/** Random histories for the engine: a few agents, skills and ids, so that collisions and late answers happen all the time. */
import type { AgentId, InvitationId, OfferId, WorkItemId } from "@lotse/protocol";
import fc from "fast-check";
import type { RoutingEvent, RoutingState } from "../src/index.ts";
import { offersOf, reservationsOf } from "../src/index.ts";

export const agentId = (n: number) => `agent-${n}` as AgentId;
export const itemId = (n: number) => `item-${String(n).padStart(4, "0")}` as WorkItemId;
export const invitationId = (n: number) => `invitation-${n}` as InvitationId;

const SKILLS = ["Sales", "Service", "Claims"] as const;
const agents = fc.nat(4).map(agentId);
const items = fc.nat(120).map(itemId);
const invitations = fc.nat(40).map(invitationId);
const skill = fc.constantFrom(null, ...SKILLS);

/** What happens next, as data; which offer or reservation is meant depends on the state it meets. */
type Intent =
  | { readonly do: "send"; readonly event: RoutingEvent }
  | { readonly do: "add"; readonly id: WorkItemId; readonly skill: string | null; readonly lateMs: number }
  | { readonly do: "answer"; readonly nth: number; readonly accept: boolean; readonly by: AgentId | null }
  | {
      readonly do: "reply";
      readonly nth: number;
      readonly reason: "accepted" | "declined" | "left";
      readonly id: WorkItemId;
      readonly skill: string | null;
    };

export interface Move {
  readonly waitMs: number;
  readonly intent: Intent;
}

const pick = <T>(from: Iterable<T>, nth: number): T | undefined => {
  const all = [...from];
  return all[nth % Math.max(1, all.length)];
};

/** The event a move becomes; with nothing to answer, it answers something that never was. */
export const eventOf = ({ intent }: Move, state: RoutingState): RoutingEvent => {
  const { atMs } = state;
  switch (intent.do) {
    case "send":
      return intent.event;
    case "add": {
      const { id, skill, lateMs } = intent;
      return { type: "itemAdded", item: { id, kind: "chat", skill, enqueuedAtMs: atMs - lateMs } };
    }
    case "answer": {
      const offer = pick(offersOf(state), intent.nth);
      return {
        type: intent.accept ? "offerAccepted" : "offerDeclined",
        offerId: offer?.id ?? ("unknown" as OfferId),
        agentId: intent.by ?? offer?.agentId ?? agentId(0),
      };
    }
    case "reply": {
      const { reason, id, skill, nth } = intent;
      const invitation = pick(reservationsOf(state), nth)?.id ?? invitationId(nth);
      return reason === "accepted"
        ? {
            type: "reservationAccepted",
            invitationId: invitation,
            item: { id, kind: "chat", skill, enqueuedAtMs: atMs },
          }
        : { type: "reservationEnded", invitationId: invitation, reason };
    }
  }
};

const is = <const T>(value: T) => fc.constant(value);
const send = (event: fc.Arbitrary<RoutingEvent>) => fc.record({ do: is("send"), event });

const intents: fc.Arbitrary<Intent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: is("add"), id: items, skill, lateMs: fc.constantFrom(0, 0, 0, 5_000) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: is("answer"),
      nth: fc.nat(20),
      accept: fc.boolean(),
      by: fc.option(agents, { freq: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is("reply"),
      nth: fc.nat(20),
      reason: fc.constantFrom("accepted", "declined", "left"),
      id: items,
      skill,
    }),
  },
  { weight: 3, arbitrary: send(fc.record({ type: is("itemEnded"), itemId: items })) },
  {
    weight: 3,
    arbitrary: send(fc.record({ type: is("reservationAsked"), invitationId: invitations, skill })),
  },
  {
    weight: 2,
    arbitrary: send(
      fc.record({
        type: is("presenceSet"),
        agentId: agents,
        presence: fc.constantFrom("available", "available", "away", "offline"),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: send(
      fc.record({
        type: is("agentSet"),
        agent: fc.record({
          id: agents,
          skills: fc.subarray([...SKILLS]),
          capacity: fc.integer({ min: -1, max: 4 }),
        }),
      }),
    ),
  },
  { weight: 1, arbitrary: send(fc.constant({ type: "woken" })) },
);

export const moves: fc.Arbitrary<Move> = fc.record({
  waitMs: fc.constantFrom(0, 0, 1, 500, 3_000, 15_000, 30_000, 45_000, -2_000),
  intent: intents,
});

/** Five agents on duty, so that a history does something from the start. */
export const opening: readonly RoutingEvent[] = [0, 1, 2, 3, 4].flatMap(n => [
  {
    type: "agentSet" as const,
    agent: { id: agentId(n), skills: SKILLS.filter((_, i) => (n + i) % 2 === 0), capacity: (n % 3) + 1 },
  },
  { type: "presenceSet" as const, agentId: agentId(n), presence: "available" as const },
]);
