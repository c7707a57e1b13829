/**
 * Takes a tenant's routing over: reads what storage knows, lets the engine judge it, and says what must be written so
 * that storage and memory agree again. Commits nothing itself.
 */
import type {
  AgentCard,
  AgentId,
  Channel,
  ConversationId,
  InvitationId,
  MakeId,
  RoutingPlan,
  RoutingSettings,
  RuleId,
  TenantId,
} from "@lotse/protocol";
import {
  createRoutingState,
  type PlanInForce,
  type RoutingEvent,
  type RoutingState,
  type StepResult,
  step,
} from "@lotse/routing";
import type {
  AgentRecord,
  InvitationRecord,
  RoutingWrite,
  RuleRecord,
  Storage,
  RoutingState as StoredRouting,
} from "@lotse/storage";
import type { Attendance, Standing } from "./attendance.ts";
import { availabilityWrites } from "./availability.ts";
import { type Book, createBook, enterInvitation, type InvitationEntry, type Memory } from "./book.ts";
import { CHAT, CHAT_CHANNEL, defaultPlan, profileOf, reservedFrom } from "./defaultPlan.ts";
import { openingEvents } from "./hours.ts";
import { enterItems, enterWrappedUp, inOrderGiven, movedWrites, restoredItem } from "./restoreItems.ts";
import { cardIn } from "./views.ts";
import { restoredWrapUpWrites, storedWrapUps } from "./wrapUps.ts";
import { actionOf, invitationWrites, kindOf } from "./writes.ts";

export type RestoreStorage = Pick<
  Storage,
  "takeRouting" | "readPlan" | "findChannels" | "listAgents" | "listRules" | "readConversation"
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
  readonly ids: MakeId;
  /** Given the agents whose slots open invitations hold. */
  readonly standingOf: (id: AgentId, holders: ReadonlySet<AgentId>) => Standing;
  readonly isCobrowsing: (id: ConversationId) => boolean;
  /** Of whom an earlier memory of this hub knew. */
  readonly formerCardOf: (id: AgentId) => AgentCard | null;
  /** What they said last, before anybody's standing is asked. */
  readonly recall: Attendance["recall"];
}

/** Null: nobody knows any more what it says. */
const saidBy = (
  { manual }: InvitationRecord,
  rule: RuleRecord | undefined,
): Pick<InvitationEntry, "siteId" | "text" | "cobrowse"> | null => {
  if (manual !== undefined) return manual;
  if (rule === undefined) return null;
  return { siteId: rule.siteId, text: rule.text, cobrowse: actionOf(rule) === "inviteToCobrowse" };
};

/** Enters the invitations that can still be shown; answers the others. */
const enterInvitations = (
  book: Book,
  rules: ReadonlyMap<RuleId, RuleRecord>,
  invitations: readonly InvitationRecord[],
): readonly InvitationRecord[] =>
  invitations.filter(record => {
    const said = saidBy(record, rules.get(record.ruleId));
    if (said === null || !book.agents.has(record.agentId)) return true;
    enterInvitation(book, { record, ...said });
    return false;
  });

interface Known {
  readonly book: Book;
  readonly stored: StoredRouting;
  readonly plan: RoutingPlan;
  readonly standingOf: (agent: AgentRecord) => Standing;
  readonly isCobrowsing: (id: ConversationId) => boolean;
}

type RestoredEvent = Extract<RoutingEvent, { readonly type: "restored" }>;

const restoredEvent = ({ book, stored, plan, standingOf, isCobrowsing }: Known): RestoredEvent => ({
  type: "restored",
  agents: [...book.agents.values()].map(agent => ({
    ...profileOf(agent),
    ...standingOf(agent),
    wrapUps: storedWrapUps(stored, agent.id),
  })),
  items: inOrderGiven(book, stored.workItems)
    .filter(item => book.items.has(item.id))
    .map(item => ({
      ...restoredItem(plan, item),
      isCobrowsing: item.conversationId !== null && isCobrowsing(item.conversationId),
    })),
  reservations: [...book.invitations.values()].map(({ record }) => ({
    id: record.id,
    agentId: record.agentId,
    expiresAtMs: record.expiresAtMs,
    channel: CHAT,
    ...reservedFrom(plan, record),
  })),
});

