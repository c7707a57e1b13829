/** Tells agents what a commit changed about their own work. Knows no storage. */
import type { AgentId } from "@lotse/protocol";
import { type Agent, agentOf, itemOf, type RoutingEffect } from "@lotse/routing";
import type { Publisher } from "../../publisher.ts";
import type { Memory } from "./book.ts";
import { isOfHelp } from "./conference.ts";
import { type LabelOf, presentIn } from "./views.ts";
import { workOf } from "./workViews.ts";

export interface WorkNews {
  readonly before: Memory;
  readonly after: Memory;
  readonly effects: readonly RoutingEffect[];
}

export interface WorkTeller {
  work(news: WorkNews): void;
  /** After a rebuild, to those whose work is another than they were shown. */
  rebuilt(news: Pick<WorkNews, "before" | "after">): void;
}

/** Whose work looks another way because somebody else was asked to help, came or went. */
const besides = ({ before, after, effects }: WorkNews): ReadonlySet<AgentId> => {
  const holders = effects.flatMap(effect => {
    const isAsked = effect.effect === "offered" || effect.effect === "offerEnded";
    const isHelp = isOfHelp(effect);
    const itemId = isAsked ? effect.offer.itemId : isHelp ? effect.itemId : null;
    if (itemId === null || (isAsked && effect.offer.purpose === "work")) return [];
    const place = (itemOf(after.routing, itemId) ?? itemOf(before.routing, itemId))?.place;
    const helpers = isHelp ? [effect.helperId] : [];
    return place === undefined || place.at === "waiting" ? helpers : [...helpers, place.agentId];
  });
  return new Set(holders);
};

const isChanged = (before: Agent | undefined, after: Agent): boolean =>
  before === undefined ||
  before.holds !== after.holds ||
  before.parked !== after.parked ||
  before.capacity !== after.capacity ||
  before.limits !== after.limits ||
  before.channels !== after.channels ||
  before.keptFor !== after.keptFor;

export const createWorkTeller = (deps: {
  readonly publisher: Pick<Publisher, "toAgent">;
  readonly labelOf: LabelOf;
}): WorkTeller => {
  const { publisher, labelOf } = deps;

  const tell = (memory: Memory, agentId: AgentId): void => {
    const changed = workOf(memory, agentId, labelOf);
    if (changed !== null) publisher.toAgent(agentId, "work:changed", changed);
  };

  return {
    work: news => {
      const { before, after } = news;
      const asked = besides(news);
      const isReplanned = before.routing.plan !== after.routing.plan;
      for (const agent of presentIn(after)) {
        const isOther = asked.has(agent.id) || isChanged(agentOf(before.routing, agent.id), agent);
        if (isReplanned || isOther) tell(after, agent.id);
      }
    },
    rebuilt: ({ before, after }) => {
      const lookOfWork = (memory: Memory, id: AgentId) => JSON.stringify(workOf(memory, id, labelOf));
      for (const { id } of presentIn(after)) {
        if (lookOfWork(before, id) !== lookOfWork(after, id)) tell(after, id);
      }
    },
  };
};
