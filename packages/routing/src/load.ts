/** How much an agent carries and whether more fits. Arithmetic only; who may take what is in eligible.ts. */
import type { Agent, AgentRank, Hold, Weight } from "./model.ts";

type Loaded = Pick<Agent, "holds" | "capacity">;

const isWhole = (hold: Hold): boolean => hold.weight === "all";

/** In units. What takes the whole agent counts as the whole capacity, and never as less than a unit. */
export const loadOf = ({ holds, capacity }: Loaded): number => {
  let load = 0;
  let takesAll = false;
  for (const { weight } of holds) {
    if (weight === "all") takesAll = true;
    else load += weight;
  }
  return takesAll ? Math.max(load, capacity, 1) : load;
};

/** Too much: over the capacity, or the whole agent and something else. */
export const isOver = (agent: Loaded): boolean => {
  const rest = agent.holds.filter(hold => !isWhole(hold));
  const wholes = agent.holds.length - rest.length;
  if (wholes === 0) return loadOf(agent) > agent.capacity;
  return wholes > 1 || agent.capacity <= 0 || loadOf({ ...agent, holds: rest }) > 0;
};

export const fits = (agent: Loaded, weight: Weight): boolean => {
  if (agent.holds.some(isWhole)) return false;
  const load = loadOf(agent);
  return weight === "all" ? load === 0 && agent.capacity > 0 : load + weight <= agent.capacity;
};

export const isFree = (agent: Agent): boolean =>
  agent.presence === "available" && loadOf(agent) < agent.capacity && !agent.holds.some(isWhole);

export const agentRankOf = (agent: Agent): AgentRank => ({
  load: loadOf(agent),
  idleSinceMs: agent.idleSinceMs,
  id: agent.id,
});

/**
 * The channels of all an agent does, as one text, if he is available and all of it is work, after-work or rings; else null. Two agents
 * with the same text can be interrupted for the same reasons.
 */
export const engagementOf = (agent: Agent): string | null => {
  if (agent.presence !== "available" || agent.holds.length === 0) return null;
  if (agent.holds.some(({ kind }) => kind === "assist" || kind === "reservation")) return null;
  return [...new Set(agent.holds.map(hold => hold.channel))].sort().join(" ");
};
