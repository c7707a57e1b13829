/**
 * Changes of a drawn condition: replace, remove, wrap, step up and down. Every one gives a new tree and keeps the numbers of what
 * it does not touch. A step goes to the next place in reading order, into groups and out of them. Pure.
 */
import { childrenOf, type EditNode, type GroupNode, type NextId, type NodeId, openTest } from "./EditTree.ts";

const isGroup = (node: EditNode | undefined): node is GroupNode =>
  node?.kind === "all" || node?.kind === "any";

const mapNode = (root: EditNode, id: NodeId, how: (node: EditNode) => EditNode): EditNode => {
  if (root.id === id) return how(root);
  if (root.kind === "not") {
    const part = mapNode(root.part, id, how);
    return part === root.part ? root : { ...root, part };
  }
  if (!isGroup(root)) return root;
  const parts = root.parts.map(part => mapNode(part, id, how));
  return parts.every((part, index) => part === root.parts[index]) ? root : { ...root, parts };
};

export const find = (root: EditNode, id: NodeId): EditNode | undefined => {
  if (root.id === id) return root;
  for (const child of childrenOf(root)) {
    const found = find(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
};

export const parentOf = (root: EditNode, id: NodeId): EditNode | undefined => {
  for (const child of childrenOf(root)) {
    if (child.id === id) return root;
    const found = parentOf(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
};

export const replace = (root: EditNode, node: EditNode): EditNode => mapNode(root, node.id, () => node);

/** A NOT has nothing to say without its part; what is taken out last leaves an open test. */
export const remove = (root: EditNode, id: NodeId, nextId: NextId): EditNode => {
  if (root.id === id) return { id: nextId(), kind: "all", parts: [openTest(nextId)] };
  const parent = parentOf(root, id);
  if (parent === undefined) return root;
  if (isGroup(parent))
    return replace(root, { ...parent, parts: parent.parts.filter(part => part.id !== id) });
  return remove(root, parent.id, nextId);
};

/** At the end of a group; what is no group becomes the first of one. */
export const add = (root: EditNode, toId: NodeId, part: EditNode, nextId: NextId): EditNode =>
  mapNode(root, toId, node =>
    isGroup(node)
      ? { ...node, parts: [...node.parts, part] }
      : { id: nextId(), kind: "all", parts: [node, part] },
  );

export const wrap = (
  root: EditNode,
  id: NodeId,
  how: { readonly as: "all" | "any" | "not"; readonly nextId: NextId },
): EditNode =>
  mapNode(root, id, node =>
    how.as === "not"
      ? { id: how.nextId(), kind: "not", part: node }
      : { id: how.nextId(), kind: how.as, parts: [node] },
  );

/** Takes brackets or a NOT away and leaves what was in it. */
export const unwrap = (root: EditNode, id: NodeId): EditNode => {
  const node = find(root, id);
  if (node === undefined) return root;
  if (node.kind === "not") return mapNode(root, id, () => node.part);
  if (!isGroup(node)) return root;
  const parent = parentOf(root, id);
  if (isGroup(parent)) {
    const parts = parent.parts.flatMap(part => (part.id === id ? node.parts : [part]));
    return replace(root, { ...parent, parts });
  }
  const [only, ...more] = node.parts;
  return only === undefined || more.length > 0 ? root : mapNode(root, id, () => only);
};

export const mayUnwrap = (root: EditNode, id: NodeId): boolean => unwrap(root, id) !== root;

/** Not, and not not: what is negated already loses its NOT. */
export const negate = (root: EditNode, id: NodeId, nextId: NextId): EditNode => {
  const parent = parentOf(root, id);
  return parent?.kind === "not" ? unwrap(root, parent.id) : wrap(root, id, { as: "not", nextId });
};

/** What moves: the part of a NOT moves with it. */
const movingId = (root: EditNode, id: NodeId): NodeId => {
  const parent = parentOf(root, id);
  return parent?.kind === "not" ? movingId(root, parent.id) : id;
};

const without = (group: GroupNode, id: NodeId): GroupNode => ({
  ...group,
  parts: group.parts.filter(part => part.id !== id),
});

const insert = <T>(list: readonly T[], at: number, what: T): readonly T[] => [
  ...list.slice(0, at),
  what,
  ...list.slice(at),
];

/** Out of its group, to the place before or after it. Null where there is no group around. */
const stepOut = (root: EditNode, group: GroupNode, node: EditNode, by: -1 | 1): EditNode | null => {
  const outerId = movingId(root, group.id);
  const outer = parentOf(root, outerId);
  if (!isGroup(outer)) return null;
  const at = outer.parts.findIndex(part => part.id === outerId) + (by === 1 ? 1 : 0);
  const shrunk = replace(root, without(group, node.id));
  const then = find(shrunk, outer.id);
  return isGroup(then) ? replace(shrunk, { ...then, parts: insert(then.parts, at, node) }) : null;
};

/** The group that it is, negated or not. */
const groupIn = (node: EditNode): GroupNode | null => {
  if (node.kind === "not") return groupIn(node.part);
  return isGroup(node) ? node : null;
};

/** One place up or down in reading order; null where there is none. */
export const step = (root: EditNode, id: NodeId, by: -1 | 1): EditNode | null => {
  const node = find(root, movingId(root, id));
  const group = node && parentOf(root, node.id);
  if (node === undefined || !isGroup(group)) return null;
  const at = group.parts.findIndex(part => part.id === node.id);
  const neighbour = group.parts[at + by];
  if (neighbour === undefined) return stepOut(root, group, node, by);
  const next = groupIn(neighbour);
  if (next !== null) {
    const parts = by === 1 ? [node, ...next.parts] : [...next.parts, node];
    return replace(replace(root, without(group, node.id)), { ...next, parts });
  }
  const others = without(group, node.id).parts;
  return replace(root, { ...group, parts: insert(others, at + by, node) });
};
