/**
 * Takes a tenant's routing over: reads what storage knows, lets the engine judge it, and says what must be written so
 * that storage and memory agree again. Commits nothing itself.
 */
import type {
  AgentId,
  InvitationId,
  Localized,
  Presence,
  RoutingPlan,
  RoutingSettings,
  RuleId,
  TenantId,
} from "@lotse/protocol";
import {
  createRoutingState,
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
import { invitationWrites } from "./writes.ts";

export type RestoreStorage = Pick<
  Storage,
  "takeRouting" | "readPlan" | "listAgents" | "listRules" | "readConversation"
>;

export interface Restored {
  readonly memory: Memory;
  readonly result: StepResult;
  readonly writes: readonly RoutingWrite[];
}

interface Request {
  readonly tenantId: TenantId;
  readonly settings: Partial<RoutingSettings>;
  readonly nowMs: number;
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

/** What routing needs to know of an item and storage does not keep yet follows from the skill. */
const restoredItem = (plan: RoutingPlan, record: WorkItemRecord): RestoredItem => ({
  ...newChat(record, plan),
  agentId: record.state === "assigned" ? record.agentId : null,
  assignment: record.state === "assigned" ? 1 : 0,
  parked: null,
  visited: [],
});

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

/** The stored items whose place the restored engine sees differently. */
const movedWrites = (stored: StoredRouting, { state }: StepResult): readonly RoutingWrite[] =>
  stored.workItems.flatMap(record => {
    const place = itemOf(state, record.id)?.place;
    if (place === undefined) return [];
    const agentId = place.at === "waiting" ? null : place.agentId;
    if (place.at === "parked") return [];
    if (place.at === record.state && agentId === record.agentId) return [];
    return [{ write: "workItem" as const, item: { ...record, state: place.at, agentId } }];
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
  const saved = await storage.readPlan(tenantId);
  book.hasOwnPlan = saved !== null;
  const plan = saved?.plan ?? defaultPlan(skills, settings);
  const presenceOf = (agent: AgentRecord) => request.presenceOf(agent.id, holders);
  const event = restoredEvent({ book, stored, plan, presenceOf });
  const result = step(createRoutingState(stored.epoch, plan), event, nowMs);
  const writes: readonly RoutingWrite[] = [
    ...orphans.map(item => ({ write: "workItem" as const, item: { ...item, state: "ended" as const } })),
    ...movedWrites(stored, result),
    ...endedWrites(book, result, unshowable),
  ];
  return { memory: { tenantId, epoch: stored.epoch, routing: result.state, book }, result, writes };
};
