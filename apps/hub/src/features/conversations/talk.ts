/** What the two who talk may do: write, catch up, show that they write, mark how far they read. */
import {
  type Author,
  acknowledge,
  type CommandInput,
  type CommandOutput,
  type ConversationId,
  type HelpMode,
  LotseError,
  type Message,
  type TenantId,
} from "@lotse/protocol";
import type { ConversationRecord, Storage } from "@lotse/storage";
import type { Actor } from "../../command.ts";
import type { Publisher } from "../../publisher.ts";
import type { Helper, QueueService } from "../../services.ts";
import { type ParticipantCache, type Participants, takesPart } from "./participants.ts";
import type { Post } from "./post.ts";
import type { ConversationViews } from "./views.ts";

/** Messages in one answer to `conversation:resume`, and characters of their texts: an answer is never a slow consumer's undoing. */
const PAGE = 200;
const PAGE_TEXT = 200_000;

/** As many of the first as one answer carries; one at least. */
const pageOf = (found: readonly Message[]): readonly Message[] => {
  let room = PAGE_TEXT;
  const tooMany = found.findIndex(({ body }, index) => {
    room -= body.kind === "text" ? body.text.length : 0;
    return index >= PAGE || (index > 0 && room < 0);
  });
  return tooMany < 0 ? found : found.slice(0, tooMany);
};

/** What this feature's own commands ask for, beyond what the other features may. */
export interface ConversationCommands {
  mayTakePart(actor: Actor, conversationId: ConversationId): Promise<boolean>;
  /** Takes part, or was asked in by its agent to speak as well. */
  mayWrite(actor: Actor, conversationId: ConversationId): Promise<boolean>;
  /** Takes part, or was asked in by its agent. */
  mayRead(actor: Actor, conversationId: ConversationId): Promise<boolean>;
  send(actor: Actor, input: CommandInput<"message:send">): Promise<CommandOutput<"message:send">>;
  resume(
    actor: Actor,
    input: CommandInput<"conversation:resume">,
  ): Promise<CommandOutput<"conversation:resume">>;
  setTyping(actor: Actor, input: CommandInput<"typing:set">): Promise<void>;
  markReceipt(actor: Actor, input: CommandInput<"receipt:mark">): Promise<CommandOutput<"receipt:mark">>;
}

export interface TalkDeps {
  /** Lines were stored. Whoever is told does what it does by itself. */
  readonly written: (tenantId: TenantId, conversationId: ConversationId, by: Actor["kind"]) => void;
  readonly storage: Pick<Storage, "readMessages" | "markReceipt">;
  readonly publisher: Pick<Publisher, "toVisit" | "toAgent">;
  readonly participants: ParticipantCache;
  readonly post: Post;
  readonly views: ConversationViews;
  readonly findToRead: (actor: Actor, id: ConversationId) => Promise<ConversationRecord | null>;
  /** Of a colleague of its agent, asked in; null of everybody else. */
  readonly helpOf: (actor: Actor, id: ConversationId) => HelpMode | null;
  readonly helpersOf: (id: ConversationId) => readonly Helper[];
  readonly refuseStale: QueueService["refuseStale"];
}

const authorOf = (actor: Actor): Author =>
  actor.kind === "visitor"
    ? { kind: "visitor" }
    : { kind: "agent", agent: { id: actor.agentId, name: actor.name } };

const notFound = (): LotseError => new LotseError("NOT_FOUND", "There is no such conversation");

const createReading = (deps: TalkDeps): Pick<ConversationCommands, "resume"> => ({
  resume: async (actor, { conversationId, afterSeq }) => {
    const record = await deps.findToRead(actor, conversationId);
    if (record === null) throw notFound();
    // One more than is given away tells whether there is more.
    const query = { conversationId, afterSeq, limit: PAGE + 1 };
    const found = await deps.storage.readMessages(actor.tenantId, query);
    const messages = pageOf(found);
    return {
      conversation: deps.views.viewOf(actor.tenantId, record),
      messages,
      more: found.length > messages.length,
    };
  },
});

export const createTalk = (deps: TalkDeps): ConversationCommands => {
  const { publisher, participants } = deps;

  const speaks = (actor: Actor, id: ConversationId): boolean => deps.helpOf(actor, id) === "conference";

  const mine = async (actor: Actor, id: ConversationId): Promise<Participants> => {
    const found = await participants.of(actor.tenantId, id);
    if (found === null || !(takesPart(actor, found) || speaks(actor, id))) throw notFound();
    return found;
  };

  const mayTakePart: ConversationCommands["mayTakePart"] = async (actor, id) => {
    const found = await participants.of(actor.tenantId, id);
    return found !== null && takesPart(actor, found);
  };

  return {
    ...createReading(deps),
    mayTakePart,
    mayWrite: async (actor, id) => (await mayTakePart(actor, id)) || speaks(actor, id),
    mayRead: async (actor, id) => (await mayTakePart(actor, id)) || deps.helpOf(actor, id) !== null,
    send: async (actor, { conversationId, messages, assignment }) => {
      deps.refuseStale(conversationId, assignment);
      const author = authorOf(actor);
      const drafts = messages.map(({ clientId, text }) => ({
        conversationId,
        clientId,
        author,
        body: { kind: "text", text } as const,
      }));
      const outcomes = await deps.post.store(actor.tenantId, drafts);
      if (outcomes.some(({ ok }) => ok)) deps.written(actor.tenantId, conversationId, actor.kind);
      return acknowledge(outcomes);
    },
    setTyping: async (actor, { conversationId, typing }) => {
      const parties = await mine(actor, conversationId);
      const change = { conversationId, by: actor.kind, typing };
      if (actor.kind === "agent") {
        publisher.toVisit(parties.visitId, "typing:changed", change);
        return;
      }
      const helpers = deps.helpersOf(conversationId).map(({ agentId }) => agentId);
      for (const id of parties.agentId === null ? helpers : [parties.agentId, ...helpers]) {
        publisher.toAgent(id, "typing:changed", change);
      }
    },
    markReceipt: async (actor, { conversationId, deliveredSeq, readSeq }) => {
      const parties = await mine(actor, conversationId);
      const mark = { conversationId, side: actor.kind, deliveredSeq, readSeq };
      const receipt = await deps.storage.markReceipt(actor.tenantId, mark);
      const told = { ...receipt, conversationId, by: actor.kind };
      publisher.toVisit(parties.visitId, "receipt:marked", told);
      if (parties.agentId !== null) publisher.toAgent(parties.agentId, "receipt:marked", told);
      return receipt;
    },
  };
};
