/** What waits and what rings, as agents see it. Reads, decides nothing. */
import type { AgentId, LineMore, OfferView, QueueEntry, QueueId } from "@lotse/protocol";
import {
  type Agent,
  agentOf,
  demandOf,
  type Item,
  itemOf,
  type Offer,
  offerOf,
  unassignedItems,
  unfitFor,
} from "@lotse/routing";
import type { ItemEntry, Memory } from "./book.ts";
import type { LabelOf } from "./views.ts";
import { labelOfEntry, offerFromOf } from "./workViews.ts";

type WaitingDetails = Pick<QueueEntry, "channel" | "queueId" | "subject">;

const detailsOf = (entry: ItemEntry, item: Item | undefined): WaitingDetails => ({
  ...(item === undefined ? {} : { channel: item.channel, queueId: item.queueId }),
  subject: entry.conversationId === null ? entry.content.subject : null,
});

export const offerViewOf = (
  memory: Memory,
  offer: Offer,
  { labelOf, nowMs }: { readonly labelOf: LabelOf; readonly nowMs: number },
): OfferView | null => {
  const entry = memory.book.items.get(offer.itemId);
  if (entry === undefined) return null;
  const { conversationId, visitId, skill, topic } = entry;
  const from = offerFromOf(memory, offer);
  return {
    id: offer.id,
    workItemId: entry.id,
    ...{ conversationId, visitId, visitorLabel: labelOfEntry(entry, labelOf), skill, topic },
    ...detailsOf(entry, itemOf(memory.routing, offer.itemId)),
    ...(from === undefined ? {} : { from }),
    waitedMs: Math.max(0, nowMs - entry.enqueuedAtMs),
    expiresAtMs: offer.expiresAtMs,
  };
};

/** What rings at the agent, oldest first. */
export const ringingAt = ({ routing }: Memory, id: AgentId): readonly Offer[] => {
  const held = agentOf(routing, id)?.holds ?? [];
  return held.flatMap(hold => {
    const offer = hold.kind === "offer" ? offerOf(routing, hold.id) : undefined;
    return offer === undefined ? [] : [offer];
  });
};

/** Whoever looks at the line. Null: everybody, so that nobody in particular may pick. */
type Looker = Agent | null;

/** As far as the agent's skills go: whether there is room is told when the agent tries. */
const mayPick = ({ routing }: Memory, item: Item, agent: Looker): boolean => {
  if (agent === null || item.place.at !== "waiting") return false;
  if (routing.plan.queues.find(({ id }) => id === item.queueId)?.pick !== true) return false;
  const demand = demandOf(routing.plan, item);
  return (demand.soleFor === null || demand.soleFor === agent.id) && unfitFor(agent, demand) === null;
};

/** Nobody's yet, ringing ones included, highest-ranked first. */
export const queueOf = (
  memory: Memory,
  labelOf: LabelOf,
  looker: AgentId | null = null,
): readonly QueueEntry[] => {
  const agent = looker === null ? null : (agentOf(memory.routing, looker) ?? null);
  return unassignedItems(memory.routing).flatMap(item => {
    const entry = memory.book.items.get(item.id);
    if (entry === undefined) return [];
    const { conversationId, skill, topic, enqueuedAtMs } = entry;
    return [
      {
        workItemId: item.id,
        ...{ conversationId, visitorLabel: labelOfEntry(entry, labelOf), skill, topic, enqueuedAtMs },
        ...detailsOf(entry, item),
        dueAtMs: item.standing.dueAtMs,
        mayPick: mayPick(memory, item, agent),
      },
    ];
  });
};

/** Entries of each queue that a console is told; of the others, how many. A long line would be sent with every change of it. */
export const TOLD_OF_QUEUE = 100;

/** The line as it travels. */
export const toldLine = (
  line: readonly QueueEntry[],
): Required<LineMore> & { queue: readonly QueueEntry[] } => {
  const counts = new Map<QueueId | null, number>();
  const queue = line.filter(({ queueId = null }) => {
    const count = (counts.get(queueId) ?? 0) + 1;
    counts.set(queueId, count);
    return count <= TOLD_OF_QUEUE;
  });
  const more = [...counts].flatMap(([queueId, count]) =>
    count > TOLD_OF_QUEUE ? [{ queueId, count: count - TOLD_OF_QUEUE }] : [],
  );
  return { queue, more };
};

/** Whether anybody may pick anything at all: otherwise the line looks the same to everybody. */
export const isPickable = ({ routing }: Memory): boolean => routing.plan.queues.some(({ pick }) => pick);
