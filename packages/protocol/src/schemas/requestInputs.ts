/** What is left instead of waiting, with what it is about: named as for opening a conversation. */
import * as v from "valibot";
import type { ClientRequestId } from "../ids.ts";
import { filledLine, line, madeId, text } from "./primitives.ts";

export const requestInputs = {
  /**
   * Leaves a callback number or a mail address, instead of waiting. Of who waits, the hub knows the matter already. Sent again
   * with the same `clientId` it is the same one, as it was the first time; without one, each is another.
   */
  "request:leave": v.strictObject({
    clientId: v.exactOptional(madeId<ClientRequestId>()),
    kind: v.picklist(["callback", "message"], "FIELD_TYPE"),
    reach: filledLine(200),
    text: text(2_000),
    topic: v.exactOptional(line(100)),
    skill: v.exactOptional(line(80)),
  }),
} as const;
