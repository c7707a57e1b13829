/**
 * Ids are lower-case UUIDs. Conversations, visits and the like are made by the hub; message ids are made by
 * the client, so that a retry is recognised as the same message.
 */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<"Tenant">;
export type SiteId = Id<"Site">;
export type AgentId = Id<"Agent">;
export type VisitId = Id<"Visit">;
export type ContactId = Id<"Contact">;
export type RuleId = Id<"Rule">;
export type InvitationId = Id<"Invitation">;
export type ConversationId = Id<"Conversation">;
export type ClientMessageId = Id<"ClientMessage">;
/** Made by the client, as a message's. */
export type ClientRequestId = Id<"ClientRequest">;
export type WorkItemId = Id<"WorkItem">;
export type OfferId = Id<"Offer">;
export type CobrowseId = Id<"Cobrowse">;
export type QueueId = Id<"Queue">;
export type ApiKeyId = Id<"ApiKey">;

export const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
