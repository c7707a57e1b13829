/**
 * What a visitor is told before and while waiting. Before: the engine is asked what it would do with the conversation, and
 * what it answers is not kept; so the look says what opening would really lead to, overflow and blending included. Promises
 * nothing and holds nothing: between the look and the first line somebody else may come.
 */
import type {
  AgentId,
  Alternative,
  ContactOutlook,
  ConversationId,
  ConversationView,
  InvitationEnd,
  InvitationEnded,
  OverflowIf,
  Queue,
  QueueId,
  SiteId,
  TurnedAwayWhy,
  WorkItemId,
} from "@lotse/protocol";
import {
  agentsOf,
  demandOf,
  type Estimate,
  estimateFor,
  type Item,
  isClosed,
  isSomebodyOnDuty,
  itemOf,
  positionOf,
  type RoutingEffect,
  type RoutingState,
  step,
  unassignedItems,
  unfitFor,
} from "@lotse/routing";
import type { InvitationEntry, Memory } from "./book.ts";
import { newChat } from "./defaultPlan.ts";
import { nextOpening } from "./hours.ts";
import { meaningOf } from "./pageWords.ts";

const ALL: readonly Alternative[] = ["callback", "message"];
const UNKNOWN = { queue: null, opensAtMs: null, position: null, expectedMs: null, lowMs: null, highMs: null };
const PROBE = "00000000-0000-8000-8000-000000000000" as WorkItemId;

const isTaken = (effects: readonly RoutingEffect[]): boolean =>
  effects.some(
    effect =>
      (effect.effect === "offered" && effect.offer.itemId === PROBE) ||
      (effect.effect === "assigned" && effect.itemId === PROBE),
  );

/** A pace says nothing while nobody is there to keep it. */
const estimateOf = (state: RoutingState, item: Item): Estimate | null =>
  isSomebodyOnDuty(state, item) ? estimateFor(state, item) : null;

const toldOf = (estimate: Estimate | null) => ({
  expectedMs: estimate?.expectedMs ?? null,
  lowMs: estimate?.lowMs ?? null,
  highMs: estimate?.highMs ?? null,
});

/** Somebody on duty may take it sooner or later: at once, or when its queue asks for less. */
const isAttended = (state: RoutingState, item: Item): boolean => {
  const { relaxations = [] } = queueIn(state, item.queueId) ?? {};
  const demands = [-1, ...relaxations.keys()].map(relaxedTo =>
    demandOf(state.plan, { ...item, standing: { ...item.standing, relaxedTo } }),
  );
  for (const agent of agentsOf(state)) {
    if (agent.presence === "available" && demands.some(demand => unfitFor(agent, demand) === null))
      return true;
  }
  return false;
};

/** The ways that the queue's rules have offered come first; where nobody is there to wait for, there is always one. */
const waysOf = (offered: readonly Alternative[]): readonly Alternative[] => [
  ...new Set([...offered, ...ALL]),
];

/** Somebody new has waited for nothing yet: a plan that says so is not taken. */
export const whyOf = ({ if: condition }: OverflowIf): TurnedAwayWhy =>
  condition === "waited" ? "expectedWait" : condition;

const queueIn = (state: RoutingState, id: QueueId): Queue | undefined =>
  state.plan.queues.find(queue => queue.id === id);

const closedOutlook = (
  { plan }: RoutingState,
  at: { readonly queueId: QueueId; readonly siteId: SiteId; readonly nowMs: number },
  alternatives: readonly Alternative[],
) => {
  const { hours = null } = plan.queues.find(({ id }) => id === at.queueId) ?? {};
  const { hours: siteHours = null } = (plan.sites ?? []).find(({ siteId }) => siteId === at.siteId) ?? {};
  return { state: "closed" as const, opensAtMs: nextOpening([hours, siteHours], at.nowMs), alternatives };
};

/** What came of it: one of the engine's effects, or a place in a line. */
const comingOf = (
  { state, effects }: { readonly state: RoutingState; readonly effects: readonly RoutingEffect[] },
  of: { readonly siteId: SiteId; readonly nowMs: number },
): Omit<ContactOutlook, "queue"> => {
  const turnedAway = effects.find(effect => effect.effect === "turnedAway");
  if (turnedAway !== undefined) {
    // No place: waiting is not among the ways
    const [ways, why] = [[turnedAway.to], whyOf(turnedAway.reason)];
    const at = { ...of, queueId: turnedAway.queueId };
    if (!isClosed(state, at)) return { ...UNKNOWN, state: "busy", alternatives: ways, why };
    return { ...UNKNOWN, ...closedOutlook(state, at, ways), why };
  }
  const item = itemOf(state, PROBE);
  if (item === undefined) return { ...UNKNOWN, state: "busy", alternatives: ALL };
  if (isClosed(state, item)) {
    return { ...UNKNOWN, ...closedOutlook(state, { ...of, queueId: item.queueId }, ALL) };
  }
  if (isTaken(effects)) return { ...UNKNOWN, state: "free", alternatives: [] };
  const told = toldOf(estimateOf(state, item));
  const alternatives = waysOf(offeredTo(item));
  const unattended = isAttended(state, item) ? {} : { nobodyOnDuty: true as const };
  const position = positionOf(state, PROBE);
  return { ...UNKNOWN, ...told, state: "busy", position, alternatives, ...unattended };
};

