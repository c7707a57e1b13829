/**
 * The wire's version, sent in every handshake. Raise it when an old tab would misread a new hub; adding optional
 * fields, commands or events does not need a raise. What a raise asks for is in docs/adr/0009-protocol-versions.md.
 *
 * 1: one line per `message:send`, one message per `message:sent`. 2: batches of both.
 * 3: skills have levels, and what waits or rings may be no conversation.
 */
export const PROTOCOL_VERSION = 3;

/** The oldest that the hub still speaks: a tab that was open before an upgrade goes on working. */
export const PROTOCOL_OLDEST = 2;

export const isSpoken = (protocol: number): boolean =>
  Number.isInteger(protocol) && protocol >= PROTOCOL_OLDEST && protocol <= PROTOCOL_VERSION;
