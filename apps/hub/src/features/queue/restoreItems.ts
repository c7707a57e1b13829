/**
 * Items as a former run left them: what the book says of each, what the engine must know of it, and what must be written
 * where the engine sees it differently now. Commits nothing itself.
 */
import type { AgentCard, AgentId, RoutingPlan, TenantId, WorkItemId } from "@lotse/protocol";
import { itemOf, type RestoredItem } from "@lotse/routing";
import type {
  OutsideContent,
  RoutingWrite,
  Storage,
  RoutingState as StoredRouting,
  WorkItemRecord,
} from "@lotse/storage";
import { type Book, enterItem, handsOf, type OutsideEntry, type TalkEntry } from "./book.ts";
import { farewells } from "./conference.ts";
import { newChat } from "./defaultPlan.ts";
import { changedHands, detailsIn, type StoredDetails } from "./details.ts";
import { handWrites } from "./handover.ts";
import { workItemWrite } from "./itemWrites.ts";
import { noticeWriter, type Saying } from "./notices.ts";
import { runningAt } from "./wrapUps.ts";

type Conversations = Pick<Storage, "readConversation">;

const talkOf = async (
  storage: Conversations,
  tenantId: TenantId,
  { id, skill, enqueuedAtMs, conversationId }: WorkItemRecord,
): Promise<{ readonly entry: TalkEntry; readonly isOpen: boolean } | null> => {
  const conversation =
    conversationId === null ? null : await storage.readConversation(tenantId, conversationId);
  if (conversation === null) return null;
  const { visitId, topic, state } = conversation;
  const entry = { id, conversationId: conversation.id, visitId, topic, skill, enqueuedAtMs };
  return { entry, isOpen: state !== "ended" };
};

const outsideOf = ({ id, skill, enqueuedAtMs }: WorkItemRecord, content: OutsideContent): OutsideEntry => {
  const { outsideKey: _key, fingerprint: _fingerprint, ...said } = content;
  return {
    ...{ id, skill, enqueuedAtMs, conversationId: null, visitId: null, topic: null },
    content: said,
  };
};

const saidIn = ({ contents }: StoredRouting): ReadonlyMap<WorkItemId, OutsideContent> =>
  new Map(contents.map(({ id, content }) => [id, content]));

/** Enters other systems' items, and those whose conversation is really open; answers the others. */
export const enterItems = async (
  storage: Conversations,
  of: { readonly book: Book; readonly tenantId: TenantId },
  stored: StoredRouting,
): Promise<readonly WorkItemRecord[]> => {
  const said = saidIn(stored);
  const orphans: WorkItemRecord[] = [];
  for (const item of stored.workItems) {
    const content = said.get(item.id);
    const talk = content === undefined ? await talkOf(storage, of.tenantId, item) : null;
    if (content !== undefined) enterItem(of.book, outsideOf(item, content));
    else if (talk?.isOpen === true) enterItem(of.book, talk.entry);
    else {
      orphans.push(item);
      continue;
    }
    const kept = detailsIn(item);
    if (kept !== null) of.book.hands.set(item.id, { given: kept.given, notes: kept.notes, sent: kept.sent });
  }
  return orphans;
};

/** What has ended and is still in somebody's hands is described, too. */
export const enterWrappedUp = async (
  storage: Conversations,
  of: { readonly book: Book; readonly tenantId: TenantId; readonly nowMs: number },
  stored: StoredRouting,
): Promise<void> => {
  const [said, running] = [saidIn(stored), runningAt(stored, of.nowMs)];
  for (const item of stored.wrappedUp.filter(({ id }) => running.has(id))) {
    const content = said.get(item.id);
    const entry =
      content === undefined ? (await talkOf(storage, of.tenantId, item))?.entry : outsideOf(item, content);
    if (entry !== undefined) of.book.wrapUps.set(entry.id, entry);
  }
};

const isHeld = ({ state }: WorkItemRecord): boolean => state === "assigned" || state === "parked";

/** As agents had them in their lists. Of what waits the order is the engine's. */
export const inOrderGiven = (book: Book, items: readonly WorkItemRecord[]): readonly WorkItemRecord[] => {
  const sinceMs = ({ id, enqueuedAtMs }: WorkItemRecord) => handsOf(book, id).given?.atMs ?? enqueuedAtMs;
  return items.toSorted((one, other) => sinceMs(one) - sinceMs(other));
};

/** Of an item that a build without plans left behind, what routing must know follows from the skill. */
export const restoredItem = (plan: RoutingPlan, record: WorkItemRecord): RestoredItem => {
  const agentId = isHeld(record) ? record.agentId : null;
  const kept = detailsIn(record);
  if (kept === null || record.queueId === null) {
    return {
      ...newChat({ ...record, preferredAgentId: null }, plan),
      ...{ agentId, assignment: agentId === null ? 0 : 1, parked: null, visited: [], helpers: [] },
    };
  }
  const { id, enqueuedAtMs, channel, queueId } = record;
  const { given: _given, notes: _notes, sent: _sent, ...details } = kept;
  return { id, enqueuedAtMs, channel, queueId, agentId, ...details };
};

/** Whose it was, as storage says. */
const storedHolder = (record: WorkItemRecord): AgentId | null => (isHeld(record) ? record.agentId : null);

/** Who helped in it, as storage says. */
const storedHelp = (record: WorkItemRecord): StoredDetails["helpers"] => detailsIn(record)?.helpers ?? [];

interface Restoring extends Saying {
  readonly book: Book;
  /** Also of somebody who has just left the tenant, as far as this hub knew them. */
  readonly cardOf: (id: AgentId) => AgentCard | null;
}

/** What a conversation's people must be told: whose it became, and who of those that spoke there is not in it any more. */
const toldWrites = (step: Restoring, entry: TalkEntry, record: WorkItemRecord): readonly RoutingWrite[] => {
  const { state: after } = step.result;
  const speakers = storedHelp(record).flatMap(({ agentId, mode }) =>
    mode === "conference" ? [agentId] : [],
  );
  const notice = noticeWriter(step, entry.conversationId);
  return [
    ...handWrites({ ...step, before: null }, entry, storedHolder(record)),
    ...farewells(entry.id, speakers, { after, cardOf: step.cardOf }).map(notice),
  ];
};

/** The stored items whose place the restored engine sees differently, and whose conversations they became. */
export const movedWrites = ({ workItems }: StoredRouting, step: Restoring): readonly RoutingWrite[] => {
  const { book, result } = step;
  const { state: now, effects } = result;
  const hands = changedHands(id => handsOf(book, id), effects, { atMs: now.atMs, note: null });
  for (const [id, after] of hands) book.hands.set(id, after);
  return workItems.flatMap(record => {
    const entry = book.items.get(record.id);
    const item = itemOf(now, record.id);
    if (entry === undefined || item === undefined) return [];
    const write = workItemWrite(entry, { from: now, to: now, hands: handsOf(book, record.id) });
    const told = entry.conversationId === null ? [] : toldWrites(step, entry, record);
    const { state, agentId, queueId } = write.item;
    const isHelped = storedHelp(record).length === item.helpers.length;
    const isSame = state === record.state && agentId === record.agentId && queueId === record.queueId;
    return told.length === 0 && isSame && isHelped ? [] : [...told, write];
  });
};
