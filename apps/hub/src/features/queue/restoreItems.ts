/**
 * Items as a former run left them: what the book says of each, what the engine must know of it, and what must be written
 * where the engine sees it differently now. Commits nothing itself.
 */
import type { AgentId, MakeId, RoutingPlan, TenantId, WorkItemId } from "@lotse/protocol";
import { itemOf, type RestoredItem, type StepResult } from "@lotse/routing";
import type {
  OutsideContent,
  RoutingWrite,
  Storage,
  RoutingState as StoredRouting,
  WorkItemRecord,
} from "@lotse/storage";
import { type Book, enterItem, handsOf } from "./book.ts";
import { newChat } from "./defaultPlan.ts";
import { changedHands, detailsIn } from "./details.ts";
import { workItemWrite } from "./itemWrites.ts";
import { handWrites } from "./writes.ts";

const enterTalk = async (
  storage: Pick<Storage, "readConversation">,
  { book, tenantId }: { readonly book: Book; readonly tenantId: TenantId },
  item: WorkItemRecord,
): Promise<boolean> => {
  const { id, skill, enqueuedAtMs, conversationId } = item;
  const conversation =
    conversationId === null ? null : await storage.readConversation(tenantId, conversationId);
  if (conversation === null || conversation.state === "ended") return false;
  const { visitId, topic } = conversation;
  enterItem(book, { id, conversationId: conversation.id, visitId, topic, skill, enqueuedAtMs });
  return true;
};

const enterOutside = (book: Book, item: WorkItemRecord, content: OutsideContent): void => {
  const { id, skill, enqueuedAtMs } = item;
  const { outsideKey: _key, fingerprint: _fingerprint, ...said } = content;
  enterItem(book, {
    ...{ id, skill, enqueuedAtMs, conversationId: null, visitId: null, topic: null },
    content: said,
  });
};

/** Enters other systems' items, and those whose conversation is really open; answers the others. */
export const enterItems = async (
  storage: Pick<Storage, "readConversation">,
  of: { readonly book: Book; readonly tenantId: TenantId },
  { workItems, contents }: StoredRouting,
): Promise<readonly WorkItemRecord[]> => {
  const said = new Map<WorkItemId, OutsideContent>(contents.map(({ id, content }) => [id, content]));
  const orphans: WorkItemRecord[] = [];
  for (const item of workItems) {
    const content = said.get(item.id);
    if (content !== undefined) enterOutside(of.book, item, content);
    else if (!(await enterTalk(storage, of, item))) {
      orphans.push(item);
      continue;
    }
    const kept = detailsIn(item);
    if (kept !== null) of.book.hands.set(item.id, { given: kept.given, notes: kept.notes, sent: kept.sent });
  }
  return orphans;
};

const isHeld = ({ state }: WorkItemRecord): boolean => state === "assigned" || state === "parked";

/** Of an item that a build without plans left behind, what routing must know follows from the skill. */
export const restoredItem = (plan: RoutingPlan, record: WorkItemRecord): RestoredItem => {
  const agentId = isHeld(record) ? record.agentId : null;
  const kept = detailsIn(record);
  if (kept === null || record.queueId === null) {
    return {
      ...newChat({ ...record, preferredAgentId: null }, plan),
      ...{ agentId, assignment: agentId === null ? 0 : 1, parked: null, visited: [] },
    };
  }
  const { id, enqueuedAtMs, channel, queueId } = record;
  const { given: _given, notes: _notes, sent: _sent, ...details } = kept;
  return { id, enqueuedAtMs, channel, queueId, agentId, ...details };
};

/** Whose it was, as storage says. */
const storedHolder = (record: WorkItemRecord): AgentId | null => (isHeld(record) ? record.agentId : null);

/** The stored items whose place the restored engine sees differently, and whose conversations they became. */
export const movedWrites = (
  { workItems }: StoredRouting,
  step: { readonly book: Book; readonly result: StepResult; readonly ids: MakeId },
): readonly RoutingWrite[] => {
  const { book, result } = step;
  const { state: now, effects } = result;
  const hands = changedHands(id => handsOf(book, id), effects, { atMs: now.atMs, note: null });
  for (const [id, after] of hands) book.hands.set(id, after);
  return workItems.flatMap(record => {
    const entry = book.items.get(record.id);
    if (entry === undefined || itemOf(now, record.id) === undefined) return [];
    const write = workItemWrite(entry, { from: now, to: now, hands: handsOf(book, record.id) });
    const handed =
      entry.conversationId === null
        ? []
        : handWrites({ ...step, routing: null }, entry, storedHolder(record));
    const { state, agentId, queueId } = write.item;
    const isSame = state === record.state && agentId === record.agentId && queueId === record.queueId;
    return handed.length === 0 && isSame ? [] : [...handed, write];
  });
};
