/**
 * A field of the visitor's page as an agent writes in it: what the page has confirmed, and over it what is on its way
 * there. One write is under way at a time; what is written meanwhile waits. The page has the last word about each, and
 * about what the field then holds. Knows no element and no connection.
 */
import {
  ACT_TEXT_MAX,
  type ActRefusal,
  type Clock,
  type FieldNews,
  type MarkNode,
  type Splice,
  type Unsubscribe,
} from "@lotse/protocol";
import { apply, cut, diff, isNothing, join, movePlace, rebase, transform } from "./splice.ts";

export interface Caret {
  readonly start: number;
  readonly end: number;
}

export interface FieldDraftOptions {
  readonly node: MarkNode;
  readonly clock: Clock;
  /** Sends the act; returns its number. */
  readonly open: (node: MarkNode) => number;
  readonly write: (node: MarkNode, revision: number, splice: Splice) => number;
  /** Text, caret or state are others than before. */
  readonly onChange: () => void;
  /** Something the agent wrote does not stand: the visitor was there first, or the page does not take it. */
  readonly onLost: (why: ActRefusal) => void;
}

export type DraftState =
  | { readonly kind: "opening" }
  | { readonly kind: "open" }
  | { readonly kind: "closed"; readonly why: ActRefusal | "unanswered" };

/** A write or an opening without an answer is asked for again. */
const ANSWER_MS = 5_000;
const UNANSWERED_MAX = 3;
/** Not of one write alone: nobody writes in the field any more. */
const ENDS: readonly ActRefusal[] = ["noGrant", "gone", "masked", "site", "disabled", "readonly"];

export class FieldDraft {
  readonly #options: FieldDraftOptions;
  #state: DraftState = { kind: "opening" };
  #confirmed = "";
  #revision = 0;
  /** The write under way, as it is meant on the confirmed text now. */
  #flying: { readonly seq: number; readonly splice: Splice } | null = null;
  /** Each made on what the one before it leads to; the first on what is under way. */
  #waiting: readonly Splice[] = [];
  #caret: Caret = { start: 0, end: 0 };
  #openSeq = 0;
  #unanswered = 0;
  /** Null until the page has told of the field. */
  #shape: { readonly maxLength: number | null; readonly multiline: boolean } | null = null;
  #timer: Unsubscribe | null = null;

  constructor(options: FieldDraftOptions) {
    this.#options = options;
    this.reopen();
  }

  get state(): DraftState {
    return this.#state;
  }

  /** As the agent sees it: with what is still on its way. */
  get text(): string {
    return this.#waiting.reduce(apply, this.#flown());
  }

  get caret(): Caret {
    return this.#caret;
  }

  set caret(caret: Caret) {
    this.#caret = caret;
  }

  /** Everything written stands on the page. */
  get isSettled(): boolean {
    return this.#state.kind === "open" && this.#flying === null && this.#waiting.length === 0;
  }

