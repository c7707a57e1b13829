/**
 * Copies of what is masked, put where nothing masks them: a clone carries no mark of its origin. Recognised by what it
 * says, while the original is still on the page, unless the same stood openly elsewhere from the start (words like
 * "next"). Knows no events.
 */
import { type ElementSn, type MutationData, NODE, type Sn } from "../wire/events.ts";
import { originalOf } from "./copyMemory.ts";
import { EXPOSURE, type Judge } from "./exposure.ts";
import { createQuotes } from "./quotes.ts";

export interface Copies {
  /** What of the tree is masked. */
  learn(sn: Sn): void;
  /** What of it stands openly, from the start. */
  show(sn: Sn): void;
  /** Masks what is a copy, or was cut out of a masked text. */
  mutate(data: MutationData): void;
}

const TELLING = new Set("src srcset href alt title value aria-label poster".split(" "));
const CHARS_MIN = 4;
const CHARS_MAX = 500;
const ORIGINALS_MAX = 5_000;
/** Of a template: what it holds is not on the page, and is copied from there. */
const TEMPLATE_TEXTS_MAX = 500;

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
const openTexts = (sn: Sn): readonly unknown[] => {
  if (sn.type === NODE.text) return [sn.textContent];
  return sn.type === NODE.element ? [...TELLING, "placeholder"].map(name => sn.attributes[name]) : [];
};

const walk = (sn: Sn, visit: (sn: Sn) => void): void => {
  visit(sn);
  if (sn.type === NODE.element || sn.type === NODE.document)
    for (const child of sn.childNodes) walk(child, visit);
};

export const createCopies = (parts: {
  readonly judge: Judge;
  readonly nodeOf: (id: number) => Node | null;
}): Copies => {
  const { judge, nodeOf } = parts;
  const memory = judge.copies;
  const { originals, said, turn } = memory;
  const quotes = createQuotes(memory);
  const isOpen = (node: Node): boolean => judge.exposure(node) === EXPOSURE.open;
  const isHidden = (node: Node): boolean => !isOpen(node) && judge.exposure(node) !== EXPOSURE.own;

  const learnKey = (node: Node, key: string, text: string | null): void => {
    const known = originals.get(key);
    if (known === undefined && originals.size >= ORIGINALS_MAX) return;
    const original = known ?? { node: new WeakRef(node), shown: false, since: turn.now };
    if (known === undefined) originals.set(key, original);
    // Drawn anew, it goes on being the original.
    else if (known.node.deref()?.isConnected !== true) known.node = new WeakRef(node);
    if (text !== null) quotes.learn(text, original);
  };
  const learnText = (node: Node, value: string): void => {
    const key = keyOfText(value);
    if (value.trim() === "" || !isHidden(node)) return;
    said.set(node, value);
    if (key !== null) learnKey(node, key, value);
  };
  const learnTemplate = (template: HTMLTemplateElement): void => {
    const texts = template.ownerDocument.createNodeIterator(template.content, 4);
    for (let count = 0; count < TEMPLATE_TEXTS_MAX; count++) {
      const value = texts.nextNode()?.nodeValue;
      if (value === undefined || value === null) return;
      const key = keyOfText(value);
      if (key !== null) learnKey(template, key, value);
    }
  };
  const learn = (sn: Sn): void => {
    const node = nodeOf(sn.id);
    if (node === null) return;
    if (sn.type === NODE.text) learnText(node, sn.textContent);
    if (sn.type !== NODE.element) return;
    const key = keyOfElement(sn);
    if ((key !== null || sn.tagName === "template") && isHidden(node)) {
      if (key !== null) learnKey(node, key, null);
      if (sn.tagName === "template") learnTemplate(node as HTMLTemplateElement);
    }
  };

  const maskKey = (node: Node, key: string | null): void => {
    const known = key === null ? undefined : originals.get(key);
    if (known === undefined || !isOpen(node)) return;
    if (known.node.deref() === undefined) originals.delete(key as string);
    else if (originalOf(known) !== null) judge.hide(node);
  };
  const show = (sn: Sn): void => {
    const node = nodeOf(sn.id);
    if (node === null || !isOpen(node)) return;
    const key = keyOf(sn);
    const known = key === null ? undefined : originals.get(key);
    if (known !== undefined) known.shown = true;
    if (memory.echoing.has(node)) return;
    for (const text of openTexts(sn)) if (typeof text === "string") quotes.show(text);
  };

  /** What masked texts said before they became shorter: the rest may have been put elsewhere in the same moment. */
  const shortened = ({ texts }: MutationData): readonly string[] =>
    texts.flatMap(({ id, value }) => {
      const node = nodeOf(id);
      const before = node === null ? undefined : said.get(node);
      return node !== null && before !== undefined && before.length > (value ?? "").length && isHidden(node)
        ? [before]
        : [];
    });

  return {
    learn: sn => walk(sn, learn),
    show: sn => {
      if (originals.size > 0) walk(sn, show);
      turn.now += 1;
    },
    mutate: data => {
      const cut = shortened(data);
      const mask = (sn: Sn): void => {
        const node = nodeOf(sn.id);
        if (node === null) return;
        if (sn.type === NODE.text && sn.textContent.trim() !== "" && isOpen(node)) {
          if (cut.some(before => before.includes(sn.textContent))) judge.hide(node);
        }
        maskKey(node, keyOf(sn));
      };
      for (const { node } of data.adds) walk(node, learn);
      for (const { node } of data.adds) if (originals.size + cut.length > 0) walk(node, mask);
      for (const { id, value } of data.texts) {
        const node = nodeOf(id);
        if (node === null || value === null) continue;
        learnText(node, value);
        maskKey(node, keyOfText(value));
      }
    },
  };
};
