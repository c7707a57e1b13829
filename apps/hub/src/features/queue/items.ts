/**
 * Work that is no conversation: what other systems put into the queue, and what visitors leave instead of waiting. In here it is
 * work like any other; how it came is somebody else's.
 */
import { type ContactRequestView, LotseError, type TenantId, type WorkItemId } from "@lotse/protocol";
import type { NewOutsideItem, OutsideDesk } from "../../services.ts";
import type { OutsideEntry } from "./book.ts";
import { type Asked, leftWorkOf, type Matter, matterOf } from "./leftWork.ts";
import type { Office, QueueDeps } from "./office.ts";
import type { Turn } from "./tenantRouting.ts";

export interface Items extends OutsideDesk {
  /** What a visitor's request is about; null as long as no routing was taken. */
  matterOf(tenantId: TenantId, asked: Asked): Matter | null;
  /** A callback or a message becomes work, if the plan has a channel for such. */
  requestLeft(tenantId: TenantId, request: ContactRequestView): Promise<void>;
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

  /** Left again, because an answer was lost. */
  const isLeft = async (tenantId: TenantId, { content: { outsideKey } }: Omit<NewOutsideItem, "id">) =>
    (await deps.storage.findOutsideItem(tenantId, { outsideKey })) !== null;

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
    matterOf: (tenantId, asked) => {
      const memory = office.known(tenantId)?.routing.memory ?? null;
      return memory && matterOf(memory, asked);
    },
    requestLeft: (tenantId, request) =>
      office.of(tenantId).routing.run(async turn => {
        const work = leftWorkOf(turn.memory, request, deps.labelOf);
        if (work === null || (await isLeft(tenantId, work))) return;
        await add(turn, { ...work, id: deps.ids() as WorkItemId });
      }),
  };
};
