/**
 * The book of what stands in the mirror: every node's place, kind and weight, kept in step with what the Replayer does.
 * An event may only speak of what stands here, so that no sequence of events builds what no single one could: cycles,
 * a second node under one id, depth, a million nodes, text without end. Knows nothing of the DOM.
 */
import { NODE, type Sn } from "../wire/events.ts";
import { DEPTH_MAX, STANDING } from "./caps.ts";
import { invalid } from "./checks.ts";
import { Drawings } from "./drawings.ts";
import { RuleWeights } from "./ruleWeights.ts";
import { tooLarge, Weighing } from "./weighing.ts";
import { isWord, wordsOf } from "./words.ts";

export interface Entry {
  readonly id: number;
  readonly type: Sn["type"];
  /** Empty unless it is an element. */
  readonly tag: string;
  readonly isShadow: boolean;
  parent: Entry | null;
  readonly children: Set<Entry>;
  readonly depth: number;
  readonly frameDepth: number;
  /** The document it belongs to; a document's own. */
  readonly documentId: number;
  /** The tree in which its id counts: a document, or a shadow root by its host. */
  readonly scope: number;
  inner: number;
  points: number;
  /** What it came with, and how long what was changed since is, by name. */
  chars: number;
  /** Of the former, those that may be set as text. */
  words: number;
  changed: Map<string, number> | null;
  rules: RuleWeights | null;
  /** A document's: the custom elements that its window knows. */
  customNames: Set<string> | null;
}

const NO_CHILDREN: Set<Entry> = new Set();

export class Ledger {
  readonly #entries = new Map<number, Entry>();
  readonly #sheets = new Map<number, RuleWeights>();
  readonly #adoptions = new Map<number, number>();
  #adopted = 0;
  readonly weighing = new Weighing();
  readonly drawings = new Drawings();

  get(id: number): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Enters a clean tree below `parent`. Throws if an id stands already or a limit is passed. */
  plant(sn: Sn, parent: Entry | null): void {
    const waiting: { readonly sn: Sn; readonly parent: Entry | null }[] = [{ sn, parent }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const entry = this.#enter(next.sn, next.parent);
      if ("childNodes" in next.sn) {
        for (const child of next.sn.childNodes) waiting.push({ sn: child, parent: entry });
      }
    }
  }

