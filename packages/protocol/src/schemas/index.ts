/** The schemas, for those who parse: hub and tests. The widget never imports this entry (it would pull in valibot). */
export {
  actAnswerSchema,
  actMessageSchema,
  deedSchema,
  fieldToldSchema,
  grantAnswerSchema,
  grantAskSchema,
  grantDropSchema,
  grantTakeBackSchema,
} from "./acts.ts";
export { type Beacon, beaconSchema } from "./beacon.ts";
export { type CommandInput, type CommandName, commandInputs } from "./commandInputs.ts";
export { driftReport } from "./drift.ts";
export { type Facts, factsSchema } from "./facts.ts";
export { markSchema } from "./marks.ts";
export {
  accountLinkReadSchema,
  accountLinkRedeemSchema,
  EMAIL_MAX,
  membershipChoiceSchema,
  PASSWORD_MAX,
} from "./members.ts";
export { parse, toFieldError } from "./parse.ts";
export { planSchema } from "./plan.ts";
export { planFaults } from "./planFaults.ts";
export { presenceChoice } from "./presence.ts";
export { MESSAGE_TEXT_MAX, URL_MAX } from "./primitives.ts";
export { radarSettingsSchema, ruleDefinitionSchema } from "./rules.ts";
export { WORK_NOTE_MAX } from "./work.ts";
export { WORK_ITEM_BYTES_MAX, workItemSchema } from "./workItems.ts";
