/** Who serves whom, and what keeps everybody from it: read off the memory of a tenant's routing. Decides nothing. */
import type { AgentCard, LiveVisitor, SiteId, VisitId, WhyNot } from "@lotse/protocol";
import { explainWanted, itemOf, unfitFor } from "@lotse/routing";
import type { AgentActor } from "../../command.ts";
import type { Memory } from "./book.ts";
import { CHAT, destinationOf } from "./defaultPlan.ts";
import { whyNotOf } from "./explanation.ts";
import { holderOf } from "./handover.ts";
import { agentCardOf, openInvitationOf } from "./views.ts";

/** Who leads serves all; an agent the sites whose own queue he has the channel and the skills for. */
export const servesSite = (
  { book, routing }: Memory,
  { agentId, role }: Pick<AgentActor, "agentId" | "role">,
  siteId: SiteId,
): boolean => {
  if (role !== "agent") return true;
  const agent = book.agents.get(agentId);
  if (agent === undefined) return false;
  const { queueId, needs } = destinationOf(routing.plan, null, siteId);
  const queue = routing.plan.queues.find(({ id }) => id === queueId);
  return unfitFor(agent, { channel: CHAT, needs: [...(queue?.needs ?? []), ...needs] }) === null;
};

export const contactOf = (memory: Memory, visitId: VisitId): LiveVisitor["contact"] => {
  const id = memory.book.itemOfVisit.get(visitId);
  const item = id === undefined ? undefined : itemOf(memory.routing, id);
  if (item !== undefined) {
    return item.place.at === "waiting" || item.place.at === "offered" ? "waiting" : "talking";
  }
  return openInvitationOf(memory, visitId) === null ? "none" : "invited";
};

/** Whose slot the invitation holds, or who has the conversation. */
export const contactWith = (memory: Memory, visitId: VisitId): AgentCard | null => {
  const id = memory.book.itemOfVisit.get(visitId);
  const agentId =
    id === undefined
      ? (openInvitationOf(memory, visitId)?.record.agentId ?? null)
      : holderOf(memory.routing, id);
  return agentId === null ? null : agentCardOf(memory, agentId);
};

export interface Hindered {
  readonly agent: AgentCard;
  readonly whyNot: readonly WhyNot[];
}

/** Those who lack a skill say least about why nobody is free. */
const isUnskilled = ({ whyNot }: Hindered): boolean =>
  whyNot.some(({ why }) => why === "skillMissing" || why === "levelTooLow" || why === "channelNotTaken");

/** What keeps each agent from one more chat for somebody who needs the skill; with nothing, that agent is free. */
export const hinderedFor = (memory: Memory, skill: string): readonly Hindered[] => {
  const to = { ...destinationOf(memory.routing.plan, skill), channel: CHAT };
  const all = explainWanted(memory.routing, to).flatMap(({ agentId, whyNot: obstacle }): Hindered[] => {
    const agent = agentCardOf(memory, agentId);
    if (agent === null) return [];
    const about = { memory, item: { id: null, channel: CHAT }, agentId } as const;
    return [{ agent, whyNot: obstacle === null ? [] : whyNotOf(about, obstacle) }];
  });
  return [...all.filter(one => !isUnskilled(one)), ...all.filter(isUnskilled)];
};
