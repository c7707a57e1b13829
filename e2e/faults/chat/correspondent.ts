/** One side of one conversation: writes bursts of lines without end, and notes all that its screen shows. */
import { randomUUID } from "node:crypto";
import { type ConversationLog, createConversationLog, type LogConnection, systemClock } from "@lotse/client";
import type { ConversationId, Message, Unsubscribe } from "@lotse/protocol";
import type { Entry, Random } from "@lotse/testkit/faults";
import { type Watching, witnessed } from "./witnessed.ts";

/** How busy somebody is: a burst of lines, a pause, and nothing new while too much is unanswered. */
export interface Pace {
  readonly pauseMs: readonly [number, number];
  readonly lines: readonly [number, number];
  readonly pendingMax: number;
}

export interface CorrespondentOptions extends Watching {
  readonly name: string;
  readonly side: "visitor" | "agent";
  readonly connection: LogConnection;
  readonly conversationId: ConversationId;
  readonly random: Random;
  readonly pace: Pace;
}

export const entryOf = ({ clientId, seq, author, body }: Message): Entry => ({
  id: clientId,
  seq,
  text: body.kind === "text" ? body.text : body.notice,
  own: author.kind === "system",
});

/** Where characters are lost or counted wrongly, these are the ones. */
const SPECIAL = ["ü", "ß", "€", "🧭", "字", "\t", "\n", "'", '"', "\\", "<b>", "\u202e"];

export class Correspondent {
  readonly #options: CorrespondentOptions;
  readonly #log: ConversationLog;
  #written = 0;
  #heard = 0;
  #cancelPause: Unsubscribe = () => {};
  #writing = false;

  constructor(options: CorrespondentOptions) {
    this.#options = options;
    const { connection, conversationId, side } = options;
    this.#log = createConversationLog({
      connection: witnessed(connection, options),
      conversationId,
      side,
      clock: systemClock,
      ids: randomUUID,
    });
    this.#log.onChange(() => this.#look());
    this.#look();
  }

  get conversationId(): ConversationId {
    return this.#options.conversationId;
  }

  /** Nothing is on its way any more. */
  get quiet(): boolean {
    return this.#log.pending.length === 0;
  }

  get lastSeq(): number {
    return this.#log.messages.length;
  }

  begin(): void {
    if (this.#writing) return;
    this.#writing = true;
    this.#pause();
  }

  /** Writes nothing new; what was written still goes out. */
  rest(): void {
    this.#writing = false;
    this.#cancelPause();
  }

  close(): void {
    this.rest();
    this.#log.close();
  }

  #pause(): void {
    const { random, pace } = this.#options;
    this.#cancelPause = systemClock.after(random.between(...pace.pauseMs), () => {
      if (!this.#writing) return;
      this.#write();
      this.#pause();
    });
  }

  #write(): void {
    const { random, pace } = this.#options;
    for (let left = random.between(...pace.lines); left > 0; left--) {
      if (this.#log.pending.length >= pace.pendingMax) return;
      this.#log.send(this.#nextText());
    }
  }

  #nextText(): string {
    const { name, random } = this.#options;
    const filler = random.pick(SPECIAL).repeat(random.next() < 0.02 ? 2_000 : random.between(0, 20));
    return `${name} ${++this.#written} ${filler}.`;
  }

  #look(): void {
    const { witness, conversationId } = this.#options;
    for (const message of this.#log.messages.slice(this.#heard)) {
      const { id, seq, text } = entryOf(message);
      witness.note({ kind: "received", channel: conversationId, id, seq, text });
    }
    this.#heard = this.#log.messages.length;
  }
}
