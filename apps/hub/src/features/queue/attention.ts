/**
 * What makes a conversation weigh more or less while an agent has it: co-browsing, and silence. Sessions and messages are
 * others' to keep; here the engine is only told.
 */
import { channelOf, itemOf } from "@lotse/routing";
import type { QueueService } from "../../services.ts";
import type { Memory } from "./book.ts";
import type { Office } from "./office.ts";

/** Whoever writes line after line is told to the engine once. */
const SAME_TOUCH_MS = 1_000;

export interface Attention {
  cobrowsing: QueueService["cobrowsing"];
  written: QueueService["written"];
}

const openItem = ({ book, routing }: Memory, conversationId: Parameters<Attention["written"]>[1]) => {
  const id = book.itemOfConversation.get(conversationId);
  return id === undefined ? undefined : itemOf(routing, id);
};

/** Whether silence means anything for the item, and the engine does not know of this line's moment yet. */
const isNews = (memory: Memory, item: NonNullable<ReturnType<typeof openItem>>, nowMs: number): boolean => {
  const then = channelOf(memory.routing.plan, item.channel).idle?.then ?? "keep";
  return then !== "keep" && (item.isIdle || nowMs - item.touchedAtMs >= SAME_TOUCH_MS);
};

export const createAttention = (
  deps: { readonly clock: { nowMs(): number } },
  office: Office,
): Attention => ({
  cobrowsing: (tenantId, conversationId, isCobrowsing) =>
    office.of(tenantId).routing.run(async turn => {
      const item = openItem(turn.memory, conversationId);
      if (item !== undefined) await turn.step({ type: "itemWeightSet", itemId: item.id, isCobrowsing });
    }),
  written: async (tenantId, conversationId) => {
    const own = office.known(tenantId)?.routing;
    const memory = own?.memory ?? null;
    const item = memory === null ? undefined : openItem(memory, conversationId);
    if (own === undefined || memory === null || item === undefined) return;
    if (!isNews(memory, item, deps.clock.nowMs())) return;
    await own.run(async turn => void (await turn.step({ type: "itemTouched", itemId: item.id })));
  },
});
