/**
 * Own messages until the hub has them: kept by the store, one in flight, the same client id on every try, in the
 * order they were written. Does not know the sequence; `remove` tells it that a message stands there.
 */
import type {
  ClientMessageId,
  Clock,
  CommandOutput,
  ConversationId,
  MakeId,
  Result,
  Unsubscribe,
} from "@lotse/protocol";
import { backoffMs } from "./backoff.ts";
import { isFinal } from "./refusal.ts";
import type { OutboxStore, PendingMessage } from "./types.ts";

type Progress = "idle" | "sending" | "resting";

export interface OutboxOptions {
  readonly conversationId: ConversationId;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly store: OutboxStore;
  readonly isOnline: () => boolean;
  readonly send: (message: PendingMessage) => Promise<Result<CommandOutput<"message:send">>>;
  /** The hub has it, as number `seq`. */
  readonly onAcked: (seq: number) => void;
  readonly onChange: () => void;
}

export class Outbox {
  #pending: readonly PendingMessage[];
  /** Acknowledged, but not seen in the sequence yet: still shown, not sent again. */
  readonly #acked = new Set<ClientMessageId>();
  #progress: Progress = "idle";
  #attempt = 0;
  #cancelRest: Unsubscribe = () => {};
  #closed = false;
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#pending = options.store.load(options.conversationId);
  }

  get pending(): readonly PendingMessage[] {
    return this.#pending;
  }

  add(text: string): ClientMessageId {
    const { clock, ids } = this.#options;
    const message = { clientId: ids() as ClientMessageId, text, createdAtMs: clock.nowMs(), refused: null };
    this.#keep([...this.#pending, message]);
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
    this.#cancelRest();
    this.#attempt = 0;
    if (this.#progress === "resting") this.#progress = "idle";
    this.pump();
  }

  pump(): void {
    if (this.#closed || this.#progress !== "idle" || !this.#options.isOnline()) return;
    const next = this.#pending.find(
      ({ clientId, refused }) => refused === null && !this.#acked.has(clientId),
    );
    if (next === undefined) return;
    this.#progress = "sending";
    void this.#options.send(next).then(answer => this.#answered(next, answer));
  }

  close(): void {
    this.#closed = true;
    this.#cancelRest();
  }

  #answered(message: PendingMessage, answer: Result<CommandOutput<"message:send">>): void {
    this.#progress = "idle";
    if (this.#closed) return;
    const waits = this.#pending.includes(message);
    if (answer.ok) {
      this.#attempt = 0;
      if (waits) this.#acked.add(message.clientId);
      this.#options.onAcked(answer.value.seq);
    } else if (waits && isFinal(answer.error.code)) {
      const refused = { ...message, refused: answer.error.code };
      this.#keep(this.#pending.map(other => (other === message ? refused : other)));
    } else if (waits) {
      this.#rest(answer.error.retryAfterMs);
      return;
    }
    this.pump();
  }

  #rest(retryAfterMs: number | undefined): void {
    this.#progress = "resting";
    this.#cancelRest = this.#options.clock.after(retryAfterMs ?? backoffMs(++this.#attempt), () => {
      this.#progress = "idle";
      this.pump();
    });
  }

  #keep(pending: readonly PendingMessage[]): void {
    this.#pending = pending;
    this.#options.store.save(this.#options.conversationId, pending);
    this.#options.onChange();
  }
}

/** An outbox that does not outlive its page. */
export const forgetfulStore: OutboxStore = { load: () => [], save: () => {} };
