/**
 * Errors that cross a boundary are one closed list. A code is stable and meant for programs; the message is
 * English, meant for engineers, and never repeats the input. People read texts made from the code.
 */
import type { TurnedAway } from "./outlook.ts";
import type { TextPosition } from "./rules.ts";

export const ERROR_CODES = [
  // The request itself
  "JSON_INVALID",
  "JSON_TOO_DEEP",
  "BODY_TOO_LARGE",
  "CONTENT_TYPE",
  "FIELD_UNKNOWN",
  "FIELD_TYPE",
  "FIELD_MISSING",
  "ID_INVALID",
  "LIMIT_RANGE",
  "TEXT_EMPTY",
  "TEXT_TOO_LONG",
  "TEXT_INVALID",
  "URL_INVALID",
  /** `field` is the mask rule's. */
  "SELECTOR_INVALID",
  "EVENT_UNKNOWN",
  "PAYLOAD_TOO_LARGE",
  "RATE_LIMITED",
  "CONNECTIONS_LIMIT",
  "SLOW_CONSUMER",
  "VERSION_UNSUPPORTED",
  "NAMESPACE_UNKNOWN",
  // Who asks
  "ORIGIN_DENIED",
  "SITE_UNKNOWN",
  "SITE_DISABLED",
  "TOKEN_INVALID",
  "CREDENTIALS_INVALID",
  "SESSION_REVOKED",
  "FORBIDDEN",
  /** Also the answer for ids of another tenant or another person: they look unknown. */
  "NOT_FOUND",
  // Accounts and members
  "LINK_INVALID",
  "EMAIL_INVALID",
  /** Nothing that could be dialled. */
  "PHONE_INVALID",
  "EMAIL_TAKEN",
  "PASSWORD_WEAK",
  "LAST_ADMINISTRATOR",
  // State
  "IDEMPOTENCY_MISMATCH",
  "CONVERSATION_CLOSED",
  "INVITATION_ENDED",
  "OFFER_ENDED",
  "ASSIGNMENT_STALE",
  "EPOCH_STALE",
  "CAPACITY_FULL",
  /** Somebody else than who asks: away, busy, or not given such work. */
  "AGENT_UNAVAILABLE",
  "RESUME_RANGE",
  "RESYNC_REQUIRED",
  "CONSENT_REQUIRED",
  "COBROWSE_ENDED",
  "COBROWSE_ACTIVE",
  // A visitor's proven identity
  "IDENTITY_INVALID",
  /** The visit is somebody else's already: the page begins a new one. */
  "IDENTITY_OTHER",
  "IDENTITY_KEYS_FULL",
  // How work is given out
  /** `field` is where: a queue, channel or skill that is not there, twice, out of order. */
  "PLAN_INVALID",
  /** Somebody else saved meanwhile: read it again. */
  "PLAN_STALE",
  "BLENDING_CONTRADICTION",
  "QUEUE_UNKNOWN",
  "CHANNEL_UNKNOWN",
  /** A rule of the queue lets nobody into the line now: `turnedAway` says why, and what may be left instead. */
  "TURNED_AWAY",
  "API_KEYS_FULL",
  // Rules
  "RULE_SYNTAX",
  "RULE_TYPE",
  "RULE_UNSAFE",
  "RULE_TOO_COMPLEX",
  /** Somebody else saved meanwhile: read it again. */
  "RULES_STALE",
  /** Not https, or an address inside our own network. */
  "URL_NOT_ALLOWED",
  // An agent's own invitation
  /** Who asks is not available. */
  "NOT_AVAILABLE",
  "QUEUE_CLOSED",
  "VISITOR_GONE",
  "VISITOR_TALKING",
  "VISITOR_INVITED",
  /** In this visit: nobody asks again. */
  "VISITOR_DECLINED",
  /** As often as the site asks anybody. */
  "VISITOR_ASKED_OFTEN",
  // The stream, found at the viewer
  "REPLAY_INVALID",
  "SNAPSHOT_TOO_LARGE",
  "DECOMPRESSED_TOO_LARGE",
  // The hub
  "STORE_UNAVAILABLE",
  "STORAGE_FULL",
  "BACKUP_INVALID",
  "UNAVAILABLE",
  "TIMEOUT",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it travels. `field` is a path like `text` or `facts.forms`. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Names the log line of an INTERNAL error. */
  readonly requestId?: string;
  /** With TURNED_AWAY. */
  readonly turnedAway?: TurnedAway;
  /** Where in the text of `field`. */
  readonly position?: TextPosition;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

/** The one error class that code on our side of a boundary throws on purpose. */
export class LotseError extends Error {
  override readonly name = "LotseError";
  readonly code: ErrorCode;
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly turnedAway?: TurnedAway;

  constructor(
    code: ErrorCode,
    message: string,
    details: { field?: string; retryAfterMs?: number; turnedAway?: TurnedAway } = {},
  ) {
    super(message);
    this.code = code;
    if (details.field !== undefined) this.field = details.field;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.turnedAway !== undefined) this.turnedAway = details.turnedAway;
  }

  toWire(): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.turnedAway === undefined ? {} : { turnedAway: this.turnedAway }),
    };
  }
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: WireError): Result<never> => ({ ok: false, error });
