/**
 * Conversations: who takes part, what each side sees, and telling them what was stored. Knows neither routing nor
 * transports.
 */
import {
  type AgentId,
  type ClientMessageId,
  type Clock,
  type ConversationId,
  type HelpMode,
  LotseError,
  type MakeId,
} from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { Actor } from "../../command.ts";
import type { Publisher } from "../../publisher.ts";
import type { ConversationService } from "../../services.ts";
import { createParticipantCache, takesPart } from "./participants.ts";
import { createPost } from "./post.ts";
import { createPagePusher, type PagePusher, type PushDeps } from "./push.ts";
import { type ConversationCommands, createTalk, type TalkDeps } from "./talk.ts";
import { type ConversationViewDeps, createConversationViews } from "./views.ts";

export interface ConversationServiceDeps extends ConversationViewDeps, PushDeps {
  readonly storage: Storage;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly written: TalkDeps["written"];
  readonly refuseStale: TalkDeps["refuseStale"];
  readonly helpedBy: (id: AgentId) => readonly ConversationId[];
}

export const createConversationService = (
  deps: ConversationServiceDeps,
): ConversationService & ConversationCommands & PagePusher => {
  const { storage, publisher } = deps;
  const views = createConversationViews(deps);
  const participants = createParticipantCache((tenantId, id) => storage.readConversation(tenantId, id));
  const post = createPost({ ...deps, participants });
  const { viewOf, agentViewOf } = views;

  const findFor: ConversationService["findFor"] = async (actor, id) => {
    const record = await storage.readConversation(actor.tenantId, id);
    return record !== null && takesPart(actor, record) ? record : null;
  };

  const helpOf = (actor: Actor, id: ConversationId): HelpMode | null => {
    const own = actor.kind === "agent" ? actor.agentId : null;
    return deps.helpersOf(id).find(({ agentId }) => agentId === own)?.mode ?? null;
  };

  /** Of ids that are another tenant's nobody reads along. */
  const findToRead: ConversationService["findFor"] = async (actor, id) => {
    const record = await storage.readConversation(actor.tenantId, id);
    return record !== null && (takesPart(actor, record) || helpOf(actor, id) !== null) ? record : null;
  };

  const findToWrite: ConversationService["findFor"] = async (actor, id) => {
    const record = await findToRead(actor, id);
    return record !== null && (takesPart(actor, record) || helpOf(actor, id) === "conference")
      ? record
      : null;
  };

  return {
    ...createTalk({ ...deps, participants, post, views, findToRead, helpOf }),
    ...createPagePusher({ ...deps, post, findToWrite }),
    findFor,
    viewOf,
    agentViewOf,
    published: post.tell,
    listFor: async actor => {
      const own = await storage.listAgentConversations(actor.tenantId, actor.agentId);
      const helped = await Promise.all(
        deps.helpedBy(actor.agentId).map(id => storage.readConversation(actor.tenantId, id)),
      );
      const records = [...own, ...helped.filter(record => record !== null)];
      return Promise.all(records.map(record => agentViewOf(record, actor)));
    },
    openOf: async actor => {
      const record = await storage.findOpenConversation(actor.tenantId, actor.visitId);
      return record === null ? null : viewOf(actor.tenantId, record);
    },
    partiesChanged: participants.forget,
    changed: async (tenantId, id) => {
      participants.forget(tenantId, id);
      const record = await storage.readConversation(tenantId, id);
      if (record === null) return;
      publisher.toVisit(record.visitId, "conversation:changed", viewOf(tenantId, record));
      const helpers = deps.helpersOf(id).map(({ agentId }) => agentId);
      for (const agentId of record.agentId === null ? helpers : [record.agentId, ...helpers]) {
        const view = await agentViewOf(record, { tenantId, agentId });
        publisher.toAgent(agentId, "conversation:changed", view);
      }
    },
    left: async (tenantId, id, former) => {
      const record = await storage.readConversation(tenantId, id);
      if (record === null || record.agentId === former) return;
      // What is said from now on is not for them
      const view = { ...viewOf(tenantId, record), lastMessage: null, cobrowse: null };
      const visitorLabel = deps.labelOf(record.visitId);
      publisher.toAgent(former, "conversation:changed", { ...view, visitorLabel });
    },
    notice: async (tenantId, conversationId, body) => {
      const clientId = deps.ids() as ClientMessageId;
      const draft = { conversationId, clientId, author: { kind: "system" }, body } as const;
      const [outcome] = await post.store(tenantId, [draft]);
      if (outcome?.ok !== true)
        throw new LotseError(outcome?.code ?? "INTERNAL", "The notice was not stored");
    },
  };
};
