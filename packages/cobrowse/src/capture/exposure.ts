/**
 * How much of a node may be seen. Decided from the live page at the moment an event leaves, over the whole chain of
 * ancestors across shadow roots, slots and frames; once masked or blocked a node stays so, wherever it is moved.
 * Knows nothing of events.
 */

import { inMaskedList, isChoice } from "./choices.ts";
import { type CopyMemory, createCopyMemory } from "./copyMemory.ts";
import { createDom, type Dom, isElement } from "./dom.ts";
import { withoutEchoes } from "./echoes.ts";
import { beginsLikeCard, type FieldVerdict, judgeField } from "./fields.ts";
import { createFieldValues, type FieldMemory } from "./fieldValues.ts";
import { hintsOf } from "./hints.ts";
import { createMaskedNames, type MaskedNames } from "./maskedNames.ts";
import type { Paint, PaintMemory } from "./paint.ts";
import type { Policy } from "./policy.ts";
import { holdsCardNumber, isSecretName } from "./scrub.ts";

/** Ordered: the strictest ancestor wins. */
export const EXPOSURE = { open: 0, mask: 1, block: 2, own: 3 } as const;
export type Exposure = (typeof EXPOSURE)[keyof typeof EXPOSURE];

/** What was once secret. It outlives a capture: after a lost connection the same page is captured again. */
export interface MaskMemory {
  readonly sticky: WeakMap<Node, Exposure>;
  readonly known: WeakMap<Element, FieldVerdict>;
  readonly passwordNames: Set<string>;
  readonly fields: FieldMemory;
  /** Names and ids of masked fields: a form sends them in its address. */
  readonly names: MaskedNames;
  readonly copies: CopyMemory;
  readonly paint: PaintMemory;
}

export const createMaskMemory = (): MaskMemory => ({
  sticky: new WeakMap(),
  known: new WeakMap(),
  passwordNames: new Set(),
  fields: { fields: new Map(), known: new WeakSet() },
  names: createMaskedNames(),
  copies: createCopyMemory(),
  paint: { strokes: null },
});

export interface Judge {
  readonly dom: Dom;
  /** Node or ancestors. A node we cannot find is treated as masked by the callers. */
  exposure(node: Node): Exposure;
  /** True if the field's value is never shown. */
  secretField(element: Element): boolean;
  /** True for text typed into an editable part of the page, where that counts as a field. */
  secretText(parent: Element): boolean;
  /** A field whose value is not shown, or that stands in a masked part; its name and value are kept back elsewhere, too. */
  maskedField(element: Element): boolean;
  /** An option, or what shows it, of a masked list. */
  maskedChoice(choice: Element): boolean;
  /** What styles make of a field may have changed: it is looked at again. */
  lookAgain(element: Element): void;
  /** Without what masked fields say now. */
  unsay(text: string): string;
  /** A parameter that a masked field sends, or whose name says so. */
  secretName(name: string): boolean;
  /** Every field is masked, but for those of a part that the site shows all the same. */
  strict(element: Element): boolean;
  readonly policy: Policy;
  readonly paint: Paint;
  readonly copies: CopyMemory;
  /** Masks it from now on, wherever it is moved. Nothing below it may have been judged for this event yet. */
  hide(node: Node): void;
  /** Forgets what was remembered for the event at hand; call it once per event. */
  nextEvent(): void;
}

const FIELDS = new Set(["input", "textarea", "select"]);
const BOX_ROLES = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);

const stricter = (one: Exposure, other: Exposure): Exposure => (one > other ? one : other);

export const isField = (element: Element): boolean => FIELDS.has(element.localName);

