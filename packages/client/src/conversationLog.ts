/**
 * One conversation kept complete over a connection that loses, repeats and reorders. Everything the hub tells is
 * taken as a hint; what is missing is fetched by sequence number after every connect and whenever a gap shows.
 * Knows nothing of how a conversation begins, ends or looks.
 */
import type {
  ClientMessageId,
  Clock,
  ConversationId,
  ConversationView,
  MakeId,
  Message,
  Receipt,
  Unsubscribe,
  VisitorEvents,
} from "@lotse/protocol";
import { Emitter } from "./emitter.ts";
import { forgetfulStore, Outbox } from "./outbox.ts";
import { maxReceipt, NOTHING_RECEIVED, ReceiptMarker } from "./receiptMarker.ts";
import { isFinal } from "./refusal.ts";
import { Resumer, type RoundOutcome } from "./resumer.ts";
import { Sequence } from "./sequence.ts";
import type { ConversationLog, HubConnection, OutboxStore } from "./types.ts";

type LogCommand = "message:send" | "conversation:resume" | "receipt:mark";
type LogEvents = Pick<VisitorEvents, "message:sent" | "receipt:marked" | "conversation:changed">;

/** What the log asks of a connection; the visitor's and the agent's both fit. */
export type LogConnection = Pick<
  HubConnection<LogCommand, LogEvents>,
  "state" | "onState" | "request" | "on"
>;

export interface ConversationLogOptions {
  readonly connection: LogConnection;
  readonly conversationId: ConversationId;
  readonly side: "visitor" | "agent";
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly store?: OutboxStore;
  /** Whether what was received and read is this side's receipt now: a colleague's who only helps is not. Absent: it is. */
  readonly marks?: () => boolean;
  /** An agent's own assignment now. Absent, or nothing: by none. */
  readonly assignment?: () => number | undefined;
}

/** An acknowledged message normally arrives as an event right behind; only if it does not, it is fetched. */
const EVENT_WITHIN_MS = 1_000;

class Log implements ConversationLog {
  #otherReceipt: Receipt = NOTHING_RECEIVED;
  #othersSeq = 0;
  #cancelAckCheck: Unsubscribe = () => {};
  readonly #options: ConversationLogOptions;
  readonly #sequence: Sequence;
  readonly #outbox: Outbox;
  readonly #marker: ReceiptMarker;
  readonly #resumer: Resumer;
  readonly #changed = new Emitter<void>();
  readonly #undo: readonly Unsubscribe[];

  constructor(options: ConversationLogOptions) {
    this.#options = options;
    const { connection, conversationId, clock, ids } = options;
    const isOnline = () => connection.state.kind === "online";
    this.#sequence = new Sequence(conversationId);
    this.#marker = new ReceiptMarker({
      clock,
      isOnline,
      mark: receipt => connection.request("receipt:mark", { conversationId, ...receipt }),
    });
    this.#outbox = new Outbox({
      conversationId,
      clock,
      ids,
      store: options.store ?? forgetfulStore,
      isOnline,
      send: (messages, by) => connection.request("message:send", { conversationId, messages, ...by }),
      ...(options.assignment === undefined ? {} : { assignment: options.assignment }),
      onAcked: seq => this.#expect(seq),
      onChange: () => this.#changed.tell(),
    });
    this.#resumer = new Resumer({ clock, isOnline, round: () => this.#fetch() });
    this.#undo = this.#subscribe();
    if (isOnline()) this.#connected();
  }

  get messages(): readonly Message[] {
    return this.#sequence.messages;
  }

  get pending() {
    return this.#outbox.pending;
  }

  get otherReceipt(): Receipt {
    return this.#otherReceipt;
  }

  send(text: string): ClientMessageId {
    return this.#outbox.add(text);
  }

  discard(clientId: ClientMessageId): void {
    this.#outbox.remove(clientId);
  }

  markRead(): void {
    this.#want(this.#othersSeq);
  }

  onChange(fn: () => void): Unsubscribe {
    return this.#changed.on(fn);
  }

  close(): void {
    this.#cancelAckCheck();
    this.#resumer.close();
    this.#outbox.close();
    this.#marker.close();
    for (const undo of this.#undo) undo();
    this.#changed.clear();
  }

  #subscribe(): readonly Unsubscribe[] {
    const { connection, conversationId, side } = this.#options;
    return [
      connection.onState(({ kind }) => {
        if (kind === "online") this.#connected();
      }),
      connection.on("message:sent", ({ messages }) => {
        this.#take(messages);
        this.#fetchIfIncomplete();
      }),
      connection.on("conversation:changed", conversation => {
        if (conversation.id === conversationId) this.#see(conversation);
      }),
      connection.on("receipt:marked", receipt => {
        if (receipt.conversationId === conversationId && receipt.by !== side) this.#hear(receipt);
      }),
    ];
  }

  #connected(): void {
    this.#resumer.wake();
    this.#outbox.wake();
    this.#marker.wake();
  }

  #see(conversation: ConversationView): void {
    const other = this.#options.side === "visitor" ? "agent" : "visitor";
    this.#marker.known(conversation.receipts[this.#options.side]);
    this.#hear(conversation.receipts[other]);
    this.#sequence.reaches(conversation.lastSeq);
    this.#fetchIfIncomplete();
  }

  #want(readSeq: number): void {
    if (this.#options.marks?.() === false) return;
    this.#marker.want({ deliveredSeq: this.#othersSeq, readSeq });
  }

  #hear(receipt: Receipt): void {
    const next = maxReceipt(this.#otherReceipt, receipt);
    if (next.deliveredSeq === this.#otherReceipt.deliveredSeq && next.readSeq === this.#otherReceipt.readSeq)
      return;
    this.#otherReceipt = next;
    this.#changed.tell();
  }

  #take(messages: readonly Message[]): void {
    const added = messages.flatMap(message => this.#sequence.take(message));
    if (added.length === 0) return;
    for (const { clientId, seq, author } of added) {
      if (author.kind === this.#options.side) this.#outbox.remove(clientId);
      else this.#othersSeq = seq;
    }
    this.#want(0);
    this.#changed.tell();
  }

  #expect(seq: number): void {
    this.#sequence.reaches(seq);
    this.#cancelAckCheck();
    this.#cancelAckCheck = this.#options.clock.after(EVENT_WITHIN_MS, () => this.#fetchIfIncomplete());
  }

  #fetchIfIncomplete(): void {
    if (!this.#sequence.complete) this.#resumer.ask();
  }

  async #fetch(): Promise<RoundOutcome> {
    const { connection, conversationId } = this.#options;
    const afterSeq = this.#sequence.lastSeq;
    const answer = await connection.request("conversation:resume", { conversationId, afterSeq });
    if (!answer.ok) return isFinal(answer.error.code) ? "gone" : "stuck";
    this.#take(answer.value.messages);
    this.#see(answer.value.conversation);
    if (this.#sequence.complete && !answer.value.more) return "complete";
    return this.#sequence.lastSeq > afterSeq ? "progress" : "stuck";
  }
}

export const createConversationLog = (options: ConversationLogOptions): ConversationLog => new Log(options);