  /** Strikes a node out with all that is below it, through shadow roots and frames. */
  uproot(entry: Entry): void {
    entry.parent?.children.delete(entry);
    this.drawings.grow(entry.parent, -entry.inner, -entry.points);
    entry.parent = null;
    const waiting = [entry];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      this.#entries.delete(next.id);
      this.#unweigh(next);
      this.drawings.leave(next);
      for (const child of next.children) waiting.push(child);
      next.children.clear();
    }
  }

  /** A text, an attribute or a field's value has this length from now on. */
  change(entry: Entry, name: string, length: number): void {
    entry.changed ??= new Map();
    const before = entry.changed.get(name) ?? 0;
    if (length === 0) entry.changed.delete(name);
    else entry.changed.set(name, length);
    if (entry.changed.size > STANDING.changedNames) throw invalid("attributes without end");
    this.weighing.add("chars", length - before);
    if (isWord(entry.tag, name)) this.weighing.add("words", length - before);
  }

  /** A text's new value replaces the one it came with. */
  retext(entry: Entry, length: number): void {
    this.weighing.add("chars", length - entry.chars);
    entry.chars = length;
    const words = entry.parent?.tag === "style" ? 0 : length;
    this.weighing.add("words", words - entry.words);
    entry.words = words;
    checkTitle(entry);
  }

  rulesOf(entry: Entry): RuleWeights {
    entry.rules ??= new RuleWeights(this.weighing);
    return entry.rules;
  }

  /** The sheets of a document or a shadow root are so many from now on, also when its host moves. */
  adopt(host: Entry, count: number): void {
    this.#adopt(host.id, count);
    if (this.#adopted <= STANDING.adoptions) return;
    for (const known of this.#adoptions.keys()) if (!this.#entries.has(known)) this.#adopt(known, 0);
    if (this.#adopted > STANDING.adoptions) throw tooLarge();
  }

  #adopt(host: number, count: number): void {
    this.#adopted += count - (this.#adoptions.get(host) ?? 0);
    if (count === 0) this.#adoptions.delete(host);
    else this.#adoptions.set(host, count);
  }

  sheet(styleId: number): RuleWeights | null {
    return this.#sheets.get(styleId) ?? null;
  }

  /** A constructed sheet, new or given anew. */
  construct(styleId: number): RuleWeights {
    const known = this.#sheets.get(styleId);
    // Also where the id is known: the Replayer makes another sheet and keeps the first.
    this.weighing.add("constructedSheets", 1);
    if (known !== undefined) return known;
    const rules = new RuleWeights(this.weighing);
    this.#sheets.set(styleId, rules);
    return rules;
  }

  #enter(sn: Sn, parent: Entry | null): Entry {
    if (this.#entries.has(sn.id)) throw invalid("an id that stands already");
    const entry = entryOf(sn, parent);
    if (entry.depth > DEPTH_MAX) throw invalid("too deep");
    this.#entries.set(sn.id, entry);
    parent?.children.add(entry);
    this.#draw(sn, entry);
    this.#define(sn, entry);
    this.weighing.add("nodes", 1);
    this.weighing.add("chars", entry.chars);
    this.weighing.add("words", entry.words);
    checkTitle(entry);
    if (entry.tag === "iframe") this.weighing.add("frames", 1);
    if (entry.frameDepth > STANDING.frameDepth) throw tooLarge();
    return entry;
  }

  #draw(sn: Sn, entry: Entry): void {
    if (sn.type !== NODE.element) return;
    this.drawings.grow(entry, 1, 0);
    for (const [name, value] of Object.entries(sn.attributes)) {
      if (value !== null) this.drawings.set(entry, name, String(value));
    }
  }

  /** Known from its first element on, for as long as the document stands, whatever becomes of the element. */
  #define(sn: Sn, entry: Entry): void {
    if (sn.type !== NODE.element || sn.isCustom !== true || sn.isSVG === true) return;
    const owner = this.#entries.get(entry.documentId);
    if (owner === undefined || owner.customNames?.has(sn.tagName) === true) return;
    owner.customNames ??= new Set();
    owner.customNames.add(sn.tagName);
    this.weighing.add("customNames", 1);
  }

  #unweigh(entry: Entry): void {
    let [changed, words] = [0, entry.words];
    for (const [name, length] of entry.changed ?? []) {
      changed += length;
      if (isWord(entry.tag, name)) words += length;
    }
    entry.rules?.clear();
    this.weighing.add("nodes", -1);
    this.weighing.add("customNames", -(entry.customNames?.size ?? 0));
    this.weighing.add("chars", -entry.chars - changed);
    this.weighing.add("words", -words);
    if (entry.tag === "iframe") this.weighing.add("frames", -1);
  }
}

const entryOf = (sn: Sn, parent: Entry | null): Entry => {
  const isDocument = sn.type === NODE.document;
  return {
    id: sn.id,
    type: sn.type,
    tag: sn.type === NODE.element ? sn.tagName.toLowerCase() : "",
    isShadow: sn.isShadow === true,
    parent,
    children: sn.type === NODE.element || isDocument ? new Set() : NO_CHILDREN,
    depth: parent === null ? 0 : parent.depth + 1,
    frameDepth: parent === null ? 0 : parent.frameDepth + (isDocument ? 1 : 0),
    documentId: isDocument || parent === null ? sn.id : parent.documentId,
    scope: scopeOf(sn, parent),
    inner: 0,
    points: 0,
    chars: charsOf(sn),
    words: wordsOf(sn, parent?.tag ?? ""),
    changed: null,
    rules: null,
    customNames: null,
  };
};

const checkTitle = ({ parent, chars }: Entry): void => {
  if (parent?.tag !== "title") return;
  if (chars > STANDING.titleTextChars || parent.children.size > STANDING.titleTexts) throw tooLarge();
};

const scopeOf = (sn: Sn, parent: Entry | null): number => {
  if (sn.type === NODE.document || parent === null) return sn.id;
  return sn.isShadow === true ? parent.id : parent.scope;
};

const charsOf = (sn: Sn): number => {
  if (sn.type === NODE.element) {
    let chars = 0;
    for (const [name, value] of Object.entries(sn.attributes)) chars += name.length + String(value).length;
    return chars;
  }
  return "textContent" in sn ? sn.textContent.length : 0;
};
