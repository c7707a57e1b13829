/**
 * The state while one step is being worked out: agents, what they hold, and deadlines. Each operation changes a table
 * together with its indexes, and notes for whom or what new work may have become possible. Knows no events and no order of
 * business; items are in places.ts.
 */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import { agentRankOf, engagementOf, isFree } from "./load.ts";
import type { RoutingEffect } from "./messages.ts";
import type { Agent, Deadline, Hold, RoutingState } from "./model.ts";
import { byAgent, byAgentRank, byDeadline, byText, freeKeysOf } from "./tables.ts";

export interface Draft {
  state: { -readonly [Key in keyof RoutingState]: RoutingState[Key] };
  readonly effects: RoutingEffect[];
  /** Who may be able to take something now, with the item found for him at the last look (null: look again). */
  readonly eager: Map<AgentId, WorkItemId | null>;
  /** What somebody may be able to take now. */
  readonly fresh: Set<WorkItemId>;
  /** Waiting items whose overflows are to be looked at once nobody can take them. */
  readonly unsettled: Set<WorkItemId>;
  /** Items that stand differently: whoever is kept for one of them may be so no longer. */
  readonly stirred: Set<WorkItemId>;
  /** Of what seeks, the groups that have changed, by their two keys: another item may be the first of them now. */
  readonly regrouped: Map<string, Set<string>>;
  /** Who may be kept for something, and could not be before. */
  readonly unkept: Set<AgentId>;
}

export const draftOf = (state: RoutingState, atMs: number): Draft => ({
  state: { ...state, atMs },
  effects: [],
  eager: new Map(),
  fresh: new Set(),
  unsettled: new Set(),
  stirred: new Set(),
  regrouped: new Map(),
  unkept: new Set(),
});

const index = (state: Draft["state"], agent: Agent): void => {
  if (isFree(agent)) {
    for (const key of freeKeysOf(agent)) {
      const ranks = byAgentRank.set(byText.get(state.free, key) ?? null, agentRankOf(agent), true);
      state.free = byText.set(state.free, key, ranks);
    }
  }
  const engagement = engagementOf(agent);
  if (engagement === null) return;
  const ids = byAgent.set(byText.get(state.engaged, engagement) ?? null, agent.id, true);
  state.engaged = byText.set(state.engaged, engagement, ids);
};

const unindex = (state: Draft["state"], agent: Agent): void => {
  if (isFree(agent)) {
    for (const key of freeKeysOf(agent)) {
      const ranks = byAgentRank.remove(byText.get(state.free, key) ?? null, agentRankOf(agent));
      state.free = ranks === null ? byText.remove(state.free, key) : byText.set(state.free, key, ranks);
    }
  }
  const engagement = engagementOf(agent);
  if (engagement === null) return;
  const ids = byAgent.remove(byText.get(state.engaged, engagement) ?? null, agent.id);
  state.engaged =
    ids === null ? byText.remove(state.engaged, engagement) : byText.set(state.engaged, engagement, ids);
};

export const agentOf = ({ state }: Draft, id: AgentId): Agent | undefined => byAgent.get(state.agents, id);

/** As far as making room depends on it. */
const isOther = (before: Agent | undefined, agent: Agent): boolean =>
  before === undefined ||
  (["presence", "keptFor", "skills", "channels", "limits", "capacity"] as const).some(
    field => before[field] !== agent[field],
  );

export const putAgent = (draft: Draft, agent: Agent): void => {
  const { state } = draft;
  const before = byAgent.get(state.agents, agent.id);
  if (before !== undefined) unindex(state, before);
  state.agents = byAgent.set(state.agents, agent.id, agent);
  index(state, agent);
  draft.eager.set(agent.id, null);
  if (!isOther(before, agent)) return;
  if (agent.keptFor === null) draft.unkept.add(agent.id);
  else draft.stirred.add(agent.keptFor);
};

export const changeAgent = (draft: Draft, id: AgentId, change: (agent: Agent) => Partial<Agent>): void => {
  const agent = agentOf(draft, id);
  if (agent !== undefined) putAgent(draft, { ...agent, ...change(agent) });
};

export const hold = (draft: Draft, id: AgentId, added: Hold): void =>
  changeAgent(draft, id, ({ holds }) => ({ holds: [...holds, added] }));

export const unhold = (draft: Draft, id: AgentId, hold: Pick<Hold, "kind" | "id">): void =>
  changeAgent(draft, id, ({ holds }) => ({
    holds: holds.filter(each => each.kind !== hold.kind || each.id !== hold.id),
  }));

/** From now on the agent counts as idle anew: last among equals. */
export const touch = (draft: Draft, id: AgentId): void =>
  changeAgent(draft, id, () => ({ idleSinceMs: draft.state.atMs }));

export const addDeadline = ({ state }: Draft, deadline: Deadline): void => {
  state.deadlines = byDeadline.set(state.deadlines, deadline, true);
};

export const removeDeadline = ({ state }: Draft, deadline: Deadline): void => {
  state.deadlines = byDeadline.remove(state.deadlines, deadline);
};

export const wrapUpDeadline = (
  agentId: AgentId,
  { id, untilMs }: Extract<Hold, { kind: "wrapUp" }>,
): Deadline => ({ atMs: untilMs, kind: "wrapUp", id: `${agentId}/${id}` });

/** Ends the agent's after-work for the item; false if there is none. */
export const endWrapUp = (draft: Draft, agentId: AgentId, itemId: WorkItemId): boolean => {
  const held = agentOf(draft, agentId)?.holds.find(each => each.kind === "wrapUp" && each.id === itemId);
  if (held?.kind !== "wrapUp") return false;
  removeDeadline(draft, wrapUpDeadline(agentId, held));
  unhold(draft, agentId, held);
  draft.effects.push({ effect: "wrapUpEnded", itemId, agentId });
  return true;
};
