/**
 * The wire contract, without any code but the packet codec and the error class: safe to import anywhere.
 * This package's entries are its public face (`acts` and `grants` besides, for chunks that are not to bring their numbers into this one); the list is written out so that nothing leaks by accident.
 */

export {
  ACT_BURST,
  ACT_OPTIONS_MAX,
  ACT_REFUSALS,
  ACT_TEXT_MAX,
  ACT_VALUE_MAX,
  ACTS_PER_SECOND,
  type Act,
  type ActAnswer,
  type ActCall,
  type ActKind,
  type ActMessage,
  type ActRefusal,
  DEED_LABEL_MAX,
  DEED_VALUE_MAX,
  type Deed,
  FIELD_TEXT_MAX,
  type FieldNews,
  type FieldTold,
  type Splice,
} from "./acts.ts";
export type { ApiKeyView, ApiScope, IssuedApiKey } from "./apiKeys.ts";
export type { AuditActor, AuditEntry } from "./audit.ts";
export type { AvailabilityRow } from "./availability.ts";
export {
  type Acknowledgement,
  type AckRange,
  acknowledge,
  BATCH_LINES_MAX,
  BATCH_TEXT_MAX,
  type LineOutcome,
  type RefusedLine,
} from "./batch.ts";
export type { BeaconAnswer, BeaconDecision, Suppression } from "./beaconAnswer.ts";
export {
  AGENT_COMMANDS,
  type AgentCommand,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandOutputs,
  type Done,
  type TypingChanged,
  VISITOR_COMMANDS,
  type VisitorCommand,
} from "./commands.ts";
export type { Contradiction, Finding } from "./contradiction.ts";
export {
  DRIFT_SIGNS,
  type DriftField,
  type DriftFinding,
  type DriftReport,
  type DriftSign,
  type DriftSubject,
} from "./drift.ts";
export type * from "./entities.ts";
export { ERROR_CODES, type ErrorCode, fail, LotseError, ok, type Result, type WireError } from "./errors.ts";
export type { EstimateRow, ServiceRow } from "./estimates.ts";
export {
  type AgentEvents,
  type Handshake,
  type MessagesSent,
  NAMESPACES,
  type ReceiptMarked,
  type VisitorEvents,
} from "./events.ts";
export {
  type AskedGrant,
  type GivenGrant,
  GRANT_ASK_AGAIN_MS,
  GRANT_AWAY_MS,
  GRANT_ENDS,
  GRANT_LASTS_MS,
  GRANT_QUESTION_LASTS_MS,
  GRANT_REASON_MAX,
  GRANTS,
  type Grant,
  type GrantEnd,
  type GrantOutcome,
  type GrantQuestion,
  type GrantsView,
  type TimedGrant,
} from "./grants.ts";
export type { IdentifiedView, IdentityKeyView } from "./identity.ts";
export {
  type AgentId,
  type ApiKeyId,
  type ClientMessageId,
  type ClientRequestId,
  type CobrowseId,
  type ContactId,
  type ConversationId,
  ID_PATTERN,
  type InvitationId,
  type OfferId,
  type QueueId,
  type RuleId,
  type SiteId,
  type TenantId,
  type VisitId,
  type WorkItemId,
} from "./ids.ts";
export { type Interval, LIFT_COMMANDS, type LiftSide, type LiftVerdict, type LiftView } from "./lift.ts";
export {
  type CloseRule,
  type GateVerdict,
  INVITE_WORDS,
  LIVE_COMMANDS,
  type LiveVisitor,
  type LiveVisitors,
  MANUAL_RULE_ID,
  type OwnInvitation,
  type RuleTrace,
  type TraceLine,
  type TraceNow,
  type TraceStep,
  type VisitorsSort,
} from "./live.ts";
export {
  MARK_BURST,
  MARK_COLOURS,
  MARK_POINTS_MAX,
  MARK_REACH,
  MARK_RESERVE,
  MARKS_PER_SECOND,
  type Mark,
  type Marked,
  type MarkedBy,
  type MarkNode,
  type MarkPoint,
  STROKE_POINTS_MAX,
} from "./marks.ts";
export type {
  AccountLinkView,
  IssuedLink,
  LinkKind,
  MembershipsView,
  MemberView,
  SiteConsent,
  SiteView,
} from "./members.ts";
export type { ContactOutlook, TurnedAway, TurnedAwayWhy } from "./outlook.ts";
export type * from "./plan.ts";
export type { PlanView } from "./planAnswers.ts";
export { type PagePush, PUSH_KINDS, PUSH_TITLE_MAX, type PushKind } from "./push.ts";
export type { RequestMatter } from "./requests.ts";
export {
  type HintContent,
  type HintView,
  type RadarCaps,
  type RadarNotice,
  type RadarSettings,
  type RadarSettingsView,
  RULE_COMMANDS,
  type RuleAction,
  type RuleActionKind,
  type RuleAudience,
  type RuleCostView,
  type RuleDeed,
  type RuleDefinition,
  type RuleSchedule,
  type RuleVersionView,
  type RuleView,
  type RuleWarning,
  type TextPosition,
  type WeekSpan,
} from "./rules.ts";
export type { Beacon, Conversion } from "./schemas/beacon.ts";
export type { Facts } from "./schemas/facts.ts";
export {
  POINTED_PAUSE_MS,
  SHARING_ENTRIES_MAX,
  type SharingEntry,
  type SharingHappening,
  type SharingReceipt,
  type SharingViewer,
} from "./sharing.ts";
export {
  SIMULATION_COMMANDS,
  type SimulationExample,
  type SimulationResult,
  type SimulationSide,
  type SimulationView,
} from "./simulation.ts";
export type { Masking, MaskRule, RuleJson, SiteConfig, SiteRule } from "./site.ts";
export {
  decodePacket,
  encodePacket,
  type FramePacket,
  PACKET_BYTES_MAX,
  SEGMENT_BYTES_MAX,
  type StreamEvents,
  type StreamHandshake,
} from "./stream.ts";
export { isSpoken, PROTOCOL_OLDEST, PROTOCOL_VERSION } from "./version.ts";
export {
  type ColleagueView,
  type HelpMode,
  type LineMore,
  type MeterHold,
  type MeterView,
  type OfferFrom,
  type TakenWork,
  type WhyNot,
  WORK_COMMANDS,
  type WorkChanged,
  type WorkExplanation,
  type WorkGiven,
  type WorkPlace,
  type WorkSent,
  type WorkView,
} from "./work.ts";
export type {
  OutsidePresence,
  OutsideWorkItem,
  WorkContact,
  WorkContent,
  WorkItemAdded,
  WorkItemPlace,
  WorkLink,
} from "./workItems.ts";
export type { Clock, MakeId, Unsubscribe } from "./world.ts";
