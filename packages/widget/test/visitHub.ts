/**
 * For tests: a hub as one visit sees it from several tabs, conversations opened, ended and opened again included. Each tab
 * has a port of its own, to be put behind a network that fails.
 */
import type { Peer } from "@lotse/client/fakeNetwork";
import {
  type Author,
  acknowledge,
  type Clock,
  type CommandInput,
  type ConversationId,
  type ConversationView,
  fail,
  type LineOutcome,
  type MakeId,
  type Message,
  ok,
  type Receipt,
} from "@lotse/protocol";

const PAGE = 4;
const AGENT: Author = { kind: "agent", agent: { id: "a" as never, name: "Anna Petersen" } };

interface Talk {
  readonly id: ConversationId;
  readonly messages: Message[];
  ended: boolean;
  readonly receipts: { visitor: Receipt; agent: Receipt };
}

export class VisitHub {
  readonly talks: Talk[] = [];
  readonly #ports = new Set<Peer>();
  readonly #clock: Clock;
  readonly #ids: MakeId;

  constructor(clock: Clock, ids: MakeId) {
    this.#clock = clock;
    this.#ids = ids;
  }

  port(): Peer {
    const port: Peer = {
      publish: () => {},
      handle: (name, input, answer) => answer(this.#answer(name, input)),
    };
    this.#ports.add(port);
    return port;
  }

  agentWrites(text: string): void {
    const talk = this.#open;
    if (talk !== undefined) this.#append(talk, [{ author: AGENT, clientId: this.#ids(), text }]);
  }

  get #open(): Talk | undefined {
    return this.talks.find(({ ended }) => !ended);
  }

  #answer(name: string, input: unknown): unknown {
    const open = this.#open;
    const { conversationId } = input as { conversationId?: ConversationId };
    const named = this.talks.find(({ id }) => id === conversationId);
    if (name === "visit:resume") {
      const conversation = open === undefined ? null : this.#view(open);
      return ok({ serverNowMs: this.#clock.nowMs(), conversation, invitation: null, cobrowse: null });
    }
    if (name === "conversation:open") return ok({ conversation: this.#view(open ?? this.#begin()) });
    if (named === undefined) return fail({ code: "NOT_FOUND", message: name });
    if (name === "conversation:end") this.#end(named);
    if (name === "message:send") return this.#send(named, input as CommandInput<"message:send">);
    if (name === "conversation:resume") {
      const { afterSeq } = input as CommandInput<"conversation:resume">;
      const messages = named.messages.slice(afterSeq, afterSeq + PAGE);
      const more = afterSeq + messages.length < named.messages.length;
      return ok({ conversation: this.#view(named), messages, more });
    }
    return ok(name === "receipt:mark" ? named.receipts.visitor : {});
  }

  #begin(): Talk {
    const nothing = { deliveredSeq: 0, readSeq: 0 };
    const talk = {
      id: this.#ids() as ConversationId,
      messages: [],
      ended: false,
      receipts: { visitor: nothing, agent: nothing },
    };
    this.talks.push(talk);
    this.#tell("conversation:changed", this.#view(talk));
    return talk;
  }

  #end(talk: Talk): void {
    if (talk.ended) return;
    talk.ended = true;
    this.#tell("conversation:changed", this.#view(talk));
  }

  #send(talk: Talk, { messages }: CommandInput<"message:send">): unknown {
    const outcomes = messages.map(({ clientId, text }): LineOutcome => {
      const known = talk.messages.find(message => message.clientId === clientId);
      if (known !== undefined) return { ok: true, message: known, duplicate: true };
      if (talk.ended) return { ok: false, code: "CONVERSATION_CLOSED" };
      const [message] = this.#append(talk, [{ author: { kind: "visitor" }, clientId, text }]);
      if (message === undefined) return { ok: false, code: "INTERNAL" };
      return { ok: true, message, duplicate: false };
    });
    return ok(acknowledge(outcomes));
  }

  #append(
    talk: Talk,
    lines: readonly { readonly author: Author; readonly clientId: string; readonly text: string }[],
  ): readonly Message[] {
    const fresh = lines.map(
      ({ author, clientId, text }, index): Message => ({
        conversationId: talk.id,
        seq: talk.messages.length + index + 1,
        clientId: clientId as never,
        author,
        body: { kind: "text", text },
        sentAtMs: this.#clock.nowMs(),
      }),
    );
    talk.messages.push(...fresh);
    this.#tell("message:sent", { conversationId: talk.id, messages: fresh });
    return fresh;
  }

  #view({ id, messages, ended, receipts }: Talk): ConversationView {
    return {
      id,
      visitId: id as never,
      state: ended ? "ended" : "active",
      agent: null,
      topic: null,
      position: null,
      openedAtMs: 0,
      endedAtMs: ended ? 1 : null,
      lastSeq: messages.length,
      receipts,
    };
  }

  #tell(event: string, payload: unknown): void {
    for (const port of this.#ports) port.publish(event, payload);
  }
}
