/** Where a visitor stands, and the visit as its agent sees it. */
import type {
  Clock,
  CobrowseView,
  ConversationId,
  ConversationView,
  InvitationMissed,
  InvitationView,
  VisitId,
} from "@lotse/protocol";
import { type AnyCommand, defineCommand, type VisitorActor } from "../../command.ts";
import type { VisitCommands } from "./service.ts";

export interface VisitCommandDeps {
  readonly visits: VisitCommands;
  readonly clock: Clock;
  readonly conversationOf: (actor: VisitorActor) => Promise<ConversationView | null>;
  readonly openInvitation: (visitId: VisitId) => InvitationView | null;
  readonly missedInvitation: (actor: VisitorActor) => InvitationMissed | null;
  readonly cobrowseOf: (conversationId: ConversationId) => CobrowseView | null;
}

export const createVisitCommands = (deps: VisitCommandDeps): readonly AnyCommand[] => [
  defineCommand({
    name: "visit:resume",
    audience: "visitor",
    summary: "Where the visitor stands: conversation, invitation, co-browsing.",
    // It tells the visitor's own visit only
    access: () => "allow",
    run: async ({ actor }) => {
      const conversation = await deps.conversationOf(actor);
      const invitation = deps.openInvitation(actor.visitId);
      const missed = invitation === null && conversation === null ? deps.missedInvitation(actor) : null;
      return {
        serverNowMs: deps.clock.nowMs(),
        conversation,
        invitation,
        ...(missed === null ? {} : { missed }),
        cobrowse: conversation && deps.cobrowseOf(conversation.id),
      };
    },
    audit: "none",
  }),
  defineCommand({
    name: "visit:show",
    audience: "agent",
    summary: "A visit the agent has a conversation or offer with; its changes are told from now on.",
    access: async ({ actor, input }) =>
      (await deps.visits.mayShow(actor, input.visitId)) ? "allow" : "deny",
    run: async ({ actor, input }) => ({ visit: await deps.visits.show(actor, input.visitId) }),
    audit: "none",
  }),
];
