/**
 * What happened in the forms that rules ask for: which fields were touched and retyped, how many errors were shown, what was
 * sent. Pure: knows fields by a name within their form and by how long what is in them is, never by what it says.
 */
import type { Kept } from "../Watch.ts";

/** More fields than this are not told apart any more; the catalogue's range ends with them. */
const FIELDS_MAX = 1_000;
/** A form that is away for less is being drawn anew, or has not been drawn yet. */
export const LEFT_AFTER_MS = 2_000;
/** Of so many the names go with the visit to its next page. */
const KEPT_MAX = 200;

interface Form {
  readonly touched: Set<string>;
  readonly retyped: Set<string>;
  readonly emptied: Set<string>;
  /** How long the fields' texts were when they were last seen. */
  readonly lengths: Map<string, number>;
  /** Fields that show an error now, by what the browser said and by what the page says. */
  readonly refused: Set<string>;
  marked: ReadonlySet<string>;
  errors: number;
  /** Nothing was entered since it was sent. */
  sent: boolean;
  /** Since when it is not on the page, or not to be seen there if one looked. */
  absentSinceMs: number | null;
}

export interface FormFacts {
  readonly fieldsTouched: number;
  readonly retyped: number;
  readonly errors: number;
  readonly left: boolean;
}

const add = (set: Set<string>, field: string) => {
  if (set.size < FIELDS_MAX) set.add(field);
};

const namesIn = (value: unknown): Set<string> =>
  new Set(Array.isArray(value) ? value.filter(one => typeof one === "string").slice(0, KEPT_MAX) : []);

const countIn = (value: unknown): number =>
  Number.isSafeInteger(value) ? Math.max(0, Math.min(FIELDS_MAX, value as number)) : 0;

const createForm = (kept: Kept): Form => ({
  touched: namesIn(kept.touched),
  retyped: namesIn(kept.retyped),
  emptied: new Set(),
  lengths: new Map(),
  refused: new Set(),
  marked: new Set(),
  errors: countIn(kept.errors),
  sent: kept.sent === true,
  absentSinceMs: null,
});

export class FormLedger {
  readonly #forms = new Map<string, Form>();

  constructor(names: Iterable<string>) {
    for (const name of names) this.#forms.set(name, createForm({}));
  }

  recall(kept: Kept): void {
    for (const name of this.#forms.keys()) this.#forms.set(name, createForm(Object(kept[`form ${name}`])));
  }

  keep(): Kept {
    const entries = [...this.#forms].map(([name, { touched, retyped, errors, sent }]) => [
      `form ${name}`,
      { touched: [...touched].slice(0, KEPT_MAX), retyped: [...retyped].slice(0, KEPT_MAX), errors, sent },
    ]);
    return Object.fromEntries(entries);
  }

  /** Something was entered. `length` is null for what has no text: a choice, a tick, a date. */
  entered(name: string, field: string, length: number | null): void {
    const form = this.#forms.get(name);
    if (form === undefined) return;
    add(form.touched, field);
    form.sent = false;
    form.refused.delete(field);
    if (length === null) return;
    const before = form.lengths.get(field);
    form.lengths.set(field, length);
    // All of it marked and typed over is emptied, too.
    const typedOver = before !== undefined && before > 2 && length === 1;
    if (length === 0 || typedOver) add(form.emptied, field);
    if (length > 0 && form.emptied.delete(field)) add(form.retyped, field);
  }

  /** The browser refused to send what is in the field. */
  refused(name: string, field: string): void {
    const form = this.#forms.get(name);
    if (form === undefined || form.refused.has(field) || form.marked.has(field)) return;
    add(form.refused, field);
    this.#failed(form);
  }

  /** All fields that the page marks as wrong now. */
  marked(name: string, fields: ReadonlySet<string>): void {
    const form = this.#forms.get(name);
    if (form === undefined) return;
    for (const field of fields) if (!form.marked.has(field) && !form.refused.has(field)) this.#failed(form);
    form.marked = fields;
  }

  sent(name: string): void {
    const form = this.#forms.get(name);
    if (form) form.sent = true;
  }

  /** The forms that are on the page now. */
  present(names: ReadonlySet<string>, nowMs: number): void {
    for (const [name, form] of this.#forms)
      form.absentSinceMs = names.has(name) ? null : (form.absentSinceMs ?? nowMs);
  }

  factsOf(name: string, nowMs: number): FormFacts {
    const { touched, retyped, errors, sent, absentSinceMs } = this.#forms.get(name) ?? createForm({});
    const isAway = absentSinceMs !== null && nowMs - absentSinceMs >= LEFT_AFTER_MS;
    const left = touched.size > 0 && !sent && isAway;
    return { fieldsTouched: touched.size, retyped: retyped.size, errors, left };
  }

  #failed(form: Form): void {
    form.errors = Math.min(FIELDS_MAX, form.errors + 1);
    // What was sent with errors in it was not taken.
    form.sent = false;
  }
}
