/**
 * The masked fields whose values are looked for elsewhere on the page. Holds the fields, not what is in them, and as
 * long as the page does. Knows neither why they are masked nor where their values are looked for.
 */
import type { Dom } from "./dom.ts";
import { echoesOf } from "./echoes.ts";

/** It outlives a capture: the page stays the same. */
export interface FieldMemory {
  /** Whether each is a password field. */
  readonly fields: Map<WeakRef<Element>, boolean>;
  readonly known: WeakSet<Element>;
}

interface Values {
  readonly passwords: readonly string[];
  /** Null: nothing is to be looked for. */
  readonly echoes: RegExp | null;
}

export interface FieldValues {
  add(element: Element, isPassword: boolean): void;
  now(): Values;
  nextEvent(): void;
}

const PASSWORD_CHARS_MIN = 5;
const VALUE_CHARS_MIN = 4;
const VALUE_CHARS_MAX = 1_000;
const FIELDS_MAX = 200;
/** Not typed: what they hold are the page's own words. */
const UNTYPED = /^(hidden|file|checkbox|radio|button|submit|reset|image|range|color)$/i;

export const createFieldValues = (dom: Dom, { fields, known }: FieldMemory): FieldValues => {
  let values: Values | null = null;

  const read = (): Values => {
    const [passwords, others]: [string[], string[]] = [[], []];
    for (const [reference, isPassword] of fields) {
      const element = reference.deref();
      if (element === undefined) fields.delete(reference);
      const value = element === undefined ? "" : dom.value(element);
      if (value.length > VALUE_CHARS_MAX) continue;
      if (isPassword && value.length >= PASSWORD_CHARS_MIN) passwords.push(value);
      else if (value.trim().length >= VALUE_CHARS_MIN) others.push(value);
    }
    return { passwords, echoes: echoesOf(passwords, others) };
  };
  return {
    now: () => {
      values ??= read();
      return values;
    },
    add: (element, isPassword) => {
      const isTyped = element.localName !== "select" && !UNTYPED.test(dom.attribute(element, "type") ?? "");
      if (!isPassword && (!isTyped || known.has(element) || fields.size >= FIELDS_MAX)) return;
      known.add(element);
      fields.set(new WeakRef(element), isPassword);
      values = null;
    },
    nextEvent: () => {
      values = null;
    },
  };
};
