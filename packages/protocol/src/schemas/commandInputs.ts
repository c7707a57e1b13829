/** One schema per command. The hub parses with these; everyone else only takes the types. */
import * as v from "valibot";
import type { CobrowseId, ConversationId, InvitationId, OfferId, VisitId } from "../ids.ts";
import { apiKeyInputs } from "./apiKeys.ts";
import { auditPage } from "./audit.ts";
import { availabilityInputs } from "./availabilityInputs.ts";
import { driftInputs } from "./drift.ts";
import { estimateInputs } from "./estimateInputs.ts";
import { identityInputs } from "./identityInputs.ts";
import { lines } from "./lines.ts";
import { liveInputs } from "./live.ts";
import { memberInputs } from "./members.ts";
import { outlookInputs } from "./outlookInputs.ts";
import { planInputs } from "./plan.ts";
import { presenceChoice } from "./presence.ts";
import { assignment, id, seq, text } from "./primitives.ts";
import { pushInputs } from "./pushInputs.ts";
import { requestInputs } from "./requestInputs.ts";
import { ruleInputs } from "./rules.ts";
import { simulationInputs } from "./simulationInputs.ts";
import { workInputs } from "./work.ts";

const conversationId = id<ConversationId>();
const nothing = v.strictObject({});
/** Only an agent's console has one: a console that slept does nothing by what it knew. */
const asKnown = { assignment: v.exactOptional(assignment) };

export const commandInputs = {
  // The visitor's
  /** Where do I stand? Sent after every connect. */
  "visit:resume": nothing,
  "invitation:answer": v.strictObject({
    invitationId: id<InvitationId>(),
    answer: v.picklist(["accept", "decline"], "FIELD_TYPE"),
  }),
  "conversation:open": v.strictObject({ topic: v.optional(text(100)), skill: v.optional(text(80)) }),
  ...requestInputs,
  "cobrowse:answer": v.strictObject({
    cobrowseId: id<CobrowseId>(),
    answer: v.picklist(["accept", "decline"], "FIELD_TYPE"),
  }),
  /** The visitor shares without having been asked; the click is the consent. */
  "cobrowse:share": v.strictObject({ conversationId }),

  // Both sides'
  /** One writer's lines, in order; each is stored once, however often the batch is sent. */
  "message:send": v.strictObject({ conversationId, messages: lines, ...asKnown }),
  /** Messages after `afterSeq`, oldest first, at most 200 an answer. */
  "conversation:resume": v.strictObject({ conversationId, afterSeq: seq }),
  "typing:set": v.strictObject({ conversationId, typing: v.boolean("FIELD_TYPE") }),
  "receipt:mark": v.strictObject({ conversationId, deliveredSeq: seq, readSeq: seq }),
  "conversation:end": v.strictObject({ conversationId, ...asKnown }),
  "cobrowse:stop": v.strictObject({ cobrowseId: id<CobrowseId>() }),
  "cobrowse:receipt": v.strictObject({ conversationId }),

  // The agent's
  "console:open": nothing,
  "presence:set": presenceChoice,
  "offer:accept": v.strictObject({ offerId: id<OfferId>() }),
  "offer:decline": v.strictObject({ offerId: id<OfferId>() }),
  "cobrowse:request": v.strictObject({ conversationId, ...asKnown }),
  ...pushInputs,
  /** Reads a visit of mine and hears `visit:changed` from now on. */
  "visit:show": v.strictObject({ visitId: id<VisitId>() }),
  "audit:list": auditPage,
  ...memberInputs,
  ...identityInputs,
  ...planInputs,
  ...apiKeyInputs,
  ...driftInputs,
  ...outlookInputs,
  ...workInputs,
  ...estimateInputs,
  ...availabilityInputs,
  ...ruleInputs,
  ...simulationInputs,
  ...liveInputs,
} as const;

export type CommandName = keyof typeof commandInputs;
export type CommandInput<N extends CommandName> = v.InferOutput<(typeof commandInputs)[N]>;