const endedWrites = (
  book: Book,
  { state, effects }: StepResult,
  unshowable: readonly InvitationRecord[],
): readonly RoutingWrite[] => [
  ...unshowable.flatMap(record =>
    invitationWrites(record, "withdrawn", { atMs: state.atMs, action: "inviteToChat" }),
  ),
  ...effects.flatMap(effect => {
    if (effect.effect !== "reservationEnded") return [];
    const entry = book.invitations.get(effect.reservation.id as InvitationId);
    if (entry === undefined) return [];
    return invitationWrites(entry.record, effect.reason, { atMs: state.atMs, action: kindOf(entry) });
  }),
];

/** Channels that left the plan while something was open by them, as they were last; chat also as it is without a plan. */
const retiredChannels = async (
  storage: RestoreStorage,
  { tenantId, plan }: { readonly tenantId: TenantId; readonly plan: RoutingPlan },
  { items, reservations, agents }: RestoredEvent,
): Promise<readonly Channel[]> => {
  const wrapUps = agents.flatMap(agent => agent.wrapUps ?? []);
  const used = new Set([...items, ...reservations, ...wrapUps].map(({ channel }) => channel));
  for (const { id } of plan.channels) used.delete(id);
  if (used.size === 0) return [];
  const found = await storage.findChannels(tenantId, [...used]);
  const isChatMissing = used.has(CHAT) && !found.some(({ id }) => id === CHAT);
  return isChatMissing ? [...found, CHAT_CHANNEL] : found;
};

/** Knows nothing but the plan, and which of its queues are closed. */
const openState = (epoch: number, plan: PlanInForce, nowMs: number): RoutingState => {
  const fresh = createRoutingState(epoch, plan);
  return openingEvents(fresh, nowMs).reduce((state, event) => step(state, event, nowMs).state, fresh);
};

export const restore = async (storage: RestoreStorage, request: Request): Promise<Restored> => {
  const { tenantId, settings, nowMs } = request;
  const stored = await storage.takeRouting(tenantId);
  for (const { agentId, ...choice } of stored.choices) request.recall(agentId, choice);
  const agents = await storage.listAgents(tenantId);
  const rules = await storage.listRules(tenantId);
  const book = createBook(agents);
  const orphans = await enterItems(storage, { book, tenantId }, stored);
  await enterWrappedUp(storage, { book, tenantId, nowMs }, stored);
  const known = new Map(rules.map(rule => [rule.id, rule]));
  const unshowable = enterInvitations(book, known, stored.invitations);
  const holders = new Set(stored.invitations.map(invitation => invitation.agentId));
  const skills = [
    ...agents.flatMap(agent => agent.skills.map(({ skill }) => skill)),
    ...rules.map(rule => rule.skill).filter(skill => skill !== ""),
  ];
  const saved = await storage.readPlan(tenantId);
  book.hasOwnPlan = saved !== null;
  const plan = saved?.plan ?? defaultPlan(skills, settings);
  const standingOf = (agent: AgentRecord) => request.standingOf(agent.id, holders);
  const event = restoredEvent({ book, stored, plan, standingOf, isCobrowsing: request.isCobrowsing });
  const retired = await retiredChannels(storage, { tenantId, plan }, event);
  const inForce = retired.length === 0 ? plan : { ...plan, retired };
  const result = step(openState(stored.epoch, inForce, nowMs), event, nowMs);
  const cardOf = (id: AgentId) => cardIn(book, id) ?? request.formerCardOf(id);
  const writes: readonly RoutingWrite[] = [
    ...orphans.map(item => ({ write: "workItem" as const, item: { ...item, state: "ended" as const } })),
    ...movedWrites(stored, { book, result, ids: request.ids, cardOf }),
    ...endedWrites(book, result, unshowable),
    ...restoredWrapUpWrites(stored, result.state),
    ...availabilityWrites(null, result.state),
  ];
  return { memory: { tenantId, epoch: stored.epoch, routing: result.state, book }, result, writes };
};
