/** What storage is told of an item: where it is now, and what must be known of it again. Pure. */
import { type Item, itemOf, type RoutingState } from "@lotse/routing";
import type { OutsideContent, RoutingWrite, WorkItemState } from "@lotse/storage";
import type { ItemEntry } from "./book.ts";
import { CHAT } from "./defaultPlan.ts";
import { detailsFor, type Hands } from "./details.ts";

export type WorkItemWrite = Extract<RoutingWrite, { write: "workItem" }>;

const stateOf = (entry: ItemEntry, place: Item["place"] | undefined): WorkItemState => {
  if (place === undefined) return "ended";
  // A build that knows no parked conversations finds it at its agent
  return place.at === "parked" && entry.conversationId !== null ? "assigned" : place.at;
};

interface Between {
  readonly from: RoutingState;
  readonly to: RoutingState;
  readonly hands: Hands;
}

/** What storage keeps of the item where it is now; of one that ended, as it was last. */
export const workItemWrite = (
  entry: ItemEntry,
  { from, to, hands }: Between,
  content: OutsideContent | null = null,
): WorkItemWrite => {
  const item = itemOf(to, entry.id);
  const known = item ?? itemOf(from, entry.id);
  const place = known?.place;
  const { id, conversationId, skill, enqueuedAtMs } = entry;
  return {
    write: "workItem",
    item: {
      ...{ id, conversationId, skill, enqueuedAtMs, state: stateOf(entry, item?.place) },
      agentId: place === undefined || place.at === "waiting" ? null : place.agentId,
      ...{ channel: known?.channel ?? CHAT, queueId: known?.queueId ?? null },
      details: known === undefined ? null : detailsFor(known, hands),
      subject: entry.conversationId === null ? entry.content.subject : null,
    },
    ...(content === null ? {} : { content }),
  };
};
