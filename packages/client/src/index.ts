/** The hub, as widget and console see it. The list is written out so that nothing leaks by accident. */
export { connectAgent, connectStream, connectVisitor } from "./connect.ts";
export { type ConversationLogOptions, createConversationLog, type LogConnection } from "./conversationLog.ts";
export { Pace } from "./pace.ts";
export { isFinal } from "./refusal.ts";
export { systemClock } from "./systemClock.ts";
export type * from "./types.ts";
