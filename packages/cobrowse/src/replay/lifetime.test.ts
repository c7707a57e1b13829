/**
 * What many events build that no single one could: attacks over the life of a segment. The honest twin of each goes
 * through. The fuzz mutates honest recordings and holds a plain model of the mirror's tree against what comes out.
 */
import type { LotseError } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT, type MutationData, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";
import { DEPTH_MAX, STANDING } from "./caps.ts";
import {
  add,
  adding,
  change,
  doc,
  element,
  many,
  mutated,
  mutation,
  page,
  type Raw,
  run,
  text,
} from "./forged.ts";
import { createValidator } from "./validator.ts";

describe("over many events", () => {
  test("a million nodes, five thousand at a time", () => {
    const rows = (from: number) =>
      adding(...Array.from({ length: 5_000 }, (_, n) => add(3, text(from + n, ""))));
    expect(run(many(page(), 200, n => rows(10 + n * 5_000)))).toBe("SNAPSHOT_TOO_LARGE");
  });
  test("and more than may stand at once, that come and go, are no burden", () => {
    const turn = (n: number) => {
      const base = 10 + (n % 2) * 5_000;
      const removes = n === 0 ? [] : [{ parentId: 3, id: 10 + ((n + 1) % 2) * 5_000 }];
      const inner = Array.from({ length: 4_999 }, (_, at) => add(base, text(base + 1 + at)));
      return mutation({ removes, adds: [add(3, element(base)), ...inner] });
    };
    expect(run(many(page(), 60, turn))).toMatchObject({ type: EVENT.incremental });
  });
  test("depth", () => {
    const deeper = (n: number) => adding(add(n === 0 ? 3 : 9 + n, element(10 + n)));
    expect(run(many(page(), DEPTH_MAX + 1, deeper))).toBe("REPLAY_INVALID");
    expect(run(many(page(), DEPTH_MAX - 10, deeper))).toMatchObject({ type: EVENT.incremental });
  });
  test("text", () => {
    const long = "x".repeat(1_000_000);
    const grown = (n: number) => adding(add(3, text(10 + n, long)));
    expect(run(many(page(), 70, grown))).toBe("SNAPSHOT_TOO_LARGE");
    expect(run(many(page(), 15, grown))).toMatchObject({ type: EVENT.incremental });
    expect(run(many(page(), 20, grown))).toBe("SNAPSHOT_TOO_LARGE");
    const same = () => mutation({ texts: [{ id: 9, value: long }] });
    expect(run(many(page(text(9)), 200, same))).toMatchObject({ type: EVENT.incremental });
  });
  test("attributes", () => {
    const named = (n: number) => mutation({ attributes: [{ id: 3, attributes: { [`data-a${n}`]: "x" } }] });
    expect(run(many(page(), STANDING.changedNames + 1, named))).toBe("REPLAY_INVALID");
    const moved = (n: number) =>
      mutation({ attributes: [{ id: 3, attributes: { style: { left: `${n}px` } } }] });
    expect(run(many(page(), 10_000, moved))).toMatchObject({ type: EVENT.incremental });
  });
  test("rules", () => {
    const rule = (n: number) =>
      change({ source: SOURCE.styleRule, id: 9, adds: [{ rule: `.a${n} {${"x".repeat(1_000)}}` }] });
    const html = page(element(9, "style"));
    expect(run(many(html, 80_000, rule))).toBe("SNAPSHOT_TOO_LARGE");
    const swapped = (n: number) =>
      change({ source: SOURCE.styleRule, id: 9, [n % 2 ? "removes" : "adds"]: [{ rule: "a {}", index: 0 }] });
    expect(run(many(html, 300_000, swapped))).toMatchObject({ type: EVENT.incremental });
  });
  test("constructed sheets", () => {
    const sheet = (n: number) => {
      const styles = [{ styleId: n + 1, rules: [{ rule: "a {}" }] }];
      return change({ source: SOURCE.adoptedSheet, id: 1, styleIds: [n + 1], styles });
    };
    expect(run(many(page(), STANDING.constructedSheets + 1, sheet))).toBe("SNAPSHOT_TOO_LARGE");
    expect(run(many(page(), 100, sheet))).toMatchObject({ type: EVENT.incremental });
  });
  test("frames in frames, and frames without number", () => {
    const inner = (n: number) => {
      const [parent, base] = [n === 0 ? 3 : 8 + n * 5, 10 + n * 5];
      const inside = doc(base + 1, element(base + 2, "html", [element(base + 3, "body")]));
      return adding(add(parent, element(base, "iframe")), add(base, inside));
    };
    expect(run(many(page(), STANDING.frameDepth + 1, inner))).toBe("SNAPSHOT_TOO_LARGE");
    expect(run(many(page(), 3, inner))).toMatchObject({ type: EVENT.incremental });
    const beside = (n: number) => adding(add(3, element(10 + n, "iframe")));
    expect(run(many(page(), STANDING.frames + 1, beside))).toBe("SNAPSHOT_TOO_LARGE");
  });
});