export const createJudge = (
  window: Window & typeof globalThis,
  options: {
    readonly policy: Policy;
    readonly paint: Paint;
    readonly own: readonly Element[];
    readonly memory: MaskMemory;
  },
): Judge => {
  const dom = createDom(window);
  const own = new WeakSet<Node>(options.own);
  const { memory, policy, paint } = options;
  const { sticky, known, passwordNames, names } = memory;
  const fieldValues = createFieldValues(dom, memory.fields);
  const ruleNames = new Set(policy.names);
  let memo = new Map<Node, Exposure>();
  let fieldMemo = new Map<Element, boolean>();
  let shownMemo = new Map<Node, boolean>();
  let paintMemo = new Map<Node, boolean>();
  const looked = new WeakSet<Element>();

  const ofItself = (node: Node): Exposure => {
    if (own.has(node)) return EXPOSURE.own;
    const before = sticky.get(node) ?? (policy.broken ? EXPOSURE.mask : EXPOSURE.open);
    if (before >= EXPOSURE.block || !isElement(node)) return before;
    if (paint.is(node)) return EXPOSURE.block;
    if (dom.has(node, "data-lotse-block") || policy.is("block", node)) return EXPOSURE.block;
    const isMasked = dom.has(node, "data-lotse-mask") || policy.is("mask", node) || isSecretBox(node);
    return isMasked ? EXPOSURE.mask : before;
  };

  const isShown = (node: Node): boolean => {
    const remembered = shownMemo.get(node);
    if (remembered !== undefined) return remembered;
    const above = dom.shownParent(node);
    const found = (isElement(node) && policy.is("show", node)) || (above !== null && isShown(above));
    shownMemo.set(node, found);
    return found;
  };
  const strict = (element: Element): boolean => policy.strict && !isShown(element);

  /** Made a field by its role: what stands in it is its value. */
  const isSecretBox = (element: Element): boolean => {
    if (isField(element) || !isBox(dom, element)) return false;
    return strict(element) || judgeBox(element) !== "open";
  };
  const judgeBox = (element: Element): FieldVerdict =>
    judgeField({ tag: element.localName, type: "", autocomplete: "", hints: hintsOf(dom, element) });

  const isPainted = (node: Node): boolean => {
    const remembered = paintMemo.get(node);
    if (remembered !== undefined) return remembered;
    const above = dom.shownParent(node);
    const found = (isElement(node) && paint.is(node)) || (above !== null && isPainted(above));
    paintMemo.set(node, found);
    return found;
  };

  const exposure = (node: Node): Exposure => {
    const remembered = memo.get(node);
    if (remembered !== undefined) return remembered;
    const above = dom.shownParent(node);
    const inherited = above === null ? EXPOSURE.open : exposure(above);
    const isInChoice = above !== null && isChoice(above) && above.localName !== "optgroup";
    const around = isInChoice && maskedChoice(above) ? EXPOSURE.mask : inherited;
    const found = stricter(ofItself(node), stricter(inherited, around));
    memo.set(node, found);
    // What the visitor hid, the visitor may show again.
    if (found > EXPOSURE.open && !isPainted(node)) sticky.set(node, found);
    return found;
  };

  const maskedChoice = (choice: Element): boolean =>
    inMaskedList(dom, choice, { masked: maskedField, strict });

  const nameKeys = (element: Element): string[] =>
    ["name", "id"].flatMap(name => {
      const value = dom.attribute(element, name);
      return value ? [`${name}=${value}`] : [];
    });

  /** Shown as dots by a style: a password field by another way. */
  const isVeiled = (element: Element): boolean => {
    if (element.localName === "select" || looked.has(element)) return false;
    looked.add(element);
    return dom.isVeiled(element);
  };
  /** What a list shows is what is chosen in it. */
  const choosesMasked = (element: Element): boolean =>
    dom.chosen(element).some(option => exposure(option) > EXPOSURE.open);

  const judge = (element: Element): FieldVerdict => {
    const verdict = judgeField({
      tag: element.localName,
      type: (dom.attribute(element, "type") ?? "").toLowerCase(),
      autocomplete: dom.attribute(element, "autocomplete") ?? "",
      hints: hintsOf(dom, element),
    });
    // rrweb's own mark for a password field whose type was switched; clones carry it along.
    if (verdict === "password" || dom.has(element, "data-rr-is-password")) return "password";
    // A field shown instead of a password field (same name or id, or holding the same value) is one, too.
    if (nameKeys(element).some(key => passwordNames.has(key))) return "password";
    const value = dom.value(element);
    if (value !== "" && fieldValues.now().passwords.includes(value)) return "password";
    if (verdict !== "open") return verdict;
    if (isVeiled(element)) return "password";
    return beginsLikeCard(value) || holdsCardNumber(value) || choosesMasked(element) ? "secret" : "open";
  };

  const decide = (element: Element): boolean => {
    const before = known.get(element);
    if (before === "password") return true;
    // Also where strict masks it anyway: a password is looked for elsewhere, too.
    const verdict = judge(element);
    if (verdict === "password") {
      for (const key of nameKeys(element)) passwordNames.add(key);
      fieldValues.add(element, true);
    }
    if (verdict !== "open") known.set(element, verdict);
    return verdict !== "open" || before === "secret" || (isStrictField(dom, element) && strict(element));
  };
  const secretField = (element: Element): boolean => {
    const decided = fieldMemo.get(element) ?? decide(element);
    fieldMemo.set(element, decided);
    return decided;
  };
  const maskedField = (element: Element): boolean => {
    const isSecret = secretField(element);
    const isMasked = exposure(element) > EXPOSURE.open;
    if (!isSecret && !isMasked) return false;
    if (exposure(element) === EXPOSURE.own) return true;
    // Not those that only the strict preset masks: they are many, and hold the words of every page. Nor what the visitor
    // hid, who may show it again.
    const isLasting = known.has(element) || (isMasked && !isPainted(element));
    rememberName(element, isLasting && dom.attribute(element, "type")?.toLowerCase() !== "hidden");
    if (isLasting) fieldValues.add(element, false);
    return true;
  };

  const rememberName = (element: Element, isKept: boolean): void => {
    for (const name of ["name", "id"]) {
      const value = dom.attribute(element, name);
      if (value) names.add(value, isKept && !isSecretName(value));
    }
  };

  return {
    dom,
    exposure,
    secretField,
    secretText: parent => policy.strict && dom.editable(parent) && strict(parent),
    maskedField,
    maskedChoice,
    lookAgain: element => looked.delete(element),
    unsay: text => withoutEchoes(text, fieldValues.now().echoes),
    secretName: name => isSecretName(name) || names.has(name) || ruleNames.has(name.toLowerCase()),
    strict,
    policy,
    paint,
    copies: memory.copies,
    hide: node => {
      const hidden = stricter(EXPOSURE.mask, sticky.get(node) ?? EXPOSURE.open);
      sticky.set(node, hidden);
      memo.set(node, hidden);
    },
    nextEvent: () => {
      memo = new Map();
      fieldMemo = new Map();
      shownMemo = new Map();
      paintMemo = new Map();
      fieldValues.nextEvent();
    },
  };
};

/** Filled in like a field, without being one. */
const isBox = (dom: Dom, element: Element): boolean => {
  if (element.localName === "output" || BOX_ROLES.has(dom.attribute(element, "role") ?? "")) return true;
  const editable = dom.attribute(element, "contenteditable");
  return editable !== null && editable.toLowerCase() !== "false";
};

/** In the strict preset every field a person fills in, but not the buttons. */
const isStrictField = (dom: Dom, element: Element): boolean => {
  if (element.localName !== "input") return isField(element);
  const type = (dom.attribute(element, "type") ?? "").toLowerCase();
  return !["button", "submit", "reset", "image"].includes(type);
};
