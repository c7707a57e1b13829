/**
 * Own messages until the hub has them: kept by the store, one batch in flight, the same client id on every try, in the
 * order they were written. Does not know the sequence; `remove` tells it that a message stands there.
 */
import {
  type Acknowledgement,
  BATCH_LINES_MAX,
  BATCH_TEXT_MAX,
  type ClientMessageId,
  type Clock,
  type CommandInput,
  type CommandOutput,
  type ConversationId,
  type ErrorCode,
  type MakeId,
  type Result,
} from "@lotse/protocol";
import { Pace } from "./pace.ts";
import { isFinal } from "./refusal.ts";
import type { OutboxStore, PendingMessage } from "./types.ts";

export interface OutboxOptions {
  readonly conversationId: ConversationId;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly store: OutboxStore;
  readonly isOnline: () => boolean;
  readonly send: (
    lines: CommandInput<"message:send">["messages"],
    by: Pick<CommandInput<"message:send">, "assignment">,
  ) => Promise<Result<CommandOutput<"message:send">>>;
  /** By which lines are written now. */
  readonly assignment?: () => number | undefined;
  /** The hub has it, as number `seq`. */
  readonly onAcked: (seq: number) => void;
  readonly onChange: () => void;
}

const byOf = (assignment: number | undefined): Pick<PendingMessage, "assignment"> =>
  assignment === undefined ? {} : { assignment };

export class Outbox {
  #pending: readonly PendingMessage[];
  /** Acknowledged, but not seen in the sequence yet: still shown, not sent again. */
  readonly #acked = new Set<ClientMessageId>();
  /** So many go one by one: a batch was refused as a whole, and only one line of it may be at fault. */
  #alone = 0;
  readonly #pace: Pace;
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#pending = options.store.load(options.conversationId);
    this.#pace = new Pace(options.clock, () => this.pump());
  }

  get pending(): readonly PendingMessage[] {
    return this.#pending;
  }

  add(text: string): ClientMessageId {
    const { clock, ids } = this.#options;
    const message = { clientId: ids() as ClientMessageId, text, createdAtMs: clock.nowMs(), refused: null };
    this.#keep([...this.#pending, { ...message, ...byOf(this.#options.assignment?.()) }]);
    this.pump();
    return message.clientId;
  }

  /** The message stands in the sequence, or its writer gave it up. */
  remove(clientId: ClientMessageId): void {
    this.#acked.delete(clientId);
    if (!this.#pending.some(message => message.clientId === clientId)) return;
    this.#keep(this.#pending.filter(message => message.clientId !== clientId));
  }

  /** The connection is back: no need to wait any longer. */
  wake(): void {
    this.#pace.wake();
  }

  pump(): void {
    if (!this.#pace.idle || !this.#options.isOnline()) return;
    const batch = this.#nextBatch();
    if (batch.length === 0) return;
    this.#pace.begin();
    void this.#send(batch);
  }

  close(): void {
    this.#pace.close();
  }

  /** Awaited, here and elsewhere: a page may have broken promises' own `then`. */
  async #send(batch: readonly PendingMessage[]): Promise<void> {
    const lines = batch.map(({ clientId, text }) => ({ clientId, text }));
    this.#answered(batch, await this.#options.send(lines, byOf(batch[0]?.assignment)));
  }

  /** What waits, from the oldest on, as far as one request carries. */
  #nextBatch(): readonly PendingMessage[] {
    const batch: PendingMessage[] = [];
    let room = BATCH_TEXT_MAX;
    for (const message of this.#pending) {
      if (message.refused !== null || this.#acked.has(message.clientId)) continue;
      if (batch.length > 0 && message.assignment !== batch[0]?.assignment) break;
      room -= message.text.length;
      if (batch.length > 0 && (room < 0 || this.#alone > 0 || batch.length === BATCH_LINES_MAX)) break;
      batch.push(message);
    }
    return batch;
  }

  #answered(batch: readonly PendingMessage[], answer: Result<CommandOutput<"message:send">>): void {
    if (!this.#pace.end()) return;
    this.#alone -= 1;
    if (answer.ok) this.#acknowledged(batch, answer.value);
    else if (isFinal(answer.error.code)) {
      if (batch.length > 1) this.#alone = batch.length;
      else this.#refuse(batch[0], answer.error.code);
    } else if (batch.some(({ clientId }) => this.#waits(clientId))) {
      this.#pace.rest(answer.error.retryAfterMs);
      return;
    }
    this.pump();
  }

  #acknowledged(batch: readonly PendingMessage[], { acked, refused }: Acknowledgement): void {
    this.#pace.succeeded();
    for (const { first, count, firstSeq } of acked) {
      for (const { clientId } of batch.slice(first, first + count)) {
        if (this.#waits(clientId)) this.#acked.add(clientId);
      }
      this.#options.onAcked(firstSeq + count - 1);
    }
    for (const { index, code } of refused) this.#refuse(batch[index], code);
  }

  #waits(clientId: ClientMessageId): boolean {
    return this.#pending.some(message => message.clientId === clientId);
  }

  #refuse(message: PendingMessage | undefined, refused: ErrorCode): void {
    this.#keep(this.#pending.map(other => (other === message ? { ...message, refused } : other)));
  }

  #keep(pending: readonly PendingMessage[]): void {
    this.#pending = pending;
    this.#options.store.save(this.#options.conversationId, pending);
    this.#options.onChange();
  }
}

/** An outbox that does not outlive its page. */
export const forgetfulStore: OutboxStore = { load: () => [], save: () => {} };
