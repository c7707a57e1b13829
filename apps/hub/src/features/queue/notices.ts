/** What the hub itself says in a conversation, stored with the decision that it tells of. */
import type { ClientMessageId, ConversationId, MakeId, SystemNotice } from "@lotse/protocol";
import type { StepResult } from "@lotse/routing";
import type { RoutingWrite } from "@lotse/storage";

/** A step, and where ids come from. */
export interface Saying {
  readonly result: StepResult;
  readonly ids: MakeId;
}

export const noticeWriter =
  ({ result, ids }: Saying, conversationId: ConversationId) =>
  (notice: SystemNotice): RoutingWrite => ({
    write: "message",
    message: {
      conversationId,
      clientId: ids() as ClientMessageId,
      author: { kind: "system" },
      body: { kind: "notice", ...notice },
      sentAtMs: result.state.atMs,
    },
  });
