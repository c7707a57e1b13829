import { FACTS } from "@lotse/radar/catalogue";
import { jsonOf, treeOf } from "@lotse/radar/text";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOf, emptyCondition, withText, withTree } from "./Condition.ts";
import {
  counter,
  type EditNode,
  leavesIn,
  type NextId,
  nodesIn,
  openTest,
  refusalOf,
  ruleOf,
  testOfNode,
} from "./EditTree.ts";
import { add, find, negate, parentOf, remove, replace, step, unwrap, wrap } from "./moves.ts";
import { readingOf } from "./reading.ts";
import { kindOf, kindsOf, opsOf, withFact, withKind, withOp } from "./tests.ts";

const leaves = fc.constantFrom(...FACTS.map(({ example }) => example), "true", "visit.pages > 3");

/** Texts of whole rules: the catalogue's examples joined in every way. */
const texts: fc.Arbitrary<string> = fc.letrec<{ text: string }>(tie => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 2, arbitrary: leaves },
    fc
      .tuple(fc.constantFrom(" && ", " || "), fc.array(tie("text"), { minLength: 2, maxLength: 3 }))
      .map(([joint, parts]) => parts.map(part => `(${part})`).join(joint)),
    tie("text").map(part => `!(${part})`),
  ),
})).text;

const drawnFrom = (text: string): { readonly tree: EditNode; readonly nextId: NextId } => {
  const nextId = counter();
  return { tree: conditionOf(text, nextId).tree, nextId };
};

const pick = (tree: EditNode, at: number): EditNode => {
  const nodes = nodesIn(tree);
  return nodes[at % nodes.length] ?? tree;
};

const leafIds = (tree: EditNode) =>
  leavesIn(tree)
    .filter(({ kind }) => kind === "test" || kind === "always")
    .map(({ id }) => id);

describe("text and tree are one thing", () => {
  it("whatever is written is drawn, and what is drawn says the same as what was written", () => {
    fc.assert(
      fc.property(texts, text => {
        const nextId = counter();
        const condition = conditionOf(text, nextId);
        expect(condition.ahead).toBe("both");
        // Another number at the root is another tree, which is written anew.
        const written = withTree(condition, { ...condition.tree, id: nextId() });
        expect(jsonOf(treeOf(written.text))).toEqual(jsonOf(treeOf(text)));
      }),
    );
  });

  it("text that is no rule leaves the tree as it was, and says that it is ahead", () => {
    const nextId = counter();
    const before = conditionOf("visit.pages > 3", nextId);
    const broken = withText(before, "visit.pages > ", nextId);
    expect(broken).toEqual({ ahead: "text", text: "visit.pages > ", tree: before.tree });
    expect(withText(broken, "visit.pages > 4", nextId).ahead).toBe("both");
  });

  it("a tree that is not finished leaves the text as it was, until it is", () => {
    const nextId = counter();
    const before = conditionOf("visit.pages > 3", nextId);
    const open = openTest(nextId);
    const added = withTree(before, add(before.tree, before.tree.id, open, nextId));
    expect([added.ahead, added.text]).toEqual(["tree", "visit.pages > 3"]);
    const finished = withTree(added, replace(added.tree, withFact(open, "page.exitIntent")));
    expect(finished).toMatchObject({ ahead: "both", text: "visit.pages > 3 && page.exitIntent" });
  });

  it("says what is still open, part by part", () => {
    const nextId = counter();
    const gapsOf = (tree: EditNode) => ruleOf(tree).gaps.map(({ why }) => why);
    const open = openTest(nextId);
    expect(gapsOf(open)).toEqual(["fact"]);
    expect(gapsOf(withFact(open, "form.seconds"))).toEqual(["argument"]);
    expect(gapsOf(withFact(open, "page.path"))).toEqual(["value"]);
    expect(gapsOf({ id: 1, kind: "any", parts: [] })).toEqual(["empty"]);
    const half = { ...withFact(open, "visit.pages"), op: "==" as const, values: [2.5] };
    expect(gapsOf(half)).toEqual(["refused"]);
    expect(gapsOf(emptyCondition(nextId).tree)).toEqual(["fact"]);
  });

  it("what is odd is said at the part it is about", () => {
    const nextId = counter();
    const condition = conditionOf("page.exitIntent && (visit.pages > 5 && visit.pages < 3)", nextId);
    const { notes } = readingOf(condition, null);
    const [[id = 0, found = []] = []] = [...notes];
    expect(found.map(finding => finding.severity)).toEqual(["warning"]);
    expect(find(condition.tree, id)).toMatchObject({ fact: "visit.pages", op: "<", values: [3] });
    const stranger = readingOf(conditionOf('skill("Ski").free > 0', nextId), {
      skills: ["Sales"],
      queues: [],
    });
    expect([...stranger.notes.values()].flat()).toMatchObject([{ kind: "unknownSkill" }]);
  });
});

