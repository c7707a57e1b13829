/** A queue service with everything around it faked, and what it told people. For tests. */
import type {
  AgentEvents,
  AgentId,
  ConversationId,
  ConversationView,
  QueueId,
  RoutingPlan,
  RoutingSettings,
  RuleId,
  SiteId,
  TenantId,
  TurnedAwayWhy,
  VisitId,
  VisitorEvents,
} from "@lotse/protocol";
import type { AgentRecord, ConversationRecord, RuleRecord } from "@lotse/storage";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import type { AgentActor, VisitorActor } from "../../../command.ts";
import type { QueueStorage } from "../office.ts";
import { createQueueService } from "../service.ts";
import { createMemoryStorage, type MemoryStorage } from "./memoryStorage.ts";

export const TENANT = "00000000-0000-4000-8000-0000000000f1" as TenantId;
export const SITE = "00000000-0000-4000-8000-0000000000f2" as SiteId;

const idOf = (prefix: string, n: number) => `00000000-0000-4000-${prefix}-${String(n).padStart(12, "0")}`;

export const agentRecord = (n: number, skills: readonly string[], capacity: number): AgentRecord => ({
  id: idOf("a000", n) as AgentId,
  accountId: `account-${n}`,
  name: `Agent ${n}`,
  email: `agent${n}@example.com`,
  role: "agent",
  skills: skills.map(skill => ({ skill, level: 3 })),
  capacity,
  channels: null,
  limits: [],
});

export const ruleRecord = (n: number, skill: string): RuleRecord => ({
  id: idOf("b000", n) as RuleId,
  siteId: SITE,
  name: `Rule ${n}`,
  version: 1,
  cel: "true",
  skill,
  text: { de: "Hilfe?", en: "Help?" },
  priority: 0,
  enabled: true,
});

export const agent = ({ id, name, role }: AgentRecord): AgentActor => ({
  kind: "agent",
  tenantId: TENANT,
  agentId: id,
  name,
  role,
});

export const visitor = (n: number): VisitorActor => ({
  kind: "visitor",
  tenantId: TENANT,
  siteId: SITE,
  visitId: idOf("9000", n) as VisitId,
});

/** Something somebody was told. */
export type Told =
  | {
      readonly [E in keyof VisitorEvents]: { to: VisitId; event: E; payload: VisitorEvents[E] };
    }[keyof VisitorEvents]
  | {
      readonly [E in keyof AgentEvents]: { to: AgentId | TenantId; event: E; payload: AgentEvents[E] };
    }[keyof AgentEvents]
  | {
      readonly to: AgentId;
      readonly event: "left" | "shareWanted";
      readonly payload: { readonly conversationId: ConversationId };
    }
  | {
      readonly to: VisitId;
      readonly event: "turnedAway";
      readonly payload: { readonly queueId: QueueId; readonly why: TurnedAwayWhy };
    }
  | { readonly to: VisitId; readonly event: "unknownWord"; readonly payload: string }
  | { readonly to: ConversationId; readonly event: "changed" | "ended"; readonly payload: null };

const viewOf = (record: ConversationRecord): ConversationView => ({
  id: record.id,
  visitId: record.visitId,
  state: record.state,
  agent: record.agentId === null ? null : { id: record.agentId, name: "" },
  topic: record.topic,
  position: null,
  openedAtMs: record.openedAtMs,
  endedAtMs: record.endedAtMs,
  lastSeq: record.lastSeq,
  receipts: record.receipts,
});

export interface DeskOptions<S extends QueueStorage> {
  readonly agents: readonly AgentRecord[];
  readonly rules?: readonly RuleRecord[];
  /** The saved one; without, the default. */
  readonly plan?: RoutingPlan;
  /** A restarted hub finds the same store and the same time. */
  readonly storage?: S;
  readonly clock?: FakeClock;
  readonly ids?: () => string;
  readonly cobrowsing?: ReadonlySet<ConversationId>;
  readonly settings?: Partial<RoutingSettings>;
  readonly lineEveryMs?: number;
  readonly onTold?: (told: Told, storage: S) => void;
}

/** Whoever brings no storage gets the one in memory. */
const memoryStorage = <S extends QueueStorage>({ agents, rules = [], plan }: DeskOptions<S>): S =>
  createMemoryStorage({ agents, rules, plan }) as QueueStorage as S;

export const openDesk = async <S extends QueueStorage = MemoryStorage>(options: DeskOptions<S>) => {
  const clock = options.clock ?? new FakeClock();
  const ids = options.ids ?? sequentialIds();
  const storage = options.storage ?? memoryStorage<S>(options);
  const told: Told[] = [];
  const logged: string[] = [];
  const forgotten: ConversationId[] = [];
  const tell = (to: string, event: string, payload: unknown): void => {
    const entry = { to, event, payload } as Told;
    told.push(entry);
    options.onTold?.(entry, storage);
  };
  const log = (event: string) => void logged.push(event);
  const queue = createQueueService({
    storage,
    clock,
    ids,
    publisher: { toVisit: tell, toAgent: tell, toAgents: tell },
    conversations: {
      viewOf: (_tenant, record) => viewOf(record),
      agentViewOf: async record => ({
        ...viewOf(record),
        visitorLabel: "",
        lastMessage: null,
        cobrowse: null,
      }),
      partiesChanged: (_tenant, id) => void forgotten.push(id),
      changed: async (_tenant, id) => tell(id, "changed", null),
      published: async (_tenant, messages) => {
        for (const message of messages) {
          const { conversationId } = message;
          tell(conversationId, "message:sent", { conversationId, messages: [message] });
        }
      },
    },
    labelOf: visitId => `Visitor ${visitId.slice(-2)}`,
    isCobrowsing: id => options.cobrowsing?.has(id) ?? false,
    contactsChanged: () => {},
    conversationEnded: async id => tell(id, "ended", null),
    assistantLeft: async (_tenant, conversationId, helper) => tell(helper, "left", { conversationId }),
    shareWanted: (_tenant, { agentId, conversationId }) => tell(agentId, "shareWanted", { conversationId }),
    turnedAway: ({ visitId }, by) => tell(visitId, "turnedAway", by),
    unknownWord: ({ visitId }, word) => tell(visitId, "unknownWord", word),
    conversationLeft: async (_tenant, id, former) => tell(former, "left", { conversationId: id }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.lineEveryMs === undefined ? {} : { lineEveryMs: options.lineEveryMs }),
    log: { info: log, warn: log, error: log },
  });
  await queue.start([TENANT]);
  return {
    queue,
    clock,
    ids,
    storage,
    told,
    logged,
    /** Whose parties were said to be others, in that order. */
    forgotten,
    /** When everything begun so far is done; false if the routing is lost for the moment. */
    settled: () =>
      queue.start([TENANT]).then(
        () => true,
        () => false,
      ),
    /** Lets time pass, and what falls due with it happen. */
    pass: async (ms: number) => {
      clock.advance(ms);
      await queue.start([TENANT]).catch(() => {});
    },
    /** The names of what was told since the last look. */
    events: () => told.splice(0).map(entry => entry.event),
    toldOf: <E extends Told["event"]>(event: E) =>
      told.filter((entry): entry is Extract<Told, { event: E }> => entry.event === event),
  };
};

export type Desk = Awaited<ReturnType<typeof openDesk<MemoryStorage>>>;
