/** What an event tells of, as the visitor's brush needs it: nodes instead of ids. */
import { type MutationData, NODE, type Sn } from "../wire/events.ts";
import type { Paint } from "./paint.ts";

type NodeOf = (id: number) => Node | null;

const nodesOf = (ids: readonly number[], nodeOf: NodeOf): Node[] =>
  ids.map(nodeOf).filter(node => node !== null);

const idsIn = (sn: Sn, isText: boolean): number[] => {
  const own = !isText || sn.type === NODE.text ? [sn.id] : [];
  if (sn.type !== NODE.element && sn.type !== NODE.document) return own;
  return [...own, ...sn.childNodes.flatMap(child => idsIn(child, isText))];
};

/** True: what is to be hidden now is shown already. */
export const meetMutation = (paint: Paint, data: MutationData, nodeOf: NodeOf): boolean => {
  const { adds, removes, texts } = data;
  const { strokes } = paint;
  if (strokes === null || adds.length + removes.length + texts.length === 0) return false;
  const added = adds.flatMap(({ node }) => idsIn(node, false));
  const changed = [...texts.map(({ id }) => id), ...adds.flatMap(({ node }) => idsIn(node, true))];
  return strokes.meet({ added: new Set(nodesOf(added, nodeOf)), texts: nodesOf(changed, nodeOf) });
};

export const meetPicture = (paint: Paint, root: Sn, nodeOf: NodeOf): void => {
  paint.strokes?.meet({ added: null, texts: nodesOf(idsIn(root, true), nodeOf) });
};