describe("places", () => {
  const nested = page(element(4, "div", [element(5, "div", [element(6)])]));
  test("a node never comes below itself, at once or step by step", () => {
    expect(run([nested, adding(add(6, element(4)))])).toBe("REPLAY_INVALID");
    expect(run([nested, adding(add(3, element(1)))])).toBe("REPLAY_INVALID");
    // Each waits for the other.
    expect(mutated(page(), adding(add(8, element(7)), add(7, element(8)))).adds).toEqual([]);
  });
  test("an id used again takes the former node out, where it really was", () => {
    const { adds, removes } = mutated(nested, adding(add(3, element(5, "p"))));
    expect(removes).toEqual([{ parentId: 4, id: 5, isShadow: undefined }]);
    expect(adds).toHaveLength(1);
    // What was below it is gone with it.
    expect(mutated(nested, adding(add(3, element(5, "p"))), adding(add(6, text(9)))).adds).toEqual([]);
  });
  test("a removal names the parent that the node has, or is one from where it is no more", () => {
    expect(mutated(nested, mutation({ removes: [{ id: 6, parentId: 5 }] })).removes).toEqual([
      { id: 6, parentId: 5, isShadow: undefined },
    ]);
    expect(mutated(nested, mutation({ removes: [{ id: 6, parentId: 3 }] })).removes).toEqual([]);
    expect(mutated(nested, mutation({ removes: [{ id: 77, parentId: 3 }] })).removes).toEqual([]);
  });
  test("what comes before its place is put after it; a place that is not there is the end", () => {
    const { adds } = mutated(page(), adding(add(7, text(8)), add(3, element(7), 99)));
    expect(adds.map(({ node, nextId }) => [node.id, nextId])).toEqual([
      [7, null],
      [8, null],
    ]);
  });
  test("a document stays in its frame and is replaced whole", () => {
    const framed = page(element(4, "iframe"));
    const inside = (id: number) => doc(id, element(id + 1, "html"));
    expect(mutated(framed, adding(add(4, inside(20)))).adds).toHaveLength(1);
    expect(mutated(framed, adding(add(3, inside(20)))).adds).toEqual([]);
    const old = [framed, adding(add(4, inside(20))), adding(add(4, inside(30)))];
    expect(mutated(...old, mutation({ texts: [], removes: [{ id: 21, parentId: 20 }] })).removes).toEqual([]);
    expect(run([page(doc(20))])).toBe("REPLAY_INVALID");
  });
});

/** The tree as the Replayer would have it; fails where it would have to guess. */
const model = () => {
  const nodes = new Map<number, { parent: number | null; children: Set<number>; type: number }>();
  const plant = (sn: Sn, parent: number | null): void => {
    expect(nodes.has(sn.id)).toBe(false);
    nodes.set(sn.id, { parent, children: new Set(), type: sn.type });
    if (parent !== null) nodes.get(parent)?.children.add(sn.id);
    if ("childNodes" in sn) for (const child of sn.childNodes) plant(child, sn.id);
  };
  const drop = (id: number): void => {
    for (const child of nodes.get(id)?.children ?? []) drop(child);
    nodes.delete(id);
  };
  const out = (id: number): void => {
    const parent = nodes.get(id)?.parent ?? null;
    if (parent !== null) nodes.get(parent)?.children.delete(id);
    drop(id);
  };
  const mutate = (data: MutationData): void => {
    for (const { id, parentId } of data.removes) {
      expect(nodes.get(id)?.parent).toBe(parentId);
      out(id);
    }
    for (const { parentId, nextId, node } of data.adds) {
      expect(nodes.has(parentId)).toBe(true);
      if (nextId !== null) expect(nodes.get(nextId)?.parent).toBe(parentId);
      if (node.type === NODE.document) for (const child of nodes.get(parentId)?.children ?? []) out(child);
      plant(node, parentId);
    }
    for (const { id } of data.texts) expect(nodes.get(id)?.type).toBe(NODE.text);
    for (const { id } of data.attributes) expect(nodes.get(id)?.type).toBe(NODE.element);
  };
  const take = (event: PageEvent): void => {
    if (event.type === EVENT.full) {
      nodes.clear();
      plant(event.data.node, null);
    } else if (event.type === EVENT.incremental && event.data.source === SOURCE.mutation) mutate(event.data);
    expect(nodes.size).toBeLessThanOrEqual(STANDING.nodes);
    expect(JSON.stringify(event)).not.toMatch(
      /"(on[a-z]+|srcdoc)":|"(href|src)":"javascript:|"tagName":"(script|object|embed|base)"/i,
    );
  };
  return { take };
};

