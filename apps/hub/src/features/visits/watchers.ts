/**
 * Agents who have a visit open beside a conversation. Being allowed to see it is asked again each time there is
 * something to tell: a conversation that ended or moved to somebody else tells nothing more.
 */
import type { VisitId } from "@lotse/protocol";
import type { AgentActor } from "../../command.ts";
import { createRecent } from "./recent.ts";

export interface Watchers {
  add(visitId: VisitId, agent: AgentActor): void;
  /** Tells each agent who still may see the visit; forgets the others. */
  tell(visitId: VisitId, send: (agent: AgentActor) => void): Promise<void>;
}

const WATCHED_VISITS_MAX = 10_000;

export const createWatchers = (
  mayShow: (agent: AgentActor, visitId: VisitId) => Promise<boolean>,
): Watchers => {
  const byVisit = createRecent<VisitId, Map<AgentActor["agentId"], AgentActor>>(WATCHED_VISITS_MAX);
  return {
    add: (visitId, agent) => {
      const agents = byVisit.get(visitId) ?? new Map<AgentActor["agentId"], AgentActor>();
      byVisit.set(visitId, agents.set(agent.agentId, agent));
    },
    tell: async (visitId, send) => {
      const agents = byVisit.get(visitId);
      if (agents === undefined) return;
      for (const agent of [...agents.values()]) {
        if (await mayShow(agent, visitId)) send(agent);
        else agents.delete(agent.agentId);
      }
      if (agents.size === 0) byVisit.delete(visitId);
    },
  };
};
