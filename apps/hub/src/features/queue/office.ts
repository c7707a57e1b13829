/** What the parts of the queue feature share: the tenants' routing, and what each remembers. Wiring only. */
import {
  type AgentId,
  type Clock,
  type ConversationForAgent,
  type ConversationId,
  type ConversationView,
  LotseError,
  type MakeId,
  type QueueId,
  type RoutingSettings,
  type TenantId,
  type TurnedAwayWhy,
} from "@lotse/protocol";
import type { RoutingEffect } from "@lotse/routing";
import type { ConversationRecord, Storage } from "@lotse/storage";
import type { AgentActor, VisitorActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";
import type { ConversationService } from "../../services.ts";
import { type AnnounceDeps, type Announcer, createAnnouncer } from "./announce.ts";
import { type Attendance, createAttendance } from "./attendance.ts";
import { createOpeningHours, type OpeningHours } from "./hours.ts";
import { createLineTeller, LINE_EVERY_MS, type LineTeller } from "./lineTeller.ts";
import { createRecollection, type Recollection } from "./recollection.ts";
import { createTenantRouting, type TenantRouting } from "./tenantRouting.ts";

export type QueueStorage = Pick<
  Storage,
  | ("takeRouting" | "commitRouting" | "readPlan" | "findChannels" | "listAgents" | "listRules")
  | ("readConversation" | "findOpenConversation" | "findLastAgent" | "findOutsideItem")
>;

export interface QueueDeps {
  readonly storage: QueueStorage;
  readonly publisher: AnnounceDeps["publisher"];
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly conversations: Pick<
    ConversationService,
    "viewOf" | "agentViewOf" | "partiesChanged" | "changed" | "published"
  >;
  readonly conversationLeft: AnnounceDeps["conversationLeft"];
  readonly assistantLeft: AnnounceDeps["assistantLeft"];
  /** The page is shared with the conversation's agent now. */
  readonly isCobrowsing: (id: ConversationId) => boolean;
  readonly labelOf: AnnounceDeps["labelOf"];
  readonly conversationEnded: AnnounceDeps["conversationEnded"];
  readonly contactsChanged: AnnounceDeps["contactsChanged"];
  /** Who wanted to begin a conversation was refused by a rule of the queue: for those who answer for its rules. */
  readonly turnedAway: (
    actor: VisitorActor,
    by: { readonly queueId: QueueId; readonly why: TurnedAwayWhy },
  ) => void;
  /** A page asks for a queue or a skill that there is not: for those who write pages. */
  readonly unknownWord: (actor: VisitorActor, word: string) => void;
  /** An invitation to share the page was accepted: its agent asks for it. Never rejects. */
  readonly shareWanted: (
    tenantId: TenantId,
    of: { readonly agentId: AgentId; readonly conversationId: ConversationId },
  ) => void;
  /** Other time-outs than the engine's own. */
  readonly settings?: Partial<RoutingSettings>;
  /** Consoles are told of the line at most so often; 0: of every change by itself. */
  readonly lineEveryMs?: number;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/** A restarted hub waits this long for agents whose invitations are on visitors' screens. */
const GRACE_MS = 10_000;
/** A reload of the console takes no longer; what is on visitors' screens is not withdrawn for one. */
export const RELOAD_MS = 2_000;

export interface TenantOffice {
  readonly tenantId: TenantId;
  readonly routing: TenantRouting;
  readonly attendance: Attendance;
  /** Takes the invitations of a lost console off the screens. */
  withdraw(agentId: AgentId): Promise<void>;
  readonly past: Recollection;
  readonly hours: OpeningHours;
  readonly line: LineTeller;
}

export interface Office {
  /** Made when first asked for; its routing is taken with its first job. */
  of(tenantId: TenantId): TenantOffice;
  /** Null if nobody asked for the tenant yet. */
  known(tenantId: TenantId): TenantOffice | null;
  all(): Iterable<TenantOffice>;
  close(): Promise<void>;
}

export const createOffice = (deps: QueueDeps): Office => {
  const offices = new Map<TenantId, TenantOffice>();
  const announcerWith = (line: LineTeller): Announcer =>
    createAnnouncer({
      ...deps,
      line,
      partiesChanged: deps.conversations.partiesChanged,
      conversationChanged: deps.conversations.changed,
      messagesStored: deps.conversations.published,
    });

  const open = (tenantId: TenantId): TenantOffice => {
    const past = createRecollection();
    const leave = (agentId: AgentId): void => {
      routing
        .run(turn => turn.step({ type: "presenceSet", agentId, ...attendance.standingOf(agentId) }))
        .catch(error =>
          deps.log.warn("agent not taken off duty", { tenantId, agentId, ...errorFields(error) }),
        );
    };
    const withdraw: TenantOffice["withdraw"] = agentId =>
      routing.run(async turn => {
        // Who is back meanwhile answers for them
        if (attendance.isLost(agentId)) await turn.step({ type: "consoleLost", agentId });
      });
    const line = createLineTeller({
      ...deps,
      memoryNow: () => (routing.isCurrent ? routing.memory : null),
      everyMs: deps.lineEveryMs ?? LINE_EVERY_MS,
    });
    const attendance = createAttendance({
      clock: deps.clock,
      ...{ graceMs: GRACE_MS, reloadMs: RELOAD_MS },
      onAbsent: leave,
      onLost: agentId => {
        withdraw(agentId).catch(error =>
          deps.log.warn("invitations not withdrawn", { tenantId, agentId, ...errorFields(error) }),
        );
      },
    });
    const routing: TenantRouting = createTenantRouting({
      ...deps,
      tenantId,
      settings: deps.settings ?? {},
      announcer: announcerWith(line),
      recall: attendance.recall,
      standingOf: (id, holders) => {
        if (routing.memory === null && holders.has(id)) attendance.expect(id);
        return attendance.standingOf(id);
      },
      past: {
        taken: memory => {
          past.taken(memory);
          hours.watch(memory.routing.plan);
        },
        committed: (memory, effects) => {
          past.committed(memory, effects);
          // Also what the engine decided: who is away stays away until they say otherwise
          for (const effect of effects) {
            if (effect.effect !== "presenceChanged" || effect.presence === "offline") continue;
            attendance.choose(effect.agentId, { presence: effect.presence, reason: effect.reason });
          }
        },
      },
    });
    const hours = createOpeningHours({ tenantId, clock: deps.clock, run: routing.run, log: deps.log });
    return { tenantId, routing, attendance, withdraw, past, hours, line };
  };

  return {
    of: tenantId => {
      const office = offices.get(tenantId) ?? open(tenantId);
      offices.set(tenantId, office);
      return office;
    },
    known: tenantId => offices.get(tenantId) ?? null,
    all: () => offices.values(),
    close: async () => {
      for (const { attendance, hours, line } of offices.values()) {
        attendance.close();
        hours.close();
        line.close();
      }
      await Promise.all([...offices.values()].map(({ routing }) => routing.close()));
    },
  };
};

export const isRejected = (effects: readonly RoutingEffect[]): boolean =>
  effects.some(effect => effect.effect === "rejected");

/** Reads what was just committed, for the answer. */
export const createReader = (deps: QueueDeps) => {
  const record = async (tenantId: TenantId, id: ConversationId): Promise<ConversationRecord> => {
    const found = await deps.storage.readConversation(tenantId, id);
    if (found === null) throw new LotseError("NOT_FOUND", "There is no such conversation");
    return found;
  };
  return {
    record,
    forVisitor: async (tenantId: TenantId, id: ConversationId): Promise<ConversationView> =>
      deps.conversations.viewOf(tenantId, await record(tenantId, id)),
    forAgent: async (
      actor: Pick<AgentActor, "tenantId" | "agentId">,
      id: ConversationId,
    ): Promise<ConversationForAgent> =>
      deps.conversations.agentViewOf(await record(actor.tenantId, id), actor),
  };
};

export type Reader = ReturnType<typeof createReader>;
