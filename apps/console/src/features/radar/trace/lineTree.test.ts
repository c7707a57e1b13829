import type { TraceLine } from "@lotse/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type LineNode, lineTree } from "./lineTree.ts";

const line = (depth: number, text: string): TraceLine => ({
  ...{ depth, text: { de: text, en: text }, verdict: "no", decides: false, turnsAtMs: null },
});

/** As a person would write it down: each part within what it is a part of. */
const outline = (nodes: readonly LineNode[]): string =>
  nodes
    .map(({ line: { text }, parts }) => text.en + (parts.length > 0 ? `(${outline(parts)})` : ""))
    .join(" ");

it("parts stand within what they are parts of, in reading order", () => {
  const lines = [line(0, "all"), line(1, "any"), line(2, "a"), line(2, "b"), line(1, "c"), line(0, "d")];
  expect(outline(lineTree(lines))).toBe("all(any(a b) c) d");
  expect(lineTree([])).toEqual([]);
});

it("whatever the depths, no line is lost, moved or within one that is not above it", () => {
  const flat = (nodes: readonly LineNode[]): readonly TraceLine[] =>
    nodes.flatMap(({ line: own, parts }) => [own, ...flat(parts)]);
  const expectDeeper = (nodes: readonly LineNode[], than: number): void => {
    for (const [n, { line: own, parts }] of nodes.entries()) {
      expect(own.depth).toBeGreaterThan(than);
      // A later sister that were deeper would be a part of the one before it.
      const before = nodes[n - 1];
      if (before !== undefined) expect(own.depth).toBeLessThanOrEqual(before.line.depth);
      expectDeeper(parts, own.depth);
    }
  };
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 30 }), depths => {
      const lines = depths.map((depth, n) => line(depth, `${n}`));
      const tree = lineTree(lines);
      expect(flat(tree)).toEqual(lines);
      expectDeeper(tree, -1);
    }),
  );
});
