/**
 * For tests: one conversation at a hub, and a network between it and one socket that loses, repeats and reorders.
 * Every packet waits in a bag until the test says what becomes of it.
 */
import {
  acknowledge,
  type ClientMessageId,
  type Clock,
  type CommandInput,
  type ConversationId,
  type ConversationView,
  type ErrorCode,
  fail,
  type LineOutcome,
  type Message,
  ok,
  type Receipt,
  type WireError,
} from "@lotse/protocol";
import type { HubSocket } from "./socket.ts";

type Answer = (result: unknown) => void;
type Lines = CommandInput<"message:send">["messages"];
type Listener = (payload: unknown) => void;

export const CONVERSATION = "11111111-1111-4111-8111-111111111111" as ConversationId;
const PAGE = 3;
/** Lines that begin with it are refused for good, each by itself. */
export const REFUSED = "refused";

export class FakeHub {
  readonly messages: Message[] = [];
  readonly receipts: { visitor: Receipt; agent: Receipt } = {
    visitor: { deliveredSeq: 0, readSeq: 0 },
    agent: { deliveredSeq: 0, readSeq: 0 },
  };
  publish: (event: string, payload: unknown) => void = () => {};
  /** Whoever writes by another one is refused. */
  assignment: number | null = null;
  onBatch: (lines: Lines) => void = () => {};
  /** Refuses a batch as a whole, as the hub does for what its schemas or its limits refuse. */
  refuseBatch: (lines: Lines) => ErrorCode | WireError | null = () => null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get view(): ConversationView {
    const { messages, receipts } = this;
    return {
      id: CONVERSATION,
      visitId: CONVERSATION as never,
      state: "active",
      agent: null,
      topic: null,
      position: null,
      openedAtMs: 0,
      endedAtMs: null,
      lastSeq: messages.length,
      receipts: { visitor: { ...receipts.visitor }, agent: { ...receipts.agent } },
    };
  }

  append(author: Message["author"], clientId: string, text: string): Message {
    const message = this.#store(author, clientId, text);
    this.publish("message:sent", { conversationId: CONVERSATION, messages: [message] });
    return message;
  }

  #store(author: Message["author"], clientId: string, text: string): Message {
    const message: Message = {
      conversationId: CONVERSATION,
      seq: this.messages.length + 1,
      clientId: clientId as ClientMessageId,
      author,
      body: { kind: "text", text },
      sentAtMs: this.#clock.nowMs(),
    };
    this.messages.push(message);
    return message;
  }

  handle(name: string, input: unknown, answer: Answer): void {
    if (name === "message:send") this.#send(input as CommandInput<"message:send">, answer);
    else if (name === "receipt:mark") this.#mark(input as CommandInput<"receipt:mark">, answer);
    else if (name === "conversation:resume") {
      const { afterSeq } = input as CommandInput<"conversation:resume">;
      const messages = this.messages.slice(afterSeq, afterSeq + PAGE);
      answer(
        ok({ conversation: this.view, messages, more: afterSeq + messages.length < this.messages.length }),
      );
    } else answer(fail({ code: "EVENT_UNKNOWN", message: name }));
  }

  #send({ messages, assignment }: CommandInput<"message:send">, answer: Answer): void {
    if (this.assignment !== null && assignment !== this.assignment) {
      answer(fail({ code: "ASSIGNMENT_STALE", message: "" }));
      return;
    }
    this.onBatch(messages);
    const refusal = this.refuseBatch(messages);
    if (refusal !== null) {
      answer(fail(typeof refusal === "string" ? { code: refusal, message: "" } : refusal));
      return;
    }
    const fresh: Message[] = [];
    const outcomes = messages.map(({ clientId, text }): LineOutcome => {
      const known = this.messages.find(message => message.clientId === clientId);
      if (known !== undefined) return { ok: true, message: known, duplicate: true };
      if (text.startsWith(REFUSED)) return { ok: false, code: "TEXT_INVALID" };
      const message = this.#store({ kind: "visitor" }, clientId, text);
      fresh.push(message);
      return { ok: true, message, duplicate: false };
    });
    // As the real hub does: acknowledge after the commit, tell everybody after that.
    answer(ok(acknowledge(outcomes)));
    if (fresh.length > 0) this.publish("message:sent", { conversationId: CONVERSATION, messages: fresh });
  }

  #mark(receipt: Receipt, answer: Answer): void {
    const mine = this.receipts.visitor;
    this.receipts.visitor = {
      deliveredSeq: Math.max(mine.deliveredSeq, receipt.deliveredSeq),
      readSeq: Math.max(mine.readSeq, receipt.readSeq),
    };
    answer(ok(this.receipts.visitor));
  }
}

/** What the network needs of a hub. */
export type Peer = Pick<FakeHub, "handle" | "publish">;

interface Packet {
  readonly arrive: () => void;
  /** Only for requests: the hub answers with an error and does nothing. */
  readonly refuse?: (code: ErrorCode) => void;
}

export class FakeNetwork {
  readonly #bag: Packet[] = [];
  readonly #hub: Peer;
  #epoch = 0;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly socket: HubSocket & { connected: boolean };

  constructor(hub: Peer) {
    this.#hub = hub;
    this.socket = {
      connected: false,
      active: true,
      connect: () => {},
      disconnect: () => this.cut(),
      emit: (name, input, answer) => this.#emit(name, input, answer as Answer),
      on: (name, fn) => this.#of(name).add(fn),
      off: (name, fn) => this.#of(name).delete(fn),
    };
    hub.publish = (event, payload) => {
      if (this.socket.connected) this.#toClient(() => this.#tell(event, payload));
    };
  }

  get waiting(): number {
    return this.#bag.length;
  }

  join(): void {
    if (this.socket.connected) return;
    this.#epoch++;
    this.socket.connected = true;
    this.#tell("connect", undefined);
  }

  cut(): void {
    if (!this.socket.connected) return;
    this.#epoch++;
    this.socket.connected = false;
    this.#tell("disconnect", undefined);
  }

  deliver(index: number): void {
    this.#take(index)?.arrive();
  }

  drop(index: number): void {
    this.#take(index);
  }

  double(index: number): void {
    const packet = this.#bag[index % Math.max(1, this.#bag.length)];
    packet?.arrive();
  }

  refuse(index: number, code: ErrorCode): void {
    const packet = this.#take(index);
    if (packet?.refuse === undefined) packet?.arrive();
    else packet.refuse(code);
  }

  #take(index: number): Packet | undefined {
    return this.#bag.splice(index % Math.max(1, this.#bag.length), 1)[0];
  }

  #emit(name: string, input: unknown, answer: Answer): void {
    // What was sent before a cut may still arrive; its answer is lost.
    const give: Answer = result => this.#toClient(() => answer(result));
    this.#bag.push({
      arrive: () => this.#hub.handle(name, input, give),
      refuse: code => give(fail({ code, message: "refused by the test" })),
    });
  }

  #toClient(arrive: () => void): void {
    const epoch = this.#epoch;
    this.#bag.push({
      arrive: () => {
        if (this.socket.connected && epoch === this.#epoch) arrive();
      },
    });
  }

  #tell(event: string, payload: unknown): void {
    for (const fn of [...this.#of(event)]) fn(payload);
  }

  #of(event: string): Set<Listener> {
    const known = this.#listeners.get(event) ?? new Set<Listener>();
    this.#listeners.set(event, known);
    return known;
  }
}
