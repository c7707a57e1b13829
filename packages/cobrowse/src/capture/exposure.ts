/**
 * How much of a node may be seen. Decided from the live page at the moment an event leaves, over the whole chain of
 * ancestors across shadow roots, slots and frames; once masked or blocked a node stays so, wherever it is moved.
 * Knows nothing of events.
 */
import { createDom, type Dom, isElement } from "./dom.ts";
import { beginsLikeCard, type FieldVerdict, judgeField } from "./fields.ts";
import { holdsCardNumber } from "./scrub.ts";
import type { MaskPolicy } from "./types.ts";

/** Ordered: the strictest ancestor wins. */
export const EXPOSURE = { open: 0, mask: 1, block: 2, own: 3 } as const;
export type Exposure = (typeof EXPOSURE)[keyof typeof EXPOSURE];

/** What was once secret. It outlives a capture: after a lost connection the same page is captured again. */
export interface MaskMemory {
  readonly sticky: WeakMap<Node, Exposure>;
  readonly known: WeakMap<Element, FieldVerdict>;
  readonly passwordNames: Set<string>;
  readonly passwordFields: Set<WeakRef<Element>>;
}

export const createMaskMemory = (): MaskMemory => ({
  sticky: new WeakMap(),
  known: new WeakMap(),
  passwordNames: new Set(),
  passwordFields: new Set(),
});

export interface Judge {
  readonly dom: Dom;
  /** Node or ancestors. A node we cannot find is treated as masked by the callers. */
  exposure(node: Node): Exposure;
  /** True if the field's value is never shown. */
  secretField(element: Element): boolean;
  /** True for text typed into an editable part of the page, where that counts as a field. */
  secretText(parent: Element): boolean;
  /** The current values of password fields long enough to be recognised elsewhere. */
  passwords(): readonly string[];
  /** Forgets what was remembered for the event at hand; call it once per event. */
  nextEvent(): void;
}

const FIELDS = new Set(["input", "textarea", "select"]);
const HINT_ATTRIBUTES = ["name", "id", "placeholder", "aria-label", "title"];
const PASSWORD_CHARS_MIN = 5;

const stricter = (one: Exposure, other: Exposure): Exposure => (one > other ? one : other);

export const isField = (element: Element): boolean => FIELDS.has(element.localName);

export const createJudge = (
  window: Window & typeof globalThis,
  options: {
    readonly policy: MaskPolicy;
    readonly own: readonly Element[];
    readonly memory: MaskMemory;
  },
): Judge => {
  const dom = createDom(window);
  const own = new WeakSet<Node>(options.own);
  const { sticky, known, passwordNames, passwordFields } = options.memory;
  let memo = new Map<Node, Exposure>();
  let fieldMemo = new Map<Element, boolean>();
  let values: string[] | null = null;

  const ofItself = (node: Node): Exposure => {
    if (own.has(node)) return EXPOSURE.own;
    const before = sticky.get(node) ?? EXPOSURE.open;
    if (before >= EXPOSURE.block || !isElement(node)) return before;
    if (dom.has(node, "data-lotse-block")) return EXPOSURE.block;
    return dom.has(node, "data-lotse-mask") ? EXPOSURE.mask : before;
  };

  const exposure = (node: Node): Exposure => {
    const remembered = memo.get(node);
    if (remembered !== undefined) return remembered;
    const above = dom.shownParent(node);
    const inherited = above === null ? EXPOSURE.open : exposure(above);
    const found = stricter(ofItself(node), inherited);
    memo.set(node, found);
    if (found > EXPOSURE.open) sticky.set(node, found);
    return found;
  };

  const nameKeys = (element: Element): string[] =>
    ["name", "id"].flatMap(name => {
      const value = dom.attribute(element, name);
      return value ? [`${name}=${value}`] : [];
    });

  const judge = (element: Element): FieldVerdict => {
    const names = HINT_ATTRIBUTES.map(name => dom.attribute(element, name) ?? "");
    const verdict = judgeField({
      tag: element.localName,
      type: (dom.attribute(element, "type") ?? "").toLowerCase(),
      autocomplete: dom.attribute(element, "autocomplete") ?? "",
      hints: [...names, ...dom.labels(element)].filter(hint => hint !== ""),
    });
    // rrweb's own mark for a password field whose type was switched; clones carry it along.
    if (verdict === "password" || dom.has(element, "data-rr-is-password")) return "password";
    // A field shown instead of a password field (same name or id, or holding the same value) is one, too.
    if (nameKeys(element).some(key => passwordNames.has(key))) return "password";
    const value = dom.value(element);
    if (value.length >= PASSWORD_CHARS_MIN && passwords().includes(value)) return "password";
    if (verdict === "open" && (beginsLikeCard(value) || holdsCardNumber(value))) return "secret";
    return verdict;
  };

  const decide = (element: Element): boolean => {
    if (options.policy.strict && isStrictField(dom, element)) return true;
    const before = known.get(element);
    if (before === "password") return true;
    const verdict = judge(element);
    if (verdict === "password") {
      for (const key of nameKeys(element)) passwordNames.add(key);
      passwordFields.add(new WeakRef(element));
      values = null;
    }
    if (verdict !== "open") known.set(element, verdict);
    return verdict !== "open" || before === "secret";
  };
  const secretField = (element: Element): boolean => {
    const decided = fieldMemo.get(element) ?? decide(element);
    fieldMemo.set(element, decided);
    return decided;
  };

  const passwords = (): readonly string[] => {
    if (values !== null) return values;
    values = [];
    for (const reference of passwordFields) {
      const element = reference.deref();
      if (element === undefined) passwordFields.delete(reference);
      else if (dom.value(element).length >= PASSWORD_CHARS_MIN) values.push(dom.value(element));
    }
    return values;
  };

  return {
    dom,
    exposure,
    secretField,
    secretText: parent => options.policy.strict && dom.editable(parent),
    passwords,
    nextEvent: () => {
      memo = new Map();
      fieldMemo = new Map();
      values = null;
    },
  };
};

/** In the strict preset every field a person fills in, but not the buttons. */
const isStrictField = (dom: Dom, element: Element): boolean => {
  if (element.localName !== "input") return isField(element);
  const type = (dom.attribute(element, "type") ?? "").toLowerCase();
  return !["button", "submit", "reset", "image"].includes(type);
};
