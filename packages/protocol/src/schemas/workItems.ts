/** What another system says when it puts work into the queue. */
import * as v from "valibot";
import { email } from "./members.ts";
import { channelId, listOf, priority, queueKey, skillLevels } from "./planParts.ts";
import { filledLine, MESSAGE_TEXT_MAX, pageUrl, text } from "./primitives.ts";

/** The longest body in the widest letters, and all links. */
export const WORK_ITEM_BYTES_MAX = 120_000;

const contact = v.strictObject({
  name: v.exactOptional(filledLine(200)),
  email: v.exactOptional(email),
  phone: v.exactOptional(filledLine(50)),
  reference: v.exactOptional(filledLine(200)),
});

export const workItemSchema = v.strictObject({
  /** The system's own name for it: sent twice, it is one item. */
  key: filledLine(200),
  channel: channelId,
  queue: queueKey,
  /** Added to the queue's. */
  priority: v.exactOptional(priority),
  /** Besides what the queue needs. */
  needs: v.exactOptional(skillLevels(20)),
  subject: filledLine(200),
  body: v.exactOptional(text(MESSAGE_TEXT_MAX)),
  links: v.exactOptional(listOf(v.strictObject({ label: filledLine(200), url: pageUrl }), 20)),
  contact: v.exactOptional(contact),
  /** An agent's mail address: asked first, as long as the plan says. */
  preferredAgent: v.exactOptional(email),
});