  /** What the agent's own field holds now; `caret`: behind what was just written. Returns what of it stands. */
  edit(now: string, caret: number): string {
    const shown = this.text;
    if (this.#shape === null || this.#state.kind === "closed") return shown;
    const splice = this.#fitted(shown, diff(shown, now, caret));
    if (isNothing(splice)) return shown;
    this.#wait(splice);
    const at = splice.at + splice.insert.length;
    this.#caret = { start: at, end: at };
    this.#send();
    return this.text;
  }

  hear(news: FieldNews): void {
    const { node } = this.#options;
    if (news.node.nodeId !== node.nodeId || news.node.segment !== node.segment) return;
    if (this.#state.kind === "closed") return;
    if (news.kind === "closed") this.#close("gone");
    else if (news.kind === "opened") this.#opened(news);
    else this.#changed(news);
  }

  answered(seq: number, outcome: "done" | ActRefusal): void {
    if (outcome === "done" || this.#state.kind === "closed") return;
    const isOpening = this.#state.kind === "opening" && seq === this.#openSeq;
    const isWrite = this.#flying?.seq === seq;
    if (isOpening || (isWrite && ENDS.includes(outcome))) this.#close(outcome);
    else if (isWrite) {
      this.#rebase(this.#confirmed, { flying: null });
      this.#options.onLost(outcome);
      this.#send();
    }
  }

  /** Asks for the whole field anew: after a gap, or when the connection was lost. */
  reopen(): void {
    if (this.#state.kind === "closed") return;
    this.#state = { kind: "opening" };
    this.#openSeq = this.#options.open(this.#options.node);
    this.#await();
    this.#options.onChange();
  }

  /** Idempotent; says nothing to the page. */
  close(): void {
    this.#timer?.();
    this.#timer = null;
    this.#state = { kind: "closed", why: "gone" };
  }

  #opened(news: Extract<FieldNews, { kind: "opened" }>): void {
    // An older opening that comes late: what it tells was true before.
    if (news.of < this.#openSeq || this.#state.kind !== "opening") return;
    this.#unanswered = 0;
    this.#state = { kind: "open" };
    this.#revision = news.revision;
    if (this.#shape === null) this.#caret = { start: news.text.length, end: news.text.length };
    this.#shape = news;
    // A write under way came before this, or never will: the page does nothing that has an older number.
    this.#rebase(news.text, { flying: null });
    this.#send();
  }

  #changed({ revision, splice, of }: Extract<FieldNews, { kind: "changed" }>): void {
    if (this.#state.kind !== "open" || revision <= this.#revision) return;
    if (revision !== this.#revision + 1) {
      this.reopen();
      return;
    }
    this.#revision = revision;
    const flying = this.#flying;
    const isMine = flying !== null && flying.seq === of;
    const moved = flying === null || isMine ? null : transform(flying.splice, splice, true);
    this.#rebase(apply(this.#confirmed, splice), {
      flying: flying === null || moved === null ? null : { seq: flying.seq, splice: moved },
      ...(flying === null && { change: splice }),
      yields: isMine,
    });
    this.#send();
  }

  #rebase(
    confirmed: string,
    to: {
      readonly flying: { readonly seq: number; readonly splice: Splice } | null;
      readonly change?: Splice;
      readonly yields?: boolean;
    },
  ): void {
    const [flown, shown] = [this.#flown(), this.text];
    this.#confirmed = confirmed;
    this.#flying = to.flying;
    const { splices, lost } = rebase(this.#waiting, flown, this.#flown(), to);
    const isAllThereIs = to.change !== undefined && this.#waiting.length === 0;
    this.#waiting = splices;
    const change = isAllThereIs ? to.change : diff(shown, this.text);
    const { start, end } = this.#caret;
    this.#caret = { start: movePlace(start, change), end: movePlace(end, change) };
    if (lost > 0) this.#options.onLost("visitorWrites");
    this.#await();
    this.#options.onChange();
  }

  #flown(): string {
    return this.#flying === null ? this.#confirmed : apply(this.#confirmed, this.#flying.splice);
  }

  #wait(splice: Splice): void {
    const last = this.#waiting.at(-1);
    const joined = last === undefined ? null : join(last, splice);
    const kept = joined !== null && joined.insert.length <= ACT_TEXT_MAX;
    this.#waiting = kept ? [...this.#waiting.slice(0, -1), joined] : [...this.#waiting, ...pieces(splice)];
  }

  #send(): void {
    if (this.#state.kind !== "open" || this.#flying !== null) return;
    const [next, ...rest] = this.#waiting;
    if (next === undefined) return;
    this.#waiting = rest;
    this.#flying = { seq: this.#options.write(this.#options.node, this.#revision, next), splice: next };
    this.#await();
  }

  /** Waits for the answer that is due, if one is. */
  #await(): void {
    this.#timer?.();
    const isDue = this.#state.kind === "opening" || this.#flying !== null;
    this.#timer = isDue ? this.#options.clock.after(ANSWER_MS, () => this.#late()) : null;
  }

  #late(): void {
    this.#unanswered += 1;
    if (this.#unanswered < UNANSWERED_MAX) this.reopen();
    else this.#close("unanswered");
  }

  #close(why: ActRefusal | "unanswered"): void {
    this.close();
    this.#state = { kind: "closed", why };
    this.#options.onChange();
  }

  #fitted(shown: string, splice: Splice): Splice {
    const { maxLength, multiline } = this.#shape ?? { maxLength: null, multiline: true };
    const insert = multiline ? splice.insert : splice.insert.replace(/[\r\n]+/g, "");
    const room = maxLength === null ? insert.length : maxLength - (shown.length - splice.remove);
    return { ...splice, insert: cut(insert, room) };
  }
}

/** What is too long for one act, as several. */
const pieces = (splice: Splice): Splice[] => {
  const found: Splice[] = [];
  let { at, remove, insert } = splice;
  do {
    const piece = insert.length <= ACT_TEXT_MAX ? insert : cut(insert, ACT_TEXT_MAX);
    found.push({ at, remove, insert: piece });
    insert = insert.slice(piece.length);
    at += piece.length;
    remove = 0;
  } while (insert !== "");
  return found;
};
