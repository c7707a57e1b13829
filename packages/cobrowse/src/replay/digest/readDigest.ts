/**
 * What the structure of the mirror's document comes to, read from the document itself: what the Replayer has a number for,
 * through shadow roots and frames. What was put there besides does not count. Knows nothing of the stream.
 */
import { type Digest, FIRST, isCounted, isOrdered, part } from "../../wire/digest.ts";

export interface Numbered {
  /** Not above 0: it has none. */
  getId(node: never): number;
}

interface Counted {
  readonly node: Node;
  readonly id: number;
  /** Empty for a document. */
  readonly tag: string;
}

/** Of 50,000 nodes each is asked for as little as can be. */
const ELEMENT = 1;
const DOCUMENT = 9;

export const readDigest = (root: Document, numbers: Numbered): Digest => {
  let nodes = 0;
  let sum = 0;
  const waiting: Counted[] = [];
  const count = (node: Node, parentId: number, beforeId: number): number => {
    const id = numbers.getId(node as never);
    if (id <= 0) return beforeId;
    nodes += 1;
    sum = (sum + part(id, parentId, beforeId)) | 0;
    const type = node.nodeType;
    if (type === ELEMENT) waiting.push({ node, id, tag: (node as Element).localName });
    else if (type === DOCUMENT) waiting.push({ node, id, tag: "" });
    return id;
  };
  const countAll = (parent: Node, { id, tag }: Counted, firstId: number): void => {
    const isOrderly = isOrdered(tag);
    let beforeId = firstId;
    for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
      const childId = count(child, id, beforeId);
      if (isOrderly) beforeId = childId;
    }
  };
  count(root, 0, FIRST.light);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { node, id, tag } = at;
    if (!isCounted(tag)) continue;
    countAll(node, at, FIRST.light);
    if (tag === "") continue;
    const { shadowRoot } = node as Element;
    if (shadowRoot !== null) countAll(shadowRoot, at, FIRST.shadow);
    const framed = tag === "iframe" ? (node as HTMLIFrameElement).contentDocument : null;
    if (framed !== null) count(framed, id, FIRST.light);
  }
  return { nodes, sum: sum >>> 0 };
};
