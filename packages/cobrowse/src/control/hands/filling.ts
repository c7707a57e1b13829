/** Values put into fields at once: what is chosen in a list, and what is set as a whole. */
import type { ActRefusal, MarkNode } from "@lotse/protocol";
import { type Choice, choiceIn, choose, chosenWords, isSettable, set, valueIn } from "./choosing.ts";
import { isReadonly } from "./forbids.ts";
import { touch } from "./reach.ts";
import { withoutSubmits } from "./submitGuard.ts";
import type { Tools } from "./tools.ts";
import type { Outcome } from "./types.ts";

export interface Filling {
  choose(node: MarkNode, options: readonly number[]): Promise<Outcome>;
  set(node: MarkNode, value: string): Promise<Outcome>;
  /** Does it with the field, if that can be reached and takes anything. */
  with(node: MarkNode, act: (field: Element) => Outcome | Promise<Outcome>): Promise<Outcome>;
  close(): void;
}

/** After a key of the visitor's in it, a field is theirs for so long. */
const VISITOR_KEY_MS = 2_000;

interface Putting {
  readonly before: Choice;
  readonly act: () => ActRefusal | null;
  readonly words: () => string;
}

export const createFilling = (tools: Tools): Filling => {
  const { page, options } = tools;
  const { clock } = options;
  let lastKey: { readonly element: unknown; readonly atMs: number } | null = null;
  const close = page.listen(options.window, "keydown", event => {
    if (event.isTrusted) lastKey = { element: event.composedPath()[0], atMs: clock.nowMs() };
  });

  const reach: Filling["with"] = async (node, act) => {
    const found = tools.find(node);
    if ("refusal" in found) return found.refusal;
    if (isReadonly(page, found.element)) return "readonly";
    return touch(page, found.element, null) === null ? "covered" : act(found.element);
  };
  const put = async (element: Element, kind: "choose" | "set", parts: Putting): Promise<Outcome> => {
    const isVisitors = lastKey?.element === element && clock.nowMs() - lastKey.atMs < VISITOR_KEY_MS;
    if (isVisitors) return "visitorWrites";
    const tell = tools.note(kind, element);
    const { result } = await withoutSubmits(page, element, () => {
      const refusal = parts.act();
      if (refusal !== null) return refusal;
      tools.undoBook.chose(element, parts.before);
      tell(parts.words());
      return null;
    });
    return result ?? "done";
  };
  return {
    with: reach,
    choose: (node, indices) =>
      reach(node, list => {
        if (list.localName !== "select") return "unfit";
        const before = choiceIn(page, list);
        const act = () => choose(page, list, indices);
        return put(list, "choose", { before, act, words: () => chosenWords(list) });
      }),
    set: (node, value) =>
      reach(node, field => {
        if (!isSettable(field)) return "unfit";
        const before = valueIn(page, field);
        return put(field, "set", { before, act: () => set(page, field, value), words: before.now });
      }),
    close,
  };
};
