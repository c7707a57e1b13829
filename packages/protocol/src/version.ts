/**
 * The wire's version, sent in every handshake. Raise it when an old tab would misread a new hub;
 * adding optional fields, commands or events does not need a raise.
 */
export const PROTOCOL_VERSION = 1;
