/**
 * A field's text on the visitor's page: where its order is made. Numbers every change, whoever made it, judges what an
 * agent writes by what was changed since, and keeps what it takes to give back what stood there before. Pure: knows no
 * element; the caller reads the field and writes in it.
 */
import type { Splice } from "@lotse/protocol";
import {
  apply,
  cut,
  diff,
  inverse,
  isNothing,
  join,
  NOTHING,
  rebase,
  splitsPair,
  transform,
} from "./splice.ts";

/** `page`: what a script of the page made of it, such as groups of digits. */
export type Writer = "visitor" | "page" | "agent";

export interface TextChange {
  readonly revision: number;
  readonly splice: Splice;
}

export type WritePlan =
  | { readonly kind: "write"; readonly splice: Splice }
  | { readonly kind: "refused"; readonly outcome: "visitorWrites" | "unfit" };

interface Shape {
  readonly maxLength: number | null;
  readonly multiline: boolean;
}

/** What a write may be behind by. */
const PAST_MAX = 500;
/** Places in one field that an agent's text stands at. */
const UNDO_MAX = 200;
const LONE_HALF = /\p{Surrogate}/u;

export class FieldText {
  #text: string;
  #revision: number;
  readonly #shape: Shape;
  readonly #past: { readonly splice: Splice; readonly by: Writer }[] = [];
  /** What takes back what agents wrote, each made on what the one before it leads to. */
  #undo: readonly Splice[] = [];
  /** What stood there before the first agent wrote; null: none did, or the visitor has written since. */
  #before: string | null = null;

  constructor(text: string, shape: Shape, revision = 1) {
    this.#text = text;
    this.#shape = shape;
    this.#revision = revision;
  }

  get text(): string {
    return this.#text;
  }

  get revision(): number {
    return this.#revision;
  }

  get isWritten(): boolean {
    return this.#before !== null || this.#undo.length > 0;
  }

  /** What the field holds now; null: nothing new. `caret`: where the visitor stands after it. */
  notice(now: string, by: "visitor" | "page", caret: number | null = null): TextChange | null {
    if (now === this.#text) return null;
    const splice = diff(this.#text, now, caret);
    if (by === "visitor") this.#before = null;
    const options = { change: splice, yields: by === "page", splits: true };
    this.#undo = rebase(this.#undo, this.#text, now, options).splices;
    return this.#add(now, splice, by);
  }

  /** What is to be written for what an agent wrote at a revision. Changes nothing yet. */
  plan(revision: number, written: Splice): WritePlan {
    const behind = this.#revision - revision;
    if (behind < 0 || LONE_HALF.test(written.insert)) return { kind: "refused", outcome: "unfit" };
    if (behind > this.#past.length) return { kind: "refused", outcome: "visitorWrites" };
    let mine: Splice = { ...written, insert: this.#clean(written.insert) };
    for (const { splice, by } of behind === 0 ? [] : this.#past.slice(-behind)) {
      const moved = transform(mine, splice, by !== "visitor");
      if (moved === null) return { kind: "refused", outcome: "visitorWrites" };
      mine = moved;
    }
    const end = mine.at + mine.remove;
    if (end > this.#text.length || splitsPair(this.#text, mine.at) || splitsPair(this.#text, end)) {
      return { kind: "refused", outcome: "unfit" };
    }
    return { kind: "write", splice: this.#fitted(mine) };
  }

  /** What the field holds after a planned write: that, or what the page made of it at once. */
  wrote(now: string, planned: Splice): TextChange {
    const isAsPlanned = now === apply(this.#text, planned);
    const effect = isAsPlanned ? planned : diff(this.#text, now, planned.at + planned.insert.length);
    if (isNothing(effect)) return this.#add(now, NOTHING, "agent");
    if (!this.isWritten) this.#before = this.#text;
    const back = inverse(this.#text, effect);
    const [last, ...older] = this.#undo;
    const joined = last === undefined ? null : join(back, last);
    this.#undo = joined === null ? [back, ...this.#undo].slice(0, UNDO_MAX) : [joined, ...older];
    return this.#add(now, effect, "agent");
  }

  /** The text without what agents wrote, as far as the visitor did not touch it since. */
  undone(): string {
    return this.#before ?? this.#undo.reduce(apply, this.#text);
  }

  /** What the field holds after that was written. */
  wasUndone(now: string): TextChange | null {
    this.#undo = [];
    this.#before = null;
    return now === this.#text ? null : this.#add(now, diff(this.#text, now), "visitor");
  }

  #add(now: string, splice: Splice, by: Writer): TextChange {
    this.#text = now;
    this.#revision += 1;
    this.#past.push({ splice, by });
    if (this.#past.length > PAST_MAX) this.#past.shift();
    return { revision: this.#revision, splice };
  }

  #clean(insert: string): string {
    return this.#shape.multiline ? insert.replace(/\r\n?/g, "\n") : insert.replace(/[\r\n]+/g, "");
  }

  #fitted(splice: Splice): Splice {
    const { maxLength } = this.#shape;
    if (maxLength === null) return splice;
    const room = maxLength - (this.#text.length - splice.remove);
    return { ...splice, insert: cut(splice.insert, room) };
  }
}
