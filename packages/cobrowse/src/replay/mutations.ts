/**
 * Checks a mutation against what stands in the mirror and hands it on in an order the Replayer can follow without
 * guessing: places known, each id once, removals where the node really is. What speaks of nodes that do not stand is
 * left out; what no recorder could have seen is refused.
 */
import { type AttributeChange, type MutationData, NODE, type Sn, SOURCE } from "../wire/events.ts";
import { displaced, fits, inOrder } from "../wire/placing.ts";
import { cleanChange } from "./attributes.ts";
import { CHANGES_MAX, VALUE_CHARS_MAX } from "./caps.ts";
import { flag, id, invalid, type Json, list, object, text } from "./checks.ts";
import type { Entry, Ledger } from "./ledger.ts";
import { cleanTree } from "./nodes.ts";

type Add = MutationData["adds"][number];
type Removal = MutationData["removes"][number];
interface RawAdd {
  readonly id: number;
  readonly parentId: number;
  readonly nextId: number | null;
  readonly node: Json;
}

const items = (data: Json, name: string): readonly Json[] =>
  list(data[name], name, CHANGES_MAX).map(item => object(item, name));

/** Takes the node out of the book; null if it is the page itself. */
const remove = (ledger: Ledger, entry: Entry): Removal | null => {
  const { parent } = entry;
  // A frame's document goes with its frame, or with the next one in it.
  if (parent === null || entry.type === NODE.document) return null;
  ledger.uproot(entry);
  return { id: entry.id, parentId: parent.id, isShadow: entry.isShadow || undefined };
};

/** A node that went into another tree is told to be there before it is told to be gone from here. */
const isThere = (entry: Entry, parentId: number, { isShadow }: Json): boolean =>
  entry.parent?.id === parentId && entry.isShadow === (isShadow === true);

const removals = (data: Json, ledger: Ledger): Removal[] =>
  items(data, "removes").flatMap(removal => {
    const parentId = id(removal.parentId, "parent id");
    const entry = ledger.get(id(removal.id, "id"));
    const removed = entry !== null && isThere(entry, parentId, removal) ? remove(ledger, entry) : null;
    return removed === null ? [] : [removed];
  });

const rawAdds = (data: Json): readonly RawAdd[] => {
  const seen = new Set<number>();
  return items(data, "adds").map(add => {
    const node = object(add.node, "node");
    const raw = {
      id: id(node.id, "node id"),
      parentId: id(add.parentId, "parent id"),
      // A frame holds one document: there is no place beside it.
      nextId: add.nextId === null || node.type === NODE.document ? null : id(add.nextId, "next id"),
      node,
    };
    if (raw.id === raw.parentId) throw invalid("a node in itself");
    if (seen.has(raw.id)) throw invalid("an id twice");
    seen.add(raw.id);
    return raw;
  });
};

const isWithin = (entry: Entry, above: Entry): boolean => {
  for (let at: Entry | null = entry; at !== null; at = at.parent) if (at === above) return true;
  return false;
};

/**
 * Takes out what the adds replace: a node that moves (rrweb says its children again), a former root. All of it first,
 * as the Replayer removes before it adds.
 */
const replace = (adds: readonly RawAdd[], ledger: Ledger, removes: Removal[]): void => {
  const takeOut = (entry: Entry): void => {
    const removed = remove(ledger, entry);
    if (removed !== null) removes.push(removed);
    else ledger.uproot(entry);
  };
  for (const raw of adds) {
    const parent = ledger.get(raw.parentId);
    const standing = ledger.get(raw.id);
    if (standing !== null) {
      if (parent !== null && isWithin(parent, standing)) throw invalid("a node below itself");
      const isDocument = standing.type === NODE.document || raw.node.type === NODE.document;
      if (isDocument && (standing.parent !== parent || standing.type !== raw.node.type)) {
        throw invalid("a document moved");
      }
      takeOut(standing);
    }
    const former = parent === null ? null : displaced(parent, raw.node);
    if (former !== null) takeOut(former);
  }
};

/** Only a document is built with what is in it; everything else brings its children as adds of their own. */
const bare = (node: Sn): Sn => (node.type === NODE.element ? { ...node, childNodes: [] } : node);

const additions = (data: Json, ledger: Ledger, removes: Removal[]): Add[] => {
  const adds: Add[] = [];
  const seen = new Set<number>();
  const raws = rawAdds(data);
  replace(raws, ledger, removes);
  inOrder(raws, raw => {
    const parent = ledger.get(raw.parentId);
    const node = bare(cleanTree(raw.node, { seen, rootId: parent?.documentId }));
    if (parent === null || !fits(parent, node)) return;
    // What stood there is out by now: these are two of one change, and of two the page can have held but one.
    if (displaced(parent, raw.node) !== null) throw invalid("two documents in one place");
    const next = raw.nextId === null ? null : ledger.get(raw.nextId);
    const nextId = next?.parent === parent && next.isShadow === (node.isShadow === true) ? next.id : null;
    ledger.plant(node, parent);
    adds.push({ parentId: raw.parentId, nextId, node });
  });
  return adds;
};

const attributes = (data: Json, ledger: Ledger): AttributeChange[] =>
  items(data, "attributes").flatMap(change => {
    const entry = ledger.get(id(change.id, "id"));
    if (entry === null || entry.type !== NODE.element || entry.tag === "template") return [];
    const kept = cleanChange(entry.tag, change.attributes);
    for (const [name, value] of Object.entries(kept)) {
      if (typeof value !== "object" || value === null) {
        ledger.change(entry, name, value?.length ?? 0);
        ledger.drawings.set(entry, name, value);
      } else {
        for (const [property, set] of Object.entries(value)) {
          const shown = typeof set === "string" ? set : set === false ? "" : set[0];
          ledger.change(entry, `style.${property}`, shown.length);
          ledger.drawings.set(entry, `style.${property}`, shown);
        }
      }
    }
    return [{ id: entry.id, attributes: kept }];
  });

const texts = (data: Json, ledger: Ledger): MutationData["texts"] =>
  items(data, "texts").flatMap(change => {
    const entry = ledger.get(id(change.id, "id"));
    const value = change.value === null ? null : text(change.value, "text", VALUE_CHARS_MAX);
    if (entry === null || (entry.type !== NODE.text && entry.type !== NODE.cdata)) return [];
    ledger.retext(entry, value?.length ?? 0);
    return [{ id: entry.id, value }];
  });

/** In the Replayer's own order: removes, adds, texts, attributes. */
export const cleanMutation = (data: Json, ledger: Ledger): MutationData => {
  const removes = removals(data, ledger);
  const adds = additions(data, ledger, removes);
  return {
    source: SOURCE.mutation,
    adds,
    removes,
    texts: texts(data, ledger),
    attributes: attributes(data, ledger),
    isAttachIframe: flag(data.isAttachIframe),
  };
};
