/**
 * Messages in gapless sequence. What comes twice is dropped, what comes early waits for what is missing.
 * Pure bookkeeping: fetches nothing, knows no connection.
 */
import type { ConversationId, Message } from "@lotse/protocol";

/** More than this ahead of a gap is dropped; it comes again with the resume. */
const AHEAD_MAX = 1_000;

export class Sequence {
  #messages: readonly Message[] = [];
  readonly #ahead = new Map<number, Message>();
  /** The highest number known to exist, held or not. */
  #knownSeq = 0;
  readonly #conversationId: ConversationId;

  constructor(conversationId: ConversationId) {
    this.#conversationId = conversationId;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get lastSeq(): number {
    return this.#messages.length;
  }

  get complete(): boolean {
    return this.lastSeq >= this.#knownSeq;
  }

  /** Somebody says the conversation reaches this far. */
  reaches(seq: number): void {
    this.#knownSeq = Math.max(this.#knownSeq, seq);
  }

  /** Takes a message in; returns what now stands in sequence because of it. */
  take(message: Message): readonly Message[] {
    if (message.conversationId !== this.#conversationId || message.seq <= this.lastSeq) return [];
    this.reaches(message.seq);
    if (this.#ahead.size < AHEAD_MAX || message.seq === this.lastSeq + 1)
      this.#ahead.set(message.seq, message);
    const added: Message[] = [];
    for (let seq = this.lastSeq + 1; ; seq++) {
      const next = this.#ahead.get(seq);
      if (next === undefined) break;
      this.#ahead.delete(seq);
      added.push(next);
    }
    if (added.length > 0) this.#messages = [...this.#messages, ...added];
    return added;
  }
}
