/** A desk by the rules of a plan, with agents on duty, for tests that tell a story. Every step is checked for violations. */
import type { AgentId, InvitationId, OfferId, QueueId, RoutingPlan, SkillLevel } from "@lotse/protocol";
import { expect } from "vitest";
import {
  type AgentProfile,
  agentOf,
  createRoutingState,
  itemOf,
  type NewItem,
  type RoutingEffect,
  type RoutingEvent,
  step,
  stepViolationsOf,
} from "../src/index.ts";
import { agentId, invitationId, itemId } from "./histories.ts";
import { channel, QUEUES, queue, SETTINGS } from "./plans.ts";

export const [ANNA, BEN, CLARA] = [agentId(1), agentId(2), agentId(3)];
export const [GENERAL, SALES, SERVICE] = QUEUES;

/** Three queues, five channels, no rules; every test says what it changes. */
export const planWith = (change: Partial<RoutingPlan> = {}): RoutingPlan => ({
  channels: [
    channel("chat"),
    channel("call", { weight: "all" }),
    channel("email", { answer: "auto" }),
    channel("fax", { answer: "auto" }),
  ],
  queues: [
    queue(GENERAL, { pick: true }),
    queue(SALES, { needs: [{ skill: "Sales", level: 1 }] }),
    queue(SERVICE, { needs: [{ skill: "Service", level: 1 }] }),
  ],
  blending: [],
  settings: SETTINGS,
  ...change,
});

export type Skills = Readonly<Record<string, number>>;

export const levelsOf = (skills: Skills): readonly SkillLevel[] =>
  Object.entries(skills).map(([skill, level]) => ({ skill, level }));

export interface OnDuty extends Partial<Omit<AgentProfile, "id" | "skills">> {
  readonly skills?: Skills;
}

export const profile = (id: AgentId, { skills = {}, ...rest }: OnDuty): AgentProfile => ({
  id,
  skills: levelsOf(skills),
  capacity: 1,
  channels: null,
  limits: [],
  ...rest,
});

export const openDesk = (agents: Readonly<Record<string, OnDuty>>, plan: RoutingPlan = planWith()) => {
  let state = createRoutingState(1, plan);
  let wakeAtMs: number | null = null;
  let nowMs = 1_000;
  const send = (event: RoutingEvent): readonly RoutingEffect[] => {
    const before = state;
    const result = step(before, event, nowMs);
    ({ state, wakeAtMs } = result);
    expect(stepViolationsOf(before, result)).toEqual([]);
    return result.effects;
  };
  const placeOf = (n: number) => itemOf(state, itemId(n))?.place;
  const holderOf = (n: number) => {
    const place = placeOf(n);
    if (place?.at !== "assigned") throw new Error(`item ${n} is nobody's`);
    return { agentId: place.agentId, assignment: place.assignment };
  };
  const offerOf = (n: number): OfferId => {
    const place = placeOf(n);
    if (place?.at === "offered") return place.offerId;
    const pending = itemOf(state, itemId(n))?.pending[0];
    if (pending === undefined) throw new Error(`item ${n} does not ring`);
    return pending;
  };
  const presence = (id: AgentId, to: "available" | "away" | "offline", reason: string | null = null) =>
    send({ type: "presenceSet", agentId: id, presence: to, reason });
  for (const [id, each] of Object.entries(agents)) {
    send({ type: "agentSet", agent: profile(id as AgentId, each) });
    presence(id as AgentId, "available");
  }
  return {
    send,
    presence,
    placeOf,
    holderOf,
    offerOf,
    /** The n-th item came n milliseconds after the present time, so that n says who came first. */
    add: (n: number, change: Partial<NewItem> = {}) =>
      send({
        type: "itemAdded",
        item: {
          ...{ id: itemId(n), channel: "chat", queueId: GENERAL, needs: [], priority: 0 },
          ...{ preferredAgentId: null, enqueuedAtMs: nowMs + n },
          ...change,
        },
      }),
    accept: (n: number, by: AgentId) => send({ type: "offerAccepted", offerId: offerOf(n), agentId: by }),
    decline: (n: number, by: AgentId) => send({ type: "offerDeclined", offerId: offerOf(n), agentId: by }),
    end: (n: number) => send({ type: "itemEnded", itemId: itemId(n), holder: null }),
    reserve: (queueId: QueueId = GENERAL, id: InvitationId = invitationId(1)) =>
      send({ type: "reservationAsked", invitationId: id, queueId, channel: "chat", needs: [] }),
    set: (id: AgentId, each: OnDuty) => send({ type: "agentSet", agent: profile(id, each) }),
    pass: (ms: number) => {
      nowMs += ms;
      return send({ type: "woken" });
    },
    later: (ms: number) => {
      nowMs += ms;
    },
    state: () => state,
    nowMs: () => nowMs,
    wakesInMs: () => (wakeAtMs === null ? null : wakeAtMs - nowMs),
    ringsAt: (n: number) => {
      const place = placeOf(n);
      return place?.at === "offered" ? place.agentId : null;
    },
    isAt: (n: number) => placeOf(n)?.at ?? null,
    holdsOf: (id: AgentId) => agentOf(state, id)?.holds.map(held => held.kind) ?? [],
  };
};

export const named = (effects: readonly RoutingEffect[]) => effects.map(effect => effect.effect);

export const find = <E extends RoutingEffect["effect"]>(effects: readonly RoutingEffect[], effect: E) =>
  effects.find((each): each is Extract<RoutingEffect, { effect: E }> => each.effect === effect);
