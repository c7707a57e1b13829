/**
 * Why an item is where it is, in words that a console can tell: the engine's reasons, with people's names and the figures
 * behind them. Reads, decides nothing.
 */
import type { AgentId, WhyNot, WorkExplanation, WorkGiven, WorkItemId } from "@lotse/protocol";
import {
  agentOf,
  channelOf,
  explainItem,
  type Item,
  isClosed,
  isSomebodyOnDuty,
  itemOf,
  loadOf,
  type WhyNot as Obstacle,
} from "@lotse/routing";
import { handsOf, type Memory } from "./book.ts";
import { agentCardOf } from "./views.ts";

interface About {
  readonly memory: Memory;
  /** Null: something new. */
  readonly item: Pick<Item, "id" | "channel"> | { readonly id: null; readonly channel: Item["channel"] };
  readonly agentId: AgentId;
}

const fullOf = ({ memory, item, agentId }: About): WhyNot => {
  const { routing } = memory;
  const agent = agentOf(routing, agentId);
  const units = agent?.capacity ?? 0;
  const { weight: own } = channelOf(routing.plan, item.channel);
  const weight = own === "all" ? Math.max(units, 1) : own;
  return { why: "full", used: agent === undefined ? 0 : loadOf(agent), units, weight };
};

/** Somebody who is not there any more stands in nobody's way. */
const keptFor = (about: About, id: AgentId, tell: (agent: { id: AgentId; name: string }) => WhyNot) => {
  const card = agentCardOf(about.memory, id);
  return card === null ? [] : [tell(card)];
};

export const whyNotOf = (about: About, obstacle: Obstacle): readonly WhyNot[] => {
  switch (obstacle.not) {
    case "offline":
      return [{ why: "offline" }];
    case "away":
      return [{ why: "away", reason: obstacle.reason }];
    case "channelNotServed":
      return [{ why: "channelNotTaken" }];
    case "skillMissing":
      return [{ why: "skillMissing", skill: obstacle.skill }];
    case "levelTooLow": {
      const { skill, level, needed } = obstacle;
      return [{ why: "levelTooLow", skill, level, needed }];
    }
    case "full":
      return [fullOf(about)];
    case "channelLimit":
      return [{ why: "channelLimit", items: obstacle.items }];
    case "blending":
      return [{ why: "blending", ruleId: obstacle.ruleId }];
    case "interrupted":
      return [{ why: "interrupted", ruleId: obstacle.ruleId }];
    case "keptFor":
      return [{ why: "makingRoom", isForIt: obstacle.itemId === about.item.id }];
    case "pausedAfterPass":
      return [{ why: "paused", untilMs: obstacle.untilMs }];
    case "parkedFor":
      return keptFor(about, obstacle.agentId, agent => ({ why: "parkedFor", agent }));
    case "reservedFor": {
      const { agentId, untilMs } = obstacle;
      return keptFor(about, agentId, agent => ({ why: "keptForPreferred", agent, untilMs }));
    }
  }
};

/** What the last assignment was made by; after a restart as it was stored. */
const givenOf = (memory: Memory, item: Item): WorkGiven | null => {
  const { given } = handsOf(memory.book, item.id);
  const agent = given === null ? null : agentCardOf(memory, given.agentId);
  return given === null || agent === null ? null : { agent, atMs: given.atMs, ...given.why };
};

const holderOf = ({ place }: Item): AgentId | null => (place.at === "waiting" ? null : place.agentId);

export const explanationOf = (memory: Memory, id: WorkItemId): WorkExplanation | null => {
  const { routing } = memory;
  const item = itemOf(routing, id);
  const found = explainItem(routing, id);
  if (item === undefined || found === null) return null;
  const holder = holderOf(item);
  const { position, needs } = found;
  // As whoever waits is told: a pace says nothing while nobody is there to keep it
  const estimate = isSomebodyOnDuty(routing, item) ? found.estimate : null;
  return {
    workItemId: id,
    place: item.place.at,
    agent: holder === null ? null : agentCardOf(memory, holder),
    before: position === null ? null : position - 1,
    ...{ queueId: item.queueId, channel: item.channel, needs, relaxed: found.relaxedTo + 1 },
    priority: item.priority + (routing.plan.queues.find(queue => queue.id === item.queueId)?.priority ?? 0),
    enqueuedAtMs: item.enqueuedAtMs,
    dueAtMs: found.rank.dueAtMs,
    closed: isClosed(routing, item),
    estimate:
      estimate === null
        ? null
        : { expectedMs: estimate.expectedMs, lowMs: estimate.lowMs, highMs: estimate.highMs },
    agents: found.agents.flatMap(({ agentId, whyNot }) => {
      const agent = agentCardOf(memory, agentId);
      const about = { memory, item, agentId };
      return agent === null ? [] : [{ agent, whyNot: whyNot === null ? [] : whyNotOf(about, whyNot) }];
    }),
    given: givenOf(memory, item),
    sent: handsOf(memory.book, id).sent,
  };
};
