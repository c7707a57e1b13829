/**
 * Takes a tenant's routing over: reads what storage knows, lets the engine judge it, and says what must be written so
 * that storage and memory agree again. Commits nothing itself.
 */
import type {
  AgentId,
  InvitationId,
  MakeId,
  RoutingPlan,
  RoutingSettings,
  RuleId,
  TenantId,
} from "@lotse/protocol";
import {
  createRoutingState,
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
import { type Book, createBook, enterInvitation, type Memory } from "./book.ts";
import { CHAT, defaultPlan, destinationOf, profileOf } from "./defaultPlan.ts";
import { openingEvents } from "./hours.ts";
import { enterItems, movedWrites, restoredItem } from "./restoreItems.ts";
import { actionOf, invitationWrites, kindOf } from "./writes.ts";

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
  readonly ids: MakeId;
  /** Given the agents whose slots open invitations hold. */
  readonly standingOf: (id: AgentId, holders: ReadonlySet<AgentId>) => Standing;
  /** What they said last, before anybody's standing is asked. */
  readonly recall: Attendance["recall"];
}

/** Enters the invitations that can still be shown; answers the others. */
const enterInvitations = (
  book: Book,
  rules: ReadonlyMap<RuleId, RuleRecord>,
  invitations: readonly InvitationRecord[],
): readonly InvitationRecord[] =>
  invitations.filter(record => {
    const rule = rules.get(record.ruleId);
    if (rule === undefined || !book.agents.has(record.agentId)) return true;
    const cobrowse = actionOf(rule) === "inviteToCobrowse";
    enterInvitation(book, { record, text: rule.text, cobrowse });
    return false;
  });

interface Known {
  readonly book: Book;
  readonly stored: StoredRouting;
  readonly plan: RoutingPlan;
  readonly standingOf: (agent: AgentRecord) => Standing;
}

const restoredEvent = ({ book, stored, plan, standingOf }: Known): RoutingEvent => ({
  type: "restored",
  agents: [...book.agents.values()].map(agent => ({
    ...profileOf(agent),
    ...standingOf(agent),
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

/** Knows nothing but the plan, and which of its queues are closed. */
const openState = (epoch: number, plan: RoutingPlan, nowMs: number): RoutingState => {
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
  const event = restoredEvent({ book, stored, plan, standingOf });
  const result = step(openState(stored.epoch, plan, nowMs), event, nowMs);
  const writes: readonly RoutingWrite[] = [
    ...orphans.map(item => ({ write: "workItem" as const, item: { ...item, state: "ended" as const } })),
    ...movedWrites(stored, { book, result, ids: request.ids }),
    ...endedWrites(book, result, unshowable),
    ...availabilityWrites(null, result.state),
  ];
  return { memory: { tenantId, epoch: stored.epoch, routing: result.state, book }, result, writes };
};
