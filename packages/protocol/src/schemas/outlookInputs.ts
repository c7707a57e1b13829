/** What a visitor may ask before writing to anybody; shaped like what opens a conversation. */
import * as v from "valibot";
import { text } from "./primitives.ts";

export const outlookInputs = {
  /** `skill` is a queue's key or a skill; without it, a topic that is a queue's key names the queue. Changes nothing. */
  "contact:look": v.strictObject({ topic: v.optional(text(100)), skill: v.optional(text(80)) }),
} as const;
