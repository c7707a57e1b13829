/**
 * Structured logs without personal text: the fields a line may have are this list, their values are ids, codes
 * and counts, and what else an error carries (its message, its cause) stays out. Knows nothing of who logs.
 */
import { type DestinationStream, pino } from "pino";

export const LOG_FIELDS = [
  "actor",
  "agentId",
  "audit",
  "bytes",
  "cobrowseId",
  "code",
  "command",
  "connections",
  "conversationId",
  "count",
  "durationMs",
  "epoch",
  "errorCode",
  "errorName",
  "invitationId",
  "method",
  "namespace",
  "offerId",
  "outcome",
  "port",
  "reason",
  "requestId",
  "route",
  "ruleId",
  // A secret, until the first administrator used it: the one exception, told on purpose (startHub.ts).
  "setupLink",
  "signal",
  "siteId",
  "stack",
  "status",
  "step",
  "tenantId",
  "visitId",
] as const;

export type LogField = (typeof LOG_FIELDS)[number];
export type LogFields = { readonly [F in LogField]?: string | number | boolean | null | undefined };

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Long enough for a stack, short enough that no body fits in by mistake. */
const STACK_CHARACTERS_MAX = 1_500;

const propertyOf = (error: unknown, name: "name" | "code" | "stack"): unknown =>
  typeof error === "object" && error !== null && name in error
    ? (error as Record<string, unknown>)[name]
    : undefined;

/** What may be said of an error: its class, its code and where it came from. Never its message. */
export const errorFields = (error: unknown): LogFields => {
  const name = propertyOf(error, "name");
  const code = propertyOf(error, "code");
  const stack = propertyOf(error, "stack");
  const frames = typeof stack === "string" ? stack.split("\n").filter(line => /^\s+at /.test(line)) : [];
  return {
    errorName: typeof name === "string" ? name.slice(0, 80) : typeof error,
    errorCode: typeof code === "string" || typeof code === "number" ? String(code).slice(0, 80) : undefined,
    stack: frames
      .map(line => line.trim())
      .join(" | ")
      .slice(0, STACK_CHARACTERS_MAX),
  };
};

export const createLog = (options: { readonly level: LogLevel; readonly to?: DestinationStream }): Log => {
  const settings = { level: options.level, base: null, messageKey: "event" };
  const logger = options.to === undefined ? pino(settings) : pino(settings, options.to);
  const line =
    (level: "debug" | "info" | "warn" | "error") =>
    (event: string, fields: LogFields = {}): void => {
      const allowed: Record<string, unknown> = {};
      for (const field of LOG_FIELDS) if (fields[field] !== undefined) allowed[field] = fields[field];
      logger[level](allowed, event);
    };
  return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
};
