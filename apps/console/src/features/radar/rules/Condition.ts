/**
 * What a rule asks of the visitor, as text and as a tree at once. They agree, or one of them is ahead: text that is no rule (yet),
 * a tree that is not finished. Then the other one stays at what was good last, and says so. Pure.
 */
import { check } from "@lotse/radar/check";
import { textOf } from "@lotse/radar/text";
import { drawn, type EditNode, type NextId, openTest, refusalOf, ruleOf } from "./EditTree.ts";

export interface Condition {
  /** Which of the two is ahead; `both`: they agree. */
  readonly ahead: "both" | "text" | "tree";
  readonly text: string;
  readonly tree: EditNode;
}

export const emptyCondition = (nextId: NextId): Condition => ({
  ahead: "tree",
  text: "",
  tree: { id: nextId(), kind: "all", parts: [openTest(nextId)] },
});

export const withText = (condition: Condition, text: string, nextId: NextId): Condition => {
  if (text === condition.text) return condition;
  const { tree } = check(text);
  return tree === null
    ? { ahead: "text", text, tree: condition.tree }
    : { ahead: "both", text, tree: drawn(tree, nextId) };
};

export const withTree = (condition: Condition, tree: EditNode): Condition => {
  if (tree === condition.tree) return condition;
  const { tree: rule, gaps } = ruleOf(tree);
  if (gaps.length > 0 || refusalOf(rule) !== null) return { ahead: "tree", text: condition.text, tree };
  return { ahead: "both", text: textOf(rule), tree };
};

export const conditionOf = (text: string, nextId: NextId): Condition =>
  withText(emptyCondition(nextId), text, nextId);
