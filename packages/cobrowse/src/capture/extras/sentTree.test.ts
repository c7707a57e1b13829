/**
 * The recorder's book of what it has sent, held against the viewer's own: whatever is sent, both come to the same, or the
 * viewer refuses it.
 */
import { LotseError } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createValidator } from "../../replay/validator.ts";
import { type Digest, FIRST, isCounted, isOrdered, part } from "../../wire/digest.ts";
import { EVENT, type MutationData, NODE, type PageEvent, type Sn, SOURCE } from "../../wire/events.ts";
import { SentTree } from "./SentTree.ts";

type Raw = Record<string, unknown>;
const text = (id: number, more: Raw = {}): Raw => ({ type: NODE.text, id, textContent: "Text", ...more });
const element = (id: number, tagName = "div", childNodes: Raw[] = [], more: Raw = {}): Raw => ({
  ...{ type: NODE.element, id, tagName, attributes: {}, childNodes },
  ...more,
});
const full = (...body: Raw[]) => ({
  type: EVENT.full,
  timestamp: 0,
  data: {
    node: { type: NODE.document, id: 1, childNodes: [element(2, "html", [element(3, "body", body)])] },
    initialOffset: { top: 0, left: 0 },
  },
});
const changed = (data: Raw) => ({
  type: EVENT.incremental,
  timestamp: 0,
  data: { source: SOURCE.mutation, adds: [], removes: [], texts: [], attributes: [], ...data },
});

/** A document as the Replayer builds it from what the viewer's customs let through: plain lists, counted from scratch. */
class Plain {
  readonly id: number;
  readonly type: number;
  readonly tag: string;
  readonly light: Plain[] = [];
  readonly shadow: Plain[] = [];
  constructor(sn: Sn) {
    this.id = sn.id;
    this.type = sn.type;
    this.tag = sn.type === NODE.element ? sn.tagName.toLowerCase() : "";
    if ("childNodes" in sn)
      for (const child of sn.childNodes)
        this[child.isShadow === true ? "shadow" : "light"].push(new Plain(child));
  }
  get lists(): Plain[][] {
    return [this.light, this.shadow];
  }
  find(id: number): Plain | null {
    if (this.id === id) return this;
    for (const child of this.lists.flat()) {
      const found = child.find(id);
      if (found !== null) return found;
    }
    return null;
  }
  remove(id: number): void {
    for (const list of this.lists) {
      const at = list.findIndex(child => child.id === id);
      if (at >= 0) list.splice(at, 1);
      for (const child of list) child.remove(id);
    }
  }
  change({ removes, adds }: MutationData): void {
    for (const { id } of removes) this.remove(id);
    for (const { parentId, nextId, node } of adds) {
      const parent = this.find(parentId) as Plain;
      const list = parent[node.isShadow === true ? "shadow" : "light"];
      if (node.type === NODE.document) list.length = 0;
      const at = list.findIndex(child => child.id === nextId);
      list.splice(at < 0 ? list.length : at, 0, new Plain(node));
    }
  }
  digest(parentId = 0, beforeId: number = FIRST.light): Digest {
    let [nodes, sum] = [1, part(this.id, parentId, beforeId)];
    if (isCounted(this.tag)) {
      for (const [list, first] of [
        [this.light, FIRST.light] as const,
        [this.shadow, FIRST.shadow] as const,
      ]) {
        list.forEach((child, at) => {
          const before = isOrdered(this.tag) ? (list[at - 1]?.id ?? first) : first;
          const below = child.digest(this.id, before);
          nodes += below.nodes;
          sum += below.sum;
        });
      }
    }
    return { nodes, sum: sum >>> 0 };
  }
}

const pictureOf = (event: PageEvent | null): Sn => {
  if (event?.type !== EVENT.full) throw new Error("no picture");
  return event.data.node;
};
const mutationOf = (event: PageEvent | null): MutationData | null =>
  event?.type === EVENT.incremental && event.data.source === SOURCE.mutation ? event.data : null;

describe("both sides", () => {
  // The page itself, 1, is never told anew; its root may be.
  const ids = fc.integer({ min: 2, max: 24 });
  const tags = fc.constantFrom(
    ..."div div div p p iframe script template style textarea noscript xmp frameset x-y html link".split(" "),
  );
  const isShadow = fc.constantFrom(true, undefined, undefined);
  const types = fc.constantFrom<number>(
    ...[NODE.text, NODE.text, NODE.comment, NODE.element, NODE.element, NODE.element, NODE.doctype],
  );
  const flat = fc
    .record({ type: types, id: ids, tagName: tags, isShadow })
    .map(made => ({ ...made, attributes: {}, childNodes: [], textContent: "" }));
  const framed = fc.uniqueArray(ids, { minLength: 3, maxLength: 4 }).map(([doc, root, ...below]) => ({
    ...{ type: NODE.document, id: doc },
    childNodes: [
      element(
        root as number,
        "html",
        below.map(id => text(id)),
      ),
    ],
  }));
  const nodes = fc.oneof({ weight: 9, arbitrary: flat }, { weight: 1, arbitrary: framed });
  const mutations = fc.record({
    adds: fc.uniqueArray(fc.record({ parentId: ids, nextId: fc.option(ids), node: nodes }), {
      maxLength: 8,
      selector: ({ node }) => node.id,
    }),
    removes: fc.array(fc.record({ parentId: ids, id: ids, isShadow }), { maxLength: 3 }),
  });

  test("come to the same after every change, in whatever order it says what it says", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(mutations, { minLength: 1, maxLength: 30 }), list => {
        const first = full(element(4, "div", [text(5), element(6, "p")]), element(7, "iframe"));
        const accepted: unknown[] = [first];
        let validator = createValidator();
        const there = new Plain(pictureOf(validator.check(first)));
        const here = new SentTree(first.data.node as never);
        while (!here.step());
        expect(here.digest).toEqual(there.digest());
        for (const data of list) {
          const event = changed(data as Raw);
          let checked: PageEvent | null;
          try {
            checked = validator.check(event);
          } catch (error) {
            expect(error).toBeInstanceOf(LotseError);
            // As if it had not come.
            validator = createValidator();
            for (const known of accepted) validator.check(known);
            continue;
          }
          accepted.push(event);
          const mutation = mutationOf(checked);
          if (mutation !== null) there.change(mutation);
          here.take(event as never);
          while (!here.step());
          expect(here.digest).toEqual(there.digest());
          compared += 1;
        }
      }),
      { numRuns: 500 },
    );
    // Not everything is refused at once.
    expect(compared).toBeGreaterThan(1_000);
  });

  test("do not come to the same if a single node is gone, or stands elsewhere", () => {
    const row = (id: number) => element(id, "div", [text(id + 1), element(id + 2, "p", [text(id + 3)])]);
    const page = full(row(10), row(20), element(30, "x-y", [text(31), text(32, { isShadow: true })]));
    const digest = () => {
      const tree = new Plain(page.data.node as never);
      return { tree, sum: () => JSON.stringify(tree.digest()) };
    };
    const sums = [digest().sum()];
    for (const id of [10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32]) {
      const without = digest();
      without.tree.remove(id);
      sums.push(without.sum());
      for (const parentId of [3, 10, 12, 20, 30]) {
        const { tree, sum } = digest();
        const node = tree.find(id) as Plain;
        if (node.find(parentId) !== null) continue;
        tree.remove(id);
        tree.find(parentId)?.light.unshift(node);
        sums.push(sum());
      }
    }
    // But for the first child that is put where it stood.
    expect(new Set(sums).size).toBe(sums.length - 5);
  });
});
