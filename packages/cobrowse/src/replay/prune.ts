/**
 * The Replayer's book of nodes forgets what is removed, but not what stood in its shadow roots and frames: over a long
 * session that is every component that ever was. Run before a mutation is applied. Knows nothing of limits.
 */
import type { MutationData } from "../wire/events.ts";
import { NODE } from "../wire/events.ts";

/** As much of rrweb's Mirror as is needed. */
export interface NodeBook {
  getNode(id: number): Node | null;
  removeNodeFromMap(node: never): void;
}

const frameDocument = (node: Node): Document | null =>
  "contentDocument" in node ? (node.contentDocument as Document | null) : null;

export const forgetHidden = (book: NodeBook, data: MutationData): void => {
  const forget = (node: Node): void => {
    book.removeNodeFromMap(node as never);
    within(node);
  };
  /** What `removeNodeFromMap` does not reach below this node. */
  const within = (top: Node): void => {
    const waiting: Node[] = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const { shadowRoot } = node as Partial<Element>;
      for (const child of shadowRoot?.childNodes ?? []) forget(child);
      const framed = frameDocument(node);
      if (framed !== null) forget(framed);
      for (let child = node.firstChild; child !== null; child = child.nextSibling) waiting.push(child);
    }
  };
  for (const { id } of data.removes) {
    const node = book.getNode(id);
    if (node !== null) within(node);
  }
  for (const { parentId, node } of data.adds) {
    const frame = node.type === NODE.document ? book.getNode(parentId) : null;
    const former = frame === null ? null : frameDocument(frame);
    if (former !== null) forget(former);
  }
};
