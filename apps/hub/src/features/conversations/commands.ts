/** The commands of a conversation. Access is one question: does the actor take part in it? Who was asked in reads, and in conference writes. */
import type { ConversationId } from "@lotse/protocol";
import { type Access, type Actor, type AnyCommand, defineCommand } from "../../command.ts";
import type { PagePusher } from "./push.ts";
import type { ConversationCommands } from "./talk.ts";

export const createConversationCommands = (
  conversations: ConversationCommands & PagePusher,
): readonly AnyCommand[] => {
  type May = (actor: Actor, id: ConversationId) => Promise<boolean>;
  const whoever =
    (may: May) =>
    async (call: {
      readonly actor: Actor;
      readonly input: { readonly conversationId: ConversationId };
    }): Promise<Access> =>
      (await may(call.actor, call.input.conversationId)) ? "allow" : "deny";

  return [
    defineCommand({
      name: "message:send",
      audience: "both",
      summary: "Writes lines, in order. Repeating one with the same clientId stores it once.",
      access: whoever(conversations.mayWrite),
      run: ({ actor, input }) => conversations.send(actor, input),
      audit: "none",
    }),
    defineCommand({
      name: "page:push",
      audience: "agent",
      summary:
        "Lays a page, picture, video or document before the visitor: of the site, or of an origin that it allows.",
      access: whoever(conversations.mayWrite),
      run: async ({ actor, input }) => ({ message: await conversations.push(actor, input) }),
      audit: "page:pushed",
      about: ({ input }) => ({ kind: input.kind }),
    }),
    defineCommand({
      name: "conversation:resume",
      audience: "both",
      summary: "The conversation and its messages after a sequence number.",
      access: whoever(conversations.mayRead),
      run: ({ actor, input }) => conversations.resume(actor, input),
      audit: "none",
    }),
    defineCommand({
      name: "typing:set",
      audience: "both",
      summary: "Tells the other side that somebody is writing, or stopped. Not stored.",
      access: whoever(conversations.mayWrite),
      run: async ({ actor, input }) => {
        await conversations.setTyping(actor, input);
        return {};
      },
      audit: "none",
    }),
    defineCommand({
      name: "receipt:mark",
      audience: "both",
      summary: "Says how far messages were delivered and read on the caller's side.",
      access: whoever(conversations.mayTakePart),
      run: ({ actor, input }) => conversations.markReceipt(actor, input),
      audit: "none",
    }),
  ];
};