describe("fuzz", () => {
  const ids = fc.integer({ min: 1, max: 14 });
  const tags = fc.constantFrom(
    "div",
    "p",
    "iframe",
    "script",
    "template",
    "style",
    "x-y",
    "svg",
    "html",
    "a",
  );
  const spoiled = fc.constantFrom<unknown>(
    -1,
    0,
    2 ** 40,
    Number.NaN,
    "1",
    null,
    undefined,
    {},
    [],
    "x".repeat(50),
  );
  const nodes: fc.Memo<Raw> = fc.memo(depth => {
    const leaf = ids.map(id => text(id));
    if (depth <= 1) return leaf;
    const made = fc.record({
      type: fc.constantFrom<number>(
        NODE.element,
        NODE.element,
        NODE.element,
        NODE.document,
        NODE.doctype,
        NODE.comment,
      ),
      id: ids,
      tagName: tags,
      attributes: fc.dictionary(
        fc.constantFrom("class", "onload", "href", "src", "style", "srcdoc"),
        fc.constantFrom("x", "javascript:1", "https://a.example/"),
      ),
      childNodes: fc.array(nodes(depth - 1), { maxLength: 2 }),
      isShadow: fc.constantFrom(true, undefined),
      textContent: fc.constant(""),
    });
    return fc.oneof(leaf, made as fc.Arbitrary<Raw>);
  });
  const adds = fc.record({ parentId: ids, nextId: fc.option(ids), node: nodes(3) });
  const mutations = fc.record({
    source: fc.constant(SOURCE.mutation),
    adds: fc.array(adds, { maxLength: 5 }),
    removes: fc.array(fc.record({ parentId: ids, id: ids }), { maxLength: 3 }),
    texts: fc.array(fc.record({ id: ids, value: fc.constantFrom("a", null) }), { maxLength: 2 }),
    attributes: fc.array(fc.record({ id: ids, attributes: fc.constant({ class: "y", onclick: "1" }) }), {
      maxLength: 2,
    }),
  });
  const honest = fc.oneof(
    { weight: 6, arbitrary: mutations.map(data => change(data)) },
    {
      weight: 1,
      arbitrary: ids.map(id => page(element(4, "div", [element(5, "iframe")]), text(6 + (id % 3)))),
    },
  );
  /** Sets one value somewhere to another. */
  const spoil = (value: unknown, path: number, to: unknown): unknown => {
    if (typeof value !== "object" || value === null) return to;
    const keys = Object.keys(value);
    const key = keys[path % Math.max(1, keys.length)];
    if (key === undefined) return to;
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
    (copy as Record<string, unknown>)[key] = spoil((value as Raw)[key], Math.floor(path / 3), to);
    return copy;
  };
  const events = fc.oneof(
    { weight: 9, arbitrary: honest },
    {
      weight: 1,
      arbitrary: fc.tuple(honest, fc.nat(), spoiled).map(([event, path, to]) => spoil(event, path, to)),
    },
  );

  test("whatever comes, the tree is one, or the stream is refused", () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.array(events, { minLength: 5, maxLength: 30 }), list => {
        const validator = createValidator();
        const tree = model();
        tree.take(validator.check(page(element(4, "div", [element(5, "iframe")]))) as PageEvent);
        for (const event of list) {
          let checked: PageEvent | null;
          try {
            checked = validator.check(event);
          } catch (error) {
            expect((error as LotseError).code).toMatch(/^(REPLAY_INVALID|SNAPSHOT_TOO_LARGE)$/);
            return;
          }
          if (checked !== null) tree.take(checked);
          passed += 1;
        }
      }),
      { numRuns: 1_500 },
    );
    // Not everything is refused at once.
    expect(passed).toBeGreaterThan(1_500);
  });
});
