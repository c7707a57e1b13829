/** Recordings by hand, for tests of the viewer's customs: what no recorder would send, and its honest twin. */
import { LotseError } from "@lotse/protocol";
import { EVENT, type MutationData, NODE, SOURCE } from "../wire/events.ts";
import { createValidator } from "./validator.ts";

export type Raw = Record<string, unknown>;

export const text = (id: number, textContent = "Text"): Raw => ({ type: NODE.text, id, textContent });
export const element = (id: number, tagName = "div", childNodes: Raw[] = [], more: Raw = {}): Raw => ({
  ...{ type: NODE.element, id, tagName, attributes: {}, childNodes },
  ...more,
});
export const doc = (id: number, ...childNodes: Raw[]): Raw => ({ type: NODE.document, id, childNodes });
export const page = (...body: Raw[]): Raw => ({
  type: EVENT.full,
  data: {
    node: doc(1, element(2, "html", [element(3, "body", body)])),
    initialOffset: { top: 0, left: 0 },
  },
});
export const change = (data: Raw): Raw => ({ type: EVENT.incremental, data });
export const mutation = (data: Raw): Raw =>
  change({ source: SOURCE.mutation, adds: [], removes: [], texts: [], attributes: [], ...data });
export const add = (parentId: number, node: Raw, nextId: number | null = null): Raw => ({
  parentId,
  nextId,
  node,
});
export const adding = (...adds: Raw[]): Raw => mutation({ adds });

/** The code, or what the last event became. */
export const run = (events: Iterable<unknown>): unknown => {
  const validator = createValidator();
  let last: unknown = null;
  try {
    for (const event of events) last = validator.check(event);
  } catch (error) {
    if (error instanceof LotseError) return error.code;
    throw error;
  }
  return last;
};
export const mutated = (...events: unknown[]): MutationData => (run(events) as { data: MutationData }).data;
export const many = function* (
  first: unknown,
  count: number,
  make: (n: number) => unknown,
): Generator<unknown> {
  yield first;
  for (let n = 0; n < count; n++) yield make(n);
};
