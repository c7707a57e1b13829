/** A conversation's log that holds what a test puts into it. For tests only. */
import type { ConversationLog, PendingMessage } from "@lotse/client";
import type { ClientMessageId, ErrorCode, Message, Receipt, Unsubscribe } from "@lotse/protocol";
import { makeMessage } from "./builders.ts";

export class FakeLog implements ConversationLog {
  messages: readonly Message[] = [];
  pending: readonly PendingMessage[] = [];
  otherReceipt: Receipt = { deliveredSeq: 0, readSeq: 0 };
  marked = 0;
  closed = false;
  #sent = 0;
  readonly #listeners = new Set<() => void>();

  /** A message of the hub's arrives. */
  arrive(by: "visitor" | "agent" | "notice", text = "…", sentAtMs = 0): Message {
    const message = makeMessage({ seq: this.messages.length + 1, by, text, sentAtMs });
    this.messages = [...this.messages, message];
    this.#tell();
    return message;
  }

  refuse(clientId: ClientMessageId, refused: ErrorCode): void {
    this.pending = this.pending.map(message =>
      message.clientId === clientId ? { ...message, refused } : message,
    );
    this.#tell();
  }

  send(text: string): ClientMessageId {
    const clientId = `sent-${++this.#sent}` as ClientMessageId;
    this.pending = [...this.pending, { clientId, text, createdAtMs: 0, refused: null }];
    this.#tell();
    return clientId;
  }

  discard(clientId: ClientMessageId): void {
    this.pending = this.pending.filter(message => message.clientId !== clientId);
    this.#tell();
  }

  markRead(): void {
    this.marked++;
  }

  onChange(fn: () => void): Unsubscribe {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  close(): void {
    this.closed = true;
  }

  #tell(): void {
    for (const fn of this.#listeners) fn();
  }
}
