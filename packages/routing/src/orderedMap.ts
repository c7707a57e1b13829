/**
 * A persistent ordered map (AVL tree of plain nodes): every change answers a new tree that shares what stayed. Gives
 * the engine immutable state whose indexes cost O(log n) a change. Knows nothing of what it orders.
 */
export interface Node<K, V> {
  readonly key: K;
  readonly value: V;
  readonly left: OrderedMap<K, V>;
  readonly right: OrderedMap<K, V>;
  readonly height: number;
  readonly size: number;
}

export type OrderedMap<K, V> = Node<K, V> | null;

/** Negative, zero or positive, as `Array.sort` wants it. */
export type Compare<K> = (a: K, b: K) => number;

const height = (map: OrderedMap<unknown, unknown>): number => (map === null ? 0 : map.height);

export const sizeOf = (map: OrderedMap<unknown, unknown>): number => (map === null ? 0 : map.size);

const node = <K, V>(key: K, value: V, left: OrderedMap<K, V>, right: OrderedMap<K, V>): Node<K, V> => ({
  key,
  value,
  left,
  right,
  height: 1 + Math.max(height(left), height(right)),
  size: 1 + sizeOf(left) + sizeOf(right),
});

const rotateRight = <K, V>(top: Node<K, V>, left: Node<K, V>): Node<K, V> =>
  node(left.key, left.value, left.left, node(top.key, top.value, left.right, top.right));

const rotateLeft = <K, V>(top: Node<K, V>, right: Node<K, V>): Node<K, V> =>
  node(right.key, right.value, node(top.key, top.value, top.left, right.left), right.right);

/** Restores the balance of a node whose children differ in height by at most two. */
const balance = <K, V>(top: Node<K, V>): Node<K, V> => {
  const { left, right } = top;
  if (left !== null && left.height > height(right) + 1) {
    if (left.right === null || height(left.left) >= left.right.height) return rotateRight(top, left);
    return rotateRight(top, rotateLeft(left, left.right));
  }
  if (right !== null && right.height > height(left) + 1) {
    if (right.left === null || height(right.right) >= right.left.height) return rotateLeft(top, right);
    return rotateLeft(top, rotateRight(right, right.left));
  }
  return top;
};

const leftmost = <K, V>(map: Node<K, V>): Node<K, V> => {
  let at = map;
  while (at.left !== null) at = at.left;
  return at;
};

const withoutLeftmost = <K, V>(map: Node<K, V>): OrderedMap<K, V> =>
  map.left === null ? map.right : balance(node(map.key, map.value, withoutLeftmost(map.left), map.right));

/** Smallest key first. */
export function* entriesOf<K, V>(map: OrderedMap<K, V>): Generator<Node<K, V>, void, void> {
  const path: Node<K, V>[] = [];
  let at = map;
  for (;;) {
    while (at !== null) {
      path.push(at);
      at = at.left;
    }
    const next = path.pop();
    if (next === undefined) return;
    yield next;
    at = next.right;
  }
}

export function* valuesOf<V>(map: OrderedMap<unknown, V>): Generator<V, void, void> {
  for (const entry of entriesOf(map)) yield entry.value;
}

export function* keysOf<K>(map: OrderedMap<K, unknown>): Generator<K, void, void> {
  for (const entry of entriesOf(map)) yield entry.key;
}

export const firstKey = <K>(map: OrderedMap<K, unknown>): K | null =>
  map === null ? null : leftmost(map).key;

/** The operations that need the order. */
export const orderedBy = <K>(compare: Compare<K>) => {
  const get = <V>(map: OrderedMap<K, V>, key: K): V | undefined => {
    let at = map;
    while (at !== null) {
      const side = compare(key, at.key);
      if (side === 0) return at.value;
      at = side < 0 ? at.left : at.right;
    }
    return undefined;
  };

  const set = <V>(map: OrderedMap<K, V>, key: K, value: V): Node<K, V> => {
    if (map === null) return node<K, V>(key, value, null, null);
    const side = compare(key, map.key);
    if (side === 0) return node(key, value, map.left, map.right);
    return side < 0
      ? balance(node(map.key, map.value, set(map.left, key, value), map.right))
      : balance(node(map.key, map.value, map.left, set(map.right, key, value)));
  };

  const remove = <V>(map: OrderedMap<K, V>, key: K): OrderedMap<K, V> => {
    if (map === null) return null;
    const side = compare(key, map.key);
    if (side < 0) return balance(node(map.key, map.value, remove(map.left, key), map.right));
    if (side > 0) return balance(node(map.key, map.value, map.left, remove(map.right, key)));
    if (map.left === null) return map.right;
    if (map.right === null) return map.left;
    const next = leftmost(map.right);
    return balance(node(next.key, next.value, map.left, withoutLeftmost(map.right)));
  };

  /** How many keys come before this one, whether or not it is there. */
  const countBefore = (map: OrderedMap<K, unknown>, key: K): number => {
    let [at, count] = [map, 0];
    while (at !== null) {
      const isBefore = compare(at.key, key) < 0;
      if (isBefore) count += 1 + sizeOf(at.left);
      at = isBefore ? at.right : at.left;
    }
    return count;
  };

  return { get, set, remove, countBefore };
};

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