/** Without a memory nothing can be given out at the moment. */
export const outlookOf = (
  memory: Memory | null,
  asked: {
    readonly topic: string | null;
    readonly skill: string | null;
    readonly preferredAgentId: AgentId | null;
    readonly siteId: SiteId;
    readonly nowMs: number;
  },
): ContactOutlook => {
  if (memory === null) return { ...UNKNOWN, state: "busy", alternatives: ALL };
  const { nowMs } = asked;
  const { routing } = memory;
  const { word } = meaningOf(routing, asked);
  const item = newChat({ ...asked, id: PROBE, skill: word, enqueuedAtMs: nowMs }, routing.plan);
  const tried = step(routing, { type: "itemAdded", item }, nowMs);
  const left = tried.effects.find(effect => effect.effect === "turnedAway");
  const queueId = itemOf(tried.state, PROBE)?.queueId ?? left?.queueId ?? item.queueId;
  const queue = queueIn(routing, queueId);
  // Where nobody made a plan, a queue's name is a skill's: not written for visitors
  const isNamed = memory.book.hasOwnPlan && (word !== null || queueId !== item.queueId);
  const named = queue === undefined || !isNamed ? null : { key: queue.key, name: queue.name };
  return { ...comingOf(tried, asked), queue: named };
};

/** What may be left in the place of an invitation that is gone: the ways of whoever asks by themselves now. */
export const insteadOf = (
  memory: Memory,
  { record, siteId }: Pick<InvitationEntry, "record" | "siteId">,
): readonly Alternative[] => {
  const asked = { topic: null, skill: record.skill || null, preferredAgentId: null, siteId };
  const { alternatives } = outlookOf(memory, { ...asked, nowMs: memory.routing.atMs });
  // Somebody else may be free. It was this one who asked.
  return alternatives.length === 0 ? ALL : alternatives;
};

export const endedView = (
  memory: Memory,
  entry: Pick<InvitationEntry, "record" | "siteId">,
  reason: InvitationEnd,
): InvitationEnded => {
  const ended = { invitationId: entry.record.id, reason };
  return reason === "withdrawn" ? { ...ended, instead: insteadOf(memory, entry) } : ended;
};

/** A queue by its key, for rules: nobody is given a place. */
export const lookAt = (
  memory: Memory,
  { key, siteId, nowMs }: { readonly key: string; readonly siteId: SiteId; readonly nowMs: number },
) => {
  const { routing } = memory;
  const queue = routing.plan.queues.find(one => one.key === key);
  if (queue === undefined) return null;
  const coming = { topic: null, skill: key, preferredAgentId: null, siteId, nowMs };
  const { state, expectedMs } = outlookOf(memory, coming);
  return {
    isOpen: !isClosed(routing, { queueId: queue.id, siteId }),
    waiting: unassignedItems(routing).filter(({ queueId }) => queueId === queue.id).length,
    expectedMs: state === "free" ? 0 : expectedMs,
  };
};

/** What the rules of its queue have offered to somebody who waits. */
const offeredTo = ({ overflown }: Item): readonly Alternative[] =>
  overflown.flatMap(({ then }) => (then.to === "queue" ? [] : [then.to]));

/** What is offered expressly instead of going on waiting. */
export const alternativesOf = (state: RoutingState, item: Item): readonly Alternative[] => {
  const offered = offeredTo(item);
  const isVain = isClosed(state, item) || !isAttended(state, item);
  return isVain ? waysOf(offered) : offered;
};

export type WaitView = Pick<ConversationView, "position" | "expected" | "alternatives">;
export const NO_WAIT: WaitView = { position: null };

export const waitOf = ({ book, routing }: Memory, conversationId: ConversationId): WaitView => {
  const id = book.itemOfConversation.get(conversationId);
  const item = id === undefined ? undefined : itemOf(routing, id);
  const position = item === undefined ? null : positionOf(routing, item.id);
  if (item === undefined || position === null) return NO_WAIT;
  // Whom it rings at now takes it, or it rings at the next: the line says nothing about that
  const estimate = item.place.at === "waiting" ? estimateOf(routing, item) : null;
  const expected = estimate === null ? null : { lowMs: estimate.lowMs, highMs: estimate.highMs };
  return { position, expected, alternatives: alternativesOf(routing, item) };
};
