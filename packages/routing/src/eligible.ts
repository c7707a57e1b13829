/** Whether an agent may be given something, and if not, why not. Reads agent and plan; knows no other agents and no order. */
import type { AgentId, BlendingRule, ChannelId, RoutingPlan, SkillLevel, WorkItemId } from "@lotse/protocol";
import { fits } from "./load.ts";
import type { Agent, Hold, Item, Pass } from "./model.ts";
import { levelOf, needsOf, weightOf } from "./plan.ts";

/** What an agent is asked for. */
export interface Demand {
  readonly channel: ChannelId;
  readonly needs: readonly SkillLevel[];
  /** Nobody but this agent. */
  readonly soleFor: AgentId | null;
  /** The rule that interrupted it: his own work coming back, for which nobody asks for his skills again. */
  readonly parkedBy: string | null;
  readonly isCobrowsing: boolean;
}

export type WhyNot =
  | { readonly not: "offline" }
  | { readonly not: "away"; readonly reason: string | null }
  /** The preferred agent is asked first, or it is that agent's own work. */
  | { readonly not: "reservedFor"; readonly agentId: AgentId; readonly untilMs: number | null }
  | { readonly not: "parkedFor"; readonly agentId: AgentId }
  /** What his work was parked for goes on. */
  | { readonly not: "interrupted"; readonly ruleId: string }
  | { readonly not: "channelNotServed" }
  | { readonly not: "skillMissing"; readonly skill: string }
  | { readonly not: "levelTooLow"; readonly skill: string; readonly level: number; readonly needed: number }
  | { readonly not: "full" }
  | { readonly not: "channelLimit"; readonly items: number }
  | { readonly not: "blending"; readonly ruleId: string }
  | { readonly not: "pausedAfterPass"; readonly untilMs: number }
  /** He makes room for that late item first. */
  | { readonly not: "keptFor"; readonly itemId: WorkItemId };

/** After-work hinders nobody from anything but its weight. */
const isActive = ({ kind }: Hold): boolean => kind !== "wrapUp";

const countActive = (holds: readonly Hold[], channels: readonly ChannelId[]): number => {
  let count = 0;
  for (const hold of holds) if (isActive(hold) && channels.includes(hold.channel)) count += 1;
  return count;
};

const isForbidden = (rule: BlendingRule, channel: ChannelId, holds: readonly Hold[]): boolean => {
  switch (rule.rule) {
    case "exclude":
      return rule.no.includes(channel) && countActive(holds, rule.during) > 0;
    case "atMost":
      return rule.channels.includes(channel) && countActive(holds, rule.channels) >= rule.items;
    case "interrupt":
      return false;
  }
};

/** The blending rule that keeps an item of the channel from somebody who does all this. */
export const blendedOutBy = (
  plan: RoutingPlan,
  channel: ChannelId,
  holds: readonly Hold[],
): BlendingRule | null => plan.blending.find(rule => isForbidden(rule, channel, holds)) ?? null;

const absenceOf = (agent: Agent): WhyNot | null => {
  if (agent.presence === "offline") return { not: "offline" };
  return agent.presence === "away" ? { not: "away", reason: agent.reason } : null;
};

/** Of all that an agent is, apart from what he does at the moment. */
export const unfitFor = (
  agent: Pick<Agent, "skills" | "channels">,
  { channel, needs }: Pick<Demand, "channel" | "needs">,
): WhyNot | null => {
  if (agent.channels !== null && !agent.channels.includes(channel)) return { not: "channelNotServed" };
  for (const { skill, level: needed } of needs) {
    const level = levelOf(agent.skills, skill);
    if (level === 0) return { not: "skillMissing", skill };
    if (level < needed) return { not: "levelTooLow", skill, level, needed };
  }
  return null;
};

/** Of all that he does at the moment. */
export const busyFor = (
  plan: RoutingPlan,
  agent: Agent,
  demand: Pick<Demand, "channel" | "isCobrowsing">,
): WhyNot | null => {
  const { channel } = demand;
  const limit = agent.limits.find(each => each.channel === channel);
  if (limit !== undefined && countActive(agent.holds, [channel]) >= limit.items) {
    return { not: "channelLimit", items: limit.items };
  }
  const rule = blendedOutBy(plan, channel, agent.holds);
  if (rule !== null) return { not: "blending", ruleId: rule.id };
  return fits(agent, weightOf(plan, demand)) ? null : { not: "full" };
};

/** Parked work does not come back while its agent does what it was parked for. */
const interruptionOf = (plan: RoutingPlan, agent: Agent, ruleId: string): WhyNot | null => {
  const rule = plan.blending.find(each => each.id === ruleId);
  if (rule?.rule !== "interrupt" || countActive(agent.holds, rule.counted) === 0) return null;
  return { not: "interrupted", ruleId };
};

/** The first thing that hinders, or null: he may be asked. The passes of the single item come on top. */
export const obstacleTo = (plan: RoutingPlan, agent: Agent, demand: Demand): WhyNot | null => {
  const absence = absenceOf(agent);
  if (absence !== null) return absence;
  const { soleFor, parkedBy } = demand;
  if (soleFor !== null && soleFor !== agent.id) {
    return parkedBy === null
      ? { not: "reservedFor", agentId: soleFor, untilMs: null }
      : { not: "parkedFor", agentId: soleFor };
  }
  const own = parkedBy === null ? unfitFor(agent, demand) : interruptionOf(plan, agent, parkedBy);
  return own ?? busyFor(plan, agent, demand);
};

export const passOf = (passes: readonly Pass[], id: AgentId): Pass | null => {
  for (const pass of passes) if (pass.agentId === id) return pass;
  return null;
};

export const isPaused = (passes: readonly Pass[], id: AgentId, atMs: number): boolean => {
  const pass = passOf(passes, id);
  return pass !== null && pass.againAtMs > atMs;
};

export const demandOf = (plan: RoutingPlan, item: Item): Demand => ({
  channel: item.channel,
  needs: needsOf(plan, item, item.standing.relaxedTo),
  soleFor: item.standing.soleFor,
  parkedBy: item.place.at === "parked" ? item.place.ruleId : null,
  isCobrowsing: item.isCobrowsing,
});

/** A ringing offer stands in the way of nobody, but what an agent does already may forbid the work it brings. */
export const isExcluded = (plan: RoutingPlan, agent: Agent, channel: ChannelId): boolean => {
  const works = agent.holds.filter(({ kind }) => kind === "assignment" || kind === "assist");
  return plan.blending.some(rule => rule.rule === "exclude" && isForbidden(rule, channel, works));
};
