/**
 * Work that is no conversation: what other systems put into the queue, and the callbacks that visitors ask for. In here it is
 * work like any other; how it came is somebody else's.
 */
import { LotseError, type TenantId, type VisitId, type WorkItemId } from "@lotse/protocol";
import { itemOf } from "@lotse/routing";
import type { NewOutsideItem, OutsideDesk } from "../../services.ts";
import type { OutsideEntry } from "./book.ts";
import { destinationOf } from "./defaultPlan.ts";
import type { Office, QueueDeps } from "./office.ts";
import type { Turn } from "./tenantRouting.ts";

const CALLBACK = "callback";

/** A number that a visitor left. */
export interface CallbackRequest {
  readonly id: string;
  readonly visitId: VisitId;
  readonly reach: string;
  readonly text: string;
}

export interface Items extends OutsideDesk {
  /** Becomes work of the channel "callback"; nothing if the plan has no such channel. */
  callbackLeft(tenantId: TenantId, request: CallbackRequest): Promise<void>;
}

const refuseUnknown = ({ memory }: Turn, { queueId, channel }: NewOutsideItem): void => {
  const { queues, channels } = memory.routing.plan;
  if (!queues.some(({ id }) => id === queueId))
    throw new LotseError("QUEUE_UNKNOWN", "There is no such queue");
  if (!channels.some(({ id }) => id === channel)) {
    throw new LotseError("CHANNEL_UNKNOWN", "There is no such channel");
  }
};

export const createItems = (deps: QueueDeps, office: Office): Items => {
  /** Asked in the turn: a commit that fails makes everything ring anew, and must not be another system's to cause. */
  const refuseKnown = async (
    tenantId: TenantId,
    { content: { outsideKey } }: NewOutsideItem,
  ): Promise<void> => {
    if ((await deps.storage.findOutsideItem(tenantId, { outsideKey })) === null) return;
    throw new LotseError("IDEMPOTENCY_MISMATCH", "This key is another work item's", { field: "key" });
  };

  const add = async (turn: Turn, item: NewOutsideItem): Promise<void> => {
    refuseUnknown(turn, item);
    await refuseKnown(turn.memory.tenantId, item);
    const { id, channel, queueId, priority, needs, preferredAgentId, content } = item;
    const enqueuedAtMs = deps.clock.nowMs();
    const { outsideKey: _key, fingerprint: _fingerprint, ...said } = content;
    const entry: OutsideEntry = {
      ...{ id, enqueuedAtMs, skill: null, conversationId: null, visitId: null, topic: null },
      content: said,
    };
    const isNew = { id, channel, queueId, priority, needs, preferredAgentId, enqueuedAtMs };
    // Nobody is there to be asked for a message instead: this is one
    await turn.step({ type: "itemAdded", item: isNew, isUnattended: true }, { outside: { entry, content } });
  };

  return {
    addWorkItem: (tenantId, item) => office.of(tenantId).routing.run(turn => add(turn, item)),
    endWorkItem: (tenantId, itemId) =>
      office.of(tenantId).routing.run(async turn => {
        const entry = turn.memory.book.items.get(itemId);
        if (entry === undefined || entry.conversationId !== null) return;
        await turn.step({ type: "itemEnded", itemId, holder: null });
      }),
    callbackLeft: (tenantId, { id, visitId, reach, text }) =>
      office.of(tenantId).routing.run(async turn => {
        const { memory } = turn;
        const { plan } = memory.routing;
        if (!plan.channels.some(channel => channel.id === CALLBACK)) return;
        // Who waited in a queue is called back from there
        const waitsAs = memory.book.itemOfVisit.get(visitId);
        const waiting = waitsAs === undefined ? undefined : itemOf(memory.routing, waitsAs);
        const { queueId: wanted, needs } = waiting ?? destinationOf(plan, null);
        const queue = plan.queues.find(({ id: known }) => known === wanted) ?? plan.queues[0];
        if (queue === undefined) return;
        const contact = { name: deps.labelOf(visitId), phone: reach };
        const outsideKey = `request:${id}`;
        await add(turn, {
          ...{ id: deps.ids() as WorkItemId, channel: CALLBACK, queueId: queue.id, needs, priority: 0 },
          preferredAgentId: null,
          content: { outsideKey, fingerprint: id, subject: reach, body: text, links: [], contact },
        });
      }),
  };
};
