/** The lines of a trace as what they are: parts within parts. Pure. */
import type { TraceLine } from "@lotse/protocol";

export interface LineNode {
  readonly line: TraceLine;
  readonly parts: readonly LineNode[];
}

/** Lines come in reading order, each deeper than what it is a part of. */
export const lineTree = (lines: readonly TraceLine[]): readonly LineNode[] => {
  const nodes: LineNode[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    const end = lines.findIndex((other, index) => index > at && other.depth <= line.depth);
    const next = end === -1 ? lines.length : end;
    nodes.push({ line, parts: lineTree(lines.slice(at + 1, next)) });
    at = next;
  }
  return nodes;
};