describe("every fact of the catalogue", () => {
  const values = {
    duration: [90.5],
    amount: [99.9],
    number: [3],
    hour: [9],
    weekday: [2],
    clock: [510],
    text: ["/a"],
    choice: ["phone"],
    boolean: [true],
  } as const;

  it.each(FACTS.map(fact => [fact.name, fact] as const))(
    "%s: all that is offered makes a rule",
    (name, fact) => {
      const chosen = {
        ...withFact(openTest(counter()), name),
        argument: fact.argument === undefined ? "" : "x",
      };
      const taken = kindsOf(fact).length === 0 ? [chosen] : kindsOf(fact).map(kind => withKind(chosen, kind));
      for (const node of taken) {
        const kind = kindOf(fact, node.values);
        for (const op of opsOf(kind, node.op)) {
          const test = testOfNode({ ...withOp(node, op), values: values[kind] });
          expect(test === undefined ? "open" : refusalOf(test)).toBeNull();
        }
      }
    },
  );

  it("another fact in its place keeps what still fits", () => {
    const nextId = counter();
    const time = { ...withFact(openTest(nextId), "form.seconds"), argument: "quote", values: [45] };
    expect(withFact(time, "form.hesitationSeconds")).toMatchObject({
      argument: "quote",
      values: [45],
      op: ">",
    });
    expect(withFact(time, "form.left")).toMatchObject({ argument: "quote", values: [true], op: "==" });
    expect(withFact(time, "skill.free")).toMatchObject({ argument: "", values: [0] });
  });
});

describe("moving things about", () => {
  it("loses nothing, doubles nothing, and leaves a rule", () => {
    const acts = fc.array(fc.tuple(fc.constantFrom("up", "down", "wrap", "not", "unwrap"), fc.nat()), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, acts, (text, all) => {
        const { tree: start, nextId } = drawnFrom(text);
        let tree = start;
        for (const [act, at] of all) {
          const { id } = pick(tree, at);
          if (act === "up" || act === "down") tree = step(tree, id, act === "up" ? -1 : 1) ?? tree;
          else if (act === "wrap") tree = wrap(tree, id, { as: "any", nextId });
          else if (act === "not") tree = negate(tree, id, nextId);
          else tree = unwrap(tree, id);
          expect(leafIds(tree).toSorted()).toEqual(leafIds(start).toSorted());
          const ids = nodesIn(tree).map(node => node.id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it("a step up after a step down is where it was, as long as no group was left empty", () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (text, at, by) => {
        const { tree } = drawnFrom(text);
        const node = pick(tree, at);
        const there = step(tree, node.id, by);
        if (there === null) return;
        const isEmptied = nodesIn(there).some(one => "parts" in one && one.parts.length === 0);
        // What was in a NOT goes with it, into a group right beside it too.
        if (isEmptied) return;
        expect(step(there, node.id, by === 1 ? -1 : 1)).toEqual(tree);
      }),
    );
  });

  it("goes into a group that is next, and out of it at its end", () => {
    const { tree } = drawnFrom("page.exitIntent && (basket.changed || contact.identified)");
    const [first] = leavesIn(tree);
    const inside = step(tree, first?.id ?? 0, 1) ?? tree;
    expect(parentOf(inside, first?.id ?? 0)?.kind).toBe("any");
    const orders = [inside];
    for (let n = 0; n < 3; n++) {
      const last = orders.at(-1) ?? tree;
      orders.push(step(last, first?.id ?? 0, 1) ?? last);
    }
    expect(orders.map(order => conditionText(order))).toEqual([
      "page.exitIntent || basket.changed || contact.identified",
      "basket.changed || page.exitIntent || contact.identified",
      "basket.changed || contact.identified || page.exitIntent",
      "(basket.changed || contact.identified) && page.exitIntent",
    ]);
  });

  it("what is removed last leaves a place to begin", () => {
    const { tree, nextId } = drawnFrom("!page.exitIntent");
    const [leaf] = leavesIn(tree);
    const emptied = remove(tree, leaf?.id ?? 0, nextId);
    expect(ruleOf(emptied).gaps.map(({ why }) => why)).toEqual(["fact"]);
  });

  it("not, and not not", () => {
    const { tree, nextId } = drawnFrom("page.exitIntent");
    const denied = negate(tree, tree.id, nextId);
    expect(conditionText(denied)).toBe("!page.exitIntent");
    expect(negate(denied, tree.id, nextId)).toEqual(tree);
  });
});

const conditionText = (tree: EditNode): string => withTree(emptyCondition(counter()), tree).text;
