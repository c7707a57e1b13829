/**
 * Copies of what is masked, put where nothing masks them: a clone carries no mark of its origin. Recognised by what it
 * says, while the original is still on the page, unless the same stood openly elsewhere from the start (words like
 * "next"). Knows no events.
 */
import { type ElementSn, NODE, type Sn } from "../wire/events.ts";
import { EXPOSURE, type Judge } from "./exposure.ts";

/** A text or element that was masked: the original, and whether the same was also seen openly. */
interface Original {
  readonly node: WeakRef<Node>;
  shown: boolean;
}

export type CopyMemory = Map<string, Original>;

export interface Copies {
  /** What of the tree is masked. */
  learn(sn: Sn): void;
  /** What of it stands openly, from the start. */
  show(sn: Sn): void;
  /** Masks what is a copy. */
  mask(sn: Sn): void;
  /** The same for a text that was changed. */
  learnText(node: Node, value: string): void;
  maskText(node: Node, value: string): void;
}

const TELLING = new Set("src srcset href alt title value aria-label poster".split(" "));
const CHARS_MIN = 4;
const CHARS_MAX = 500;
const ORIGINALS_MAX = 5_000;

const keyOfText = (value: string): string | null => {
  const text = value.trim();
  return text.length < CHARS_MIN ? null : `${text.length}:${text.slice(0, CHARS_MAX)}`;
};
const keyOfElement = (sn: ElementSn): string | null => {
  const telling = Object.entries(sn.attributes).filter(([name]) => TELLING.has(name));
  return telling.length === 0 ? null : `${sn.tagName} ${JSON.stringify(telling).slice(0, CHARS_MAX)}`;
};
const keyOf = (sn: Sn): string | null => {
  if (sn.type === NODE.element) return keyOfElement(sn);
  return sn.type === NODE.text ? keyOfText(sn.textContent) : null;
};

export const createCopies = (parts: {
  readonly judge: Judge;
  readonly nodeOf: (id: number) => Node | null;
  readonly memory: CopyMemory;
}): Copies => {
  const { judge, nodeOf, memory } = parts;
  const isOpen = (node: Node): boolean => judge.exposure(node) === EXPOSURE.open;
  const isHidden = (node: Node): boolean => !isOpen(node) && judge.exposure(node) !== EXPOSURE.own;

  const learnKey = (node: Node, key: string | null): void => {
    if (key === null || !isHidden(node)) return;
    const known = memory.get(key);
    if (known?.node.deref() === undefined && memory.size < ORIGINALS_MAX) {
      memory.set(key, { node: new WeakRef(node), shown: known?.shown ?? false });
    }
  };
  const maskKey = (node: Node, key: string | null): void => {
    const known = key === null ? undefined : memory.get(key);
    if (known === undefined || known.shown || !isOpen(node)) return;
    const original = known.node.deref();
    if (original === undefined) memory.delete(key as string);
    else if (original.isConnected) judge.hide(node);
  };
  const showKey = (node: Node, key: string | null): void => {
    const known = key === null ? undefined : memory.get(key);
    if (known !== undefined && isOpen(node)) known.shown = true;
  };
  const walk = (sn: Sn, visit: (node: Node, key: string | null) => void): void => {
    const node = nodeOf(sn.id);
    if (node !== null) visit(node, keyOf(sn));
    if (sn.type === NODE.element || sn.type === NODE.document) {
      for (const child of sn.childNodes) walk(child, visit);
    }
  };
  return {
    learn: sn => walk(sn, learnKey),
    show: sn => memory.size > 0 && walk(sn, showKey),
    mask: sn => memory.size > 0 && walk(sn, maskKey),
    learnText: (node, value) => learnKey(node, keyOfText(value)),
    maskText: (node, value) => maskKey(node, keyOfText(value)),
  };
};
