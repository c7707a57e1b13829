/**
 * After-work over a restart: what a commit writes of it, and what the book and the engine are told of it again. Its end is a
 * time, so what went by while no hub ran is over. Commits nothing itself.
 */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import { agentOf, agentsOf, type RoutingState, wrapUpsOf } from "@lotse/routing";
import type { AgentWrapUps, RoutingWrite, RoutingState as StoredRouting } from "@lotse/storage";

type WrapUps = AgentWrapUps["wrapUps"];

const isSame = (one: WrapUps, other: WrapUps): boolean =>
  one.length === other.length &&
  one.every(({ itemId, untilMs, isWeightless }, nth) => {
    const also = other[nth];
    return also?.itemId === itemId && also.untilMs === untilMs && also.isWeightless === isWeightless;
  });

const inState = (state: RoutingState, id: AgentId): WrapUps => {
  const agent = agentOf(state, id);
  return agent === undefined ? [] : wrapUpsOf(agent);
};

const write = (agentId: AgentId, wrapUps: WrapUps): RoutingWrite => ({ write: "wrapUps", agentId, wrapUps });

/** Whatever changed it: an interruption sets it aside without a word of its own. */
export const wrapUpWrites = (before: RoutingState, after: RoutingState): readonly RoutingWrite[] =>
  [...agentsOf(after)].flatMap(agent => {
    const was = agentOf(before, agent.id);
    if (was?.holds === agent.holds) return [];
    const now = wrapUpsOf(agent);
    return isSame(was === undefined ? [] : wrapUpsOf(was), now) ? [] : [write(agent.id, now)];
  });

/** Where the restored engine has other after-work than is stored: some is over, or its agent left the tenant. */
export const restoredWrapUpWrites = (stored: StoredRouting, now: RoutingState): readonly RoutingWrite[] =>
  stored.wrapUps.flatMap(({ agentId, wrapUps }) => {
    const again = inState(now, agentId);
    return isSame(wrapUps, again) ? [] : [write(agentId, again)];
  });

export const storedWrapUps = (stored: StoredRouting, id: AgentId): WrapUps =>
  stored.wrapUps.find(({ agentId }) => agentId === id)?.wrapUps ?? [];

/** What somebody has to do with still. */
export const runningAt = (stored: StoredRouting, nowMs: number): ReadonlySet<WorkItemId> =>
  new Set(
    stored.wrapUps.flatMap(({ wrapUps }) =>
      wrapUps.flatMap(({ itemId, untilMs }) => (untilMs > nowMs ? [itemId] : [])),
    ),
  );
