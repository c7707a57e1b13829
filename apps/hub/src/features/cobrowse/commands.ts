/** The commands of a co-browsing session. Access is taking part: in the conversation, or in the session itself. */
import type { CobrowseId, ConversationId } from "@lotse/protocol";
import { type Access, type Actor, type AnyCommand, defineCommand } from "../../command.ts";
import type { CobrowseService, ConversationService, QueueService } from "../../services.ts";
import type { SharingLog } from "./sharingLog.ts";

export interface CobrowseCommandDeps {
  readonly cobrowse: CobrowseService;
  readonly conversations: Pick<ConversationService, "findFor">;
  readonly refuseStale: QueueService["refuseStale"];
  readonly log: Pick<SharingLog, "read">;
}

export const createCobrowseCommands = (deps: CobrowseCommandDeps): readonly AnyCommand[] => {
  const { cobrowse } = deps;
  const inConversation = async (call: {
    readonly actor: Actor;
    readonly input: { readonly conversationId: ConversationId };
  }): Promise<Access> =>
    (await deps.conversations.findFor(call.actor, call.input.conversationId)) === null ? "deny" : "allow";
  const inSession = (call: {
    readonly actor: Actor;
    readonly input: { readonly cobrowseId: CobrowseId };
  }): Access => (cobrowse.find(call.actor, call.input.cobrowseId) === null ? "deny" : "allow");

  return [
    defineCommand({
      name: "cobrowse:request",
      audience: "agent",
      summary: "Asks the visitor to share the page. Nothing is shared before the visitor agrees.",
      access: inConversation,
      run: async ({ actor, input }) => {
        deps.refuseStale(input.conversationId, input.assignment);
        return { cobrowse: await cobrowse.request(actor, input.conversationId) };
      },
      audit: "cobrowse:requested",
      about: (_call, { cobrowse: asked }) => ({ cobrowseId: asked.id }),
    }),
    defineCommand({
      name: "cobrowse:answer",
      audience: "visitor",
      summary: "The visitor's consent to share the page, or refusal.",
      access: inSession,
      run: async ({ actor, input }) => ({ cobrowse: await cobrowse.answer(actor, input) }),
      audit: "cobrowse:answered",
      about: ({ input }) => ({ answer: input.answer }),
    }),
    defineCommand({
      name: "cobrowse:share",
      audience: "visitor",
      summary: "The visitor shares the page without having been asked; the click is the consent.",
      access: inConversation,
      run: async ({ actor, input }) => ({ cobrowse: await cobrowse.share(actor, input.conversationId) }),
      audit: "cobrowse:shared",
      about: (_call, { cobrowse: shared }) => ({ cobrowseId: shared.id }),
    }),
    defineCommand({
      name: "cobrowse:stop",
      audience: "both",
      summary: "Ends the sharing, or takes back the question. The other side is told at once.",
      access: inSession,
      run: async ({ actor, input }) => ({ cobrowse: await cobrowse.stop(actor, input.cobrowseId) }),
      audit: "cobrowse:stopped",
    }),
    defineCommand({
      name: "cobrowse:receipt",
      audience: "both",
      summary: "Who saw, pointed, was allowed what and did what while the conversation's pages were shared.",
      access: inConversation,
      run: async ({ actor, input }) => ({
        sharings: await deps.log.read(actor.tenantId, input.conversationId),
      }),
      audit: "none",
    }),
  ];
};
