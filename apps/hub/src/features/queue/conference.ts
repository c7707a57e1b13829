/**
 * What the visitor is told of colleagues who speak beside the agent: that they join, and that they leave. Whoever only reads along
 * is not told. Pure; knows neither why somebody was asked nor when it is committed.
 */
import type { AgentCard, AgentId, SystemNotice, WorkItemId } from "@lotse/protocol";
import { itemOf, type RoutingEffect, type RoutingState } from "@lotse/routing";
import { holderOf } from "./handover.ts";

interface Step {
  readonly before: RoutingState;
  readonly after: RoutingState;
  readonly cardOf: (id: AgentId) => AgentCard | null;
}

export const isSpeaker = (state: RoutingState, id: WorkItemId, agentId: AgentId): boolean =>
  itemOf(state, id)?.speakers.includes(agentId) ?? false;

/** The conversation's end says enough, and whoever it was handed to stays. */
const hasLeft = ({ before, after }: Step, id: WorkItemId, helperId: AgentId): boolean =>
  isSpeaker(before, id, helperId) && itemOf(after, id) !== undefined && holderOf(after, id) !== helperId;

type OfHelp = Extract<RoutingEffect, { readonly effect: "assistStarted" | "assistChanged" | "assistEnded" }>;

export const isOfHelp = (effect: RoutingEffect): effect is OfHelp =>
  effect.effect === "assistStarted" || effect.effect === "assistChanged" || effect.effect === "assistEnded";

export const conferenceNotice = (step: Step, effect: RoutingEffect): SystemNotice | null => {
  const isHelp = effect.effect === "assistStarted" || effect.effect === "assistChanged";
  if (!isHelp && effect.effect !== "assistEnded") return null;
  const agent = step.cardOf(effect.helperId);
  if (agent === null) return null;
  const isJoining = isHelp && effect.purpose === "conference";
  if (isJoining) return { notice: "agentJoined", agent };
  const isLeaving = effect.effect === "assistChanged" || hasLeft(step, effect.itemId, effect.helperId);
  return isLeaving && effect.effect !== "assistStarted" ? { notice: "agentLeft", agent, why: "left" } : null;
};

/** Speakers of another run, in whatever order, of whom the visitor must be told that they speak no more. */
export const farewells = (
  id: WorkItemId,
  were: readonly AgentId[],
  { after, cardOf }: Pick<Step, "after" | "cardOf">,
): readonly SystemNotice[] =>
  were.flatMap(helperId => {
    const agent =
      isSpeaker(after, id, helperId) || holderOf(after, id) === helperId ? null : cardOf(helperId);
    return agent === null ? [] : [{ notice: "agentLeft", agent, why: "left" } as const];
  });
