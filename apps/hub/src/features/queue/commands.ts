/** The queue's commands. Invitations and offers may be answered only by those on whose screen they are or were. */
import { type Clock, LotseError } from "@lotse/protocol";
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { ConversationService, QueueService, RequestService } from "../../services.ts";
import { toldLine } from "./lineViews.ts";
import type { QueueCommands, QueueParts } from "./service.ts";
import { createWorkCommands } from "./workCommands.ts";

export interface QueueCommandDeps {
  readonly queue: QueueService & QueueCommands & Pick<QueueParts, "work" | "desk">;
  readonly conversations: Pick<ConversationService, "listFor">;
  readonly requests: Pick<RequestService, "list">;
  readonly clock: Clock;
}

/** A text that is empty is none: a site's attribute may be there without a value. */
const filled = (text: string | undefined): string | null => {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
};

const visitorCommands = ({ queue }: QueueCommandDeps): readonly AnyCommand[] => [
  defineCommand({
    name: "invitation:answer",
    audience: "visitor",
    summary: "Accepts or declines the invitation on the visitor's screen.",
    access: ({ actor, input }) => (queue.mayAnswerInvitation(actor, input.invitationId) ? "allow" : "deny"),
    run: ({ actor, input }) => queue.answerInvitation(actor, input),
    audit: "none",
  }),
  defineCommand({
    name: "contact:look",
    audience: "visitor",
    summary: "What a visitor would meet who wrote now: somebody free, a place and a wait, or closed.",
    access: () => "allow",
    run: async ({ actor, input }) => ({
      contact: await queue.outlook({ actor, topic: filled(input.topic), skill: filled(input.skill) }),
    }),
    audit: "none",
  }),
  defineCommand({
    name: "conversation:open",
    audience: "visitor",
    summary: "Opens a conversation, or answers the one that is open.",
    access: () => "allow",
    run: async ({ actor, input }) => ({
      conversation: await queue.openConversation({
        actor,
        topic: filled(input.topic),
        skill: filled(input.skill),
      }),
    }),
    audit: "none",
  }),
];

const agentCommands = ({ queue }: QueueCommandDeps): readonly AnyCommand[] => [
  defineCommand({
    name: "presence:set",
    audience: "agent",
    summary: "Goes on or off duty; away withdraws the agent's invitations and passes on what rings.",
    access: () => "allow",
    run: async ({ actor, input: { presence, reason } }) => ({
      agent: await queue.setPresence(actor, { presence, reason: filled(reason) }),
    }),
    audit: "presence:set",
  }),
  defineCommand({
    name: "offer:accept",
    audience: "agent",
    summary: "Takes the work that rings.",
    access: ({ actor, input }) => (queue.mayAnswerOffer(actor, input.offerId) ? "allow" : "deny"),
    run: ({ actor, input }) => queue.acceptOffer(actor, input.offerId),
    audit: "none",
  }),
  defineCommand({
    name: "offer:decline",
    audience: "agent",
    summary: "Passes on the work that rings; the next agent is asked.",
    access: ({ actor, input }) => (queue.mayAnswerOffer(actor, input.offerId) ? "allow" : "deny"),
    run: async ({ actor, input }) => {
      await queue.declineOffer(actor, input.offerId);
      return {};
    },
    audit: "none",
  }),
];

const openConsole = ({ queue, conversations, requests, clock }: QueueCommandDeps): AnyCommand =>
  defineCommand({
    name: "console:open",
    audience: "agent",
    summary:
      "All a console shows at first: the agent, what rings, his work, who waits, what was left, who else there is.",
    access: () => "allow",
    run: async ({ actor }) => {
      const agent = queue.agentView(actor.tenantId, actor.agentId);
      if (agent === null) throw new LotseError("NOT_FOUND", "There is no such agent");
      const [mine, left] = await Promise.all([conversations.listFor(actor), requests.list(actor.tenantId)]);
      const { work, meter } = queue.desk.workOf(actor) ?? {};
      return {
        serverNowMs: clock.nowMs(),
        agent,
        offers: queue.offersOf(actor.agentId),
        conversations: mine,
        ...toldLine(queue.desk.lineFor(actor)),
        requests: left,
        ...(work === undefined || meter === undefined ? {} : { work, meter }),
        colleagues: queue.desk.colleaguesOf(actor),
      };
    },
    audit: "none",
  });

export const createQueueCommands = (deps: QueueCommandDeps): readonly AnyCommand[] => [
  ...visitorCommands(deps),
  ...agentCommands(deps),
  ...createWorkCommands(deps.queue.work),
  openConsole(deps),
  defineCommand({
    name: "conversation:end",
    audience: "both",
    summary: "Ends a conversation, for both sides.",
    access: async ({ actor, input }) =>
      (await deps.queue.mayEnd(actor, input.conversationId)) ? "allow" : "deny",
    run: async ({ actor, input }) => {
      deps.queue.refuseStale(input.conversationId, input.assignment);
      await deps.queue.endConversation(actor, input.conversationId);
      return {};
    },
    audit: "none",
  }),
];
