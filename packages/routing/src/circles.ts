/** Circles in a small graph: groups of two or more nodes, each reachable from each (Tarjan). Knows nothing of rules. */

export type NextOf<Node> = (node: Node) => Iterable<Node>;

/** In the order of `nodes`, as are the nodes of each circle. A node that leads to itself alone is none. */
export const circlesOf = <Node>(
  nodes: readonly Node[],
  nextOf: NextOf<Node>,
): readonly (readonly Node[])[] => {
  const order = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const circles: (readonly Node[])[] = [];

  /** Answers the earliest node that can be come back to from here. */
  const visit = (node: Node): number => {
    const own = order.size;
    order.set(node, own);
    const from = open.push(node) - 1;
    isOpen.add(node);
    let earliest = own;
    for (const next of nextOf(node)) {
      const seen = order.get(next);
      if (seen === undefined) earliest = Math.min(earliest, visit(next));
      else if (isOpen.has(next)) earliest = Math.min(earliest, seen);
    }
    if (earliest === own) {
      const group = new Set(open.splice(from));
      for (const member of group) isOpen.delete(member);
      if (group.size > 1) circles.push(nodes.filter(member => group.has(member)));
    }
    return earliest;
  };

  for (const node of nodes) if (!order.has(node)) visit(node);
  return circles;
};
