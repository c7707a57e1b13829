/** What is left instead of waiting, with what it is about: named as for opening a conversation. */
import * as v from "valibot";
import { filledLine, line, text } from "./primitives.ts";

export const requestInputs = {
  /** Leaves a callback number or a mail address. Of who waits, the hub knows the matter already. */
  "request:leave": v.strictObject({
    kind: v.picklist(["callback", "message"], "FIELD_TYPE"),
    reach: filledLine(200),
    text: text(2_000),
    topic: v.exactOptional(line(100)),
    skill: v.exactOptional(line(80)),
  }),
} as const;
