/** Pages laid before the visitor. Which addresses may be, the hub decides with the site. */
import * as v from "valibot";
import type { ClientMessageId, ConversationId } from "../ids.ts";
import { PUSH_KINDS, PUSH_TITLE_MAX } from "../push.ts";
import { assignment, filledLine, id, madeId, text, URL_MAX } from "./primitives.ts";

export const pushInputs = {
  /** Stored once, however often it is sent. */
  "page:push": v.strictObject({
    conversationId: id<ConversationId>(),
    clientId: madeId<ClientMessageId>(),
    url: text(URL_MAX),
    kind: v.picklist(PUSH_KINDS, "FIELD_TYPE"),
    title: v.exactOptional(filledLine(PUSH_TITLE_MAX)),
    assignment: v.exactOptional(assignment),
  }),
} as const;
