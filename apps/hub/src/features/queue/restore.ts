/**
 * Takes a tenant's routing over: reads what storage knows, lets the engine judge it, and says what must be written so
 * that storage and memory agree again. Commits nothing itself.
 */
import type {
  AgentId,
  InvitationId,
  Localized,
  MakeId,
  Presence,
  RoutingPlan,
  RoutingSettings,
  RuleId,
  TenantId,
} from "@lotse/protocol";
import {
  createRoutingState,
  type ItemDetails,
  itemOf,
  type RestoredItem,
  type RoutingEvent,
  type StepResult,
  step,
} from "@lotse/routing";
import type {
  AgentRecord,
  InvitationRecord,
  RoutingWrite,
  Storage,
  RoutingState as StoredRouting,
  WorkItemRecord,
} from "@lotse/storage";
import { type Book, createBook, enterInvitation, enterItem, type Memory } from "./book.ts";
import { CHAT, defaultPlan, destinationOf, newChat, profileOf } from "./defaultPlan.ts";
import { handWrites, invitationWrites, workItemWrite } from "./writes.ts";

export type RestoreStorage = Pick<Storage, "takeRouting" | "listAgents" | "listRules" | "readConversation">;

export interface Restored {
  readonly memory: Memory;
  readonly result: StepResult;
  readonly writes: readonly RoutingWrite[];
}

interface Request {
  readonly tenantId: TenantId;
  readonly settings: Partial<RoutingSettings>;
  readonly nowMs: number;
  readonly ids: MakeId;
  /** Given the agents whose slots open invitations hold. */
  readonly presenceOf: (id: AgentId, holders: ReadonlySet<AgentId>) => Presence;
}

/** Enters the items whose conversation is really open; answers the others. */
const enterItems = async (
  storage: RestoreStorage,
  { book, tenantId }: { readonly book: Book; readonly tenantId: TenantId },
  items: readonly WorkItemRecord[],
): Promise<readonly WorkItemRecord[]> => {
  const orphans: WorkItemRecord[] = [];
  for (const item of items) {
    // Another system's: not given out yet
    if (item.conversationId === null) continue;
    const conversation = await storage.readConversation(tenantId, item.conversationId);
    if (conversation === null || conversation.state === "ended") {
      orphans.push(item);
      continue;
    }
    const { visitId, topic } = conversation;
    const { id, skill, enqueuedAtMs } = item;
    enterItem(book, { id, conversationId: conversation.id, visitId, topic, skill, enqueuedAtMs });
  }
  return orphans;
};

/** Enters the invitations that can still be shown; answers the others. */
const enterInvitations = (
  book: Book,
  texts: ReadonlyMap<RuleId, Localized>,
  invitations: readonly InvitationRecord[],
): readonly InvitationRecord[] =>
  invitations.filter(record => {
    const text = texts.get(record.ruleId);
    if (text === undefined || !book.agents.has(record.agentId)) return true;
    enterInvitation(book, { record, text });
    return false;
  });

/** Of an item that a build without plans left behind, what routing must know follows from the skill. */
const restoredItem = (plan: RoutingPlan, record: WorkItemRecord): RestoredItem => {
  const isAssigned = record.state === "assigned";
  const assumed = { assignment: isAssigned ? 1 : 0, parked: null, visited: [] };
  const { channel, queueId } = record;
  // As `workItemWrite` put it there
  const stored = record.details as Partial<ItemDetails> | null;
  const known = queueId === null ? {} : { ...stored, channel, queueId };
  return { ...newChat(record, plan), ...assumed, ...known, agentId: isAssigned ? record.agentId : null };
};

/** Whose it was, as storage says. */
const storedHolder = ({ state, agentId }: WorkItemRecord): AgentId | null =>
  state === "assigned" || state === "parked" ? agentId : null;

interface Known {
  readonly book: Book;
  readonly stored: StoredRouting;
  readonly plan: RoutingPlan;
  readonly presenceOf: (agent: AgentRecord) => Presence;
}

const restoredEvent = ({ book, stored, plan, presenceOf }: Known): RoutingEvent => ({
  type: "restored",
  agents: [...book.agents.values()].map(agent => ({
    ...profileOf(agent),
    presence: presenceOf(agent),
    reason: null,
  })),
  items: stored.workItems.filter(item => book.items.has(item.id)).map(item => restoredItem(plan, item)),
  reservations: [...book.invitations.values()].map(({ record }) => ({
    id: record.id,
    agentId: record.agentId,
    expiresAtMs: record.expiresAtMs,
    channel: CHAT,
    ...destinationOf(plan, record.skill),
  })),
});

/** The stored items whose place the restored engine sees differently, and whose conversations they became. */
const movedWrites = (
  { workItems }: StoredRouting,
  step: { readonly book: Book; readonly result: StepResult; readonly ids: MakeId },
): readonly RoutingWrite[] =>
  workItems.flatMap(record => {
    const entry = step.book.items.get(record.id);
    const item = itemOf(step.result.state, record.id);
    if (entry === undefined || item === undefined) return [];
    const write = workItemWrite(entry, step.result.state, step.result.state);
    const handed = handWrites(step, entry, storedHolder(record));
    const { state, agentId, queueId } = write.item;
    const isSame = state === record.state && agentId === record.agentId && queueId === record.queueId;
    return handed.length === 0 && isSame ? [] : [...handed, write];
  });

const endedWrites = (
  book: Book,
  { state, effects }: StepResult,
  unshowable: readonly InvitationRecord[],
): readonly RoutingWrite[] => [
  ...unshowable.flatMap(record => invitationWrites(record, "withdrawn", state.atMs)),
  ...effects.flatMap(effect => {
    if (effect.effect !== "reservationEnded") return [];
    const record = book.invitations.get(effect.reservation.id as InvitationId)?.record;
    return record === undefined ? [] : invitationWrites(record, effect.reason, state.atMs);
  }),
];

export const restore = async (storage: RestoreStorage, request: Request): Promise<Restored> => {
  const { tenantId, settings, nowMs } = request;
  const stored = await storage.takeRouting(tenantId);
  const agents = await storage.listAgents(tenantId);
  const rules = await storage.listRules(tenantId);
  const book = createBook(agents);
  const orphans = await enterItems(storage, { book, tenantId }, stored.workItems);
  const texts = new Map(rules.map(rule => [rule.id, rule.text]));
  const unshowable = enterInvitations(book, texts, stored.invitations);
  const holders = new Set(stored.invitations.map(invitation => invitation.agentId));
  const skills = [
    ...agents.flatMap(agent => agent.skills.map(({ skill }) => skill)),
    ...rules.map(rule => rule.skill),
  ];
  const plan = defaultPlan(skills, settings);
  const presenceOf = (agent: AgentRecord) => request.presenceOf(agent.id, holders);
  const event = restoredEvent({ book, stored, plan, presenceOf });
  const result = step(createRoutingState(stored.epoch, plan), event, nowMs);
  const writes: readonly RoutingWrite[] = [
    ...orphans.map(item => ({ write: "workItem" as const, item: { ...item, state: "ended" as const } })),
    ...movedWrites(stored, { book, result, ids: request.ids }),
    ...endedWrites(book, result, unshowable),
  ];
  return { memory: { tenantId, epoch: stored.epoch, routing: result.state, book }, result, writes };
};
