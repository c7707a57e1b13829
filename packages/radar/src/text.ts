/**
 * A rule's text and its tree are one thing: what the editor shows as lines and what it shows as CEL. Text comes in a normal form
 * with the fewest parentheses. Knows no comments: a tree has nowhere to keep them, so `treeOf` refuses what it would lose.
 */
import { factNamed } from "./catalogue/index.ts";
import { RuleError, type RulePosition } from "./parse/RuleError.ts";
import { readRule } from "./parse/read.ts";
import { REASONS } from "./parse/reasons.ts";
import { jsonOf } from "./tree/json.ts";
import { type FactTest, type Literal, normalTree, type RuleTree } from "./tree/RuleTree.ts";

export { jsonOf, treeOfJson } from "./tree/json.ts";
export {
  type FactTest,
  type Group,
  type Literal,
  normalTree,
  type RuleTree,
  type TestOp,
} from "./tree/RuleTree.ts";

export interface TreeOptions {
  /** What to do with comments: refuse the text, or lose them. */
  readonly comments?: "refuse" | "drop";
}

/** Texts in all of CEL's quotes, with or without escapes, then comments: what looks like one inside a text is none. */
const TEXTS_AND_COMMENTS = new RegExp(
  [
    /\b[rR]"""[\s\S]*?"""|\b[rR]'''[\s\S]*?'''/,
    /"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''/,
    /\b[rR]"[^"\n]*"|\b[rR]'[^'\n]*'/,
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/,
    /(?<comment>\/\/[^\n]*)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** Where the text holds comments, for an editor that asks before they are lost. The text is taken to be valid CEL. */
export const commentsIn = (cel: string): readonly RulePosition[] =>
  [...cel.matchAll(TEXTS_AND_COMMENTS)].flatMap(({ groups, index }) =>
    groups?.comment === undefined ? [] : [{ start: index, end: index + groups.comment.length }],
  );

/** CEL leaves the outermost parentheses out of where a part stands: `a || (b` is completed to what can be marked in an editor. */
export const closed = (cel: string, { start, end }: RulePosition): RulePosition => {
  const plain = cel.replace(TEXTS_AND_COMMENTS, text => " ".repeat(text.length));
  const matching = (from: number, step: 1 | -1): number => {
    const [opens, closes] = step === 1 ? ["(", ")"] : [")", "("];
    let at = from;
    for (let depth = 0; at >= 0 && at < plain.length; at += step) {
      if (plain[at] === opens) depth += 1;
      else if (plain[at] === closes && --depth < 0) break;
    }
    return at;
  };
  let [from, to] = [start, end];
  let depth = 0;
  for (const one of plain.slice(start, end)) {
    if (one === "(") depth += 1;
    if (one === ")") depth -= 1;
    // Closed before it was opened: it was opened further left
    if (depth < 0) [from, depth] = [matching(from - 1, -1), 0];
  }
  for (; depth > 0; depth--) to = matching(to, 1) + 1;
  return { start: from, end: to };
};

/** Throws a RuleError. */
export const treeOf = (cel: string, { comments = "refuse", ...options }: TreeOptions = {}): RuleTree => {
  const tree = readRule(cel, options);
  const [position] = commentsIn(cel);
  if (position && comments === "refuse") {
    throw new RuleError(REASONS.comment, { position });
  }
  return tree;
};

const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

const quoted = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here
  `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, one => ESCAPED[one] ?? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

const literal = (value: Literal): string => (typeof value === "string" ? quoted(value) : String(value));

/** CEL's lists hold one type: beside 1.5, 2 is written 2.0. */
const list = (values: readonly Literal[]): string => {
  const broken = values.some(value => typeof value === "number" && !Number.isInteger(value));
  const written = (value: Literal) =>
    broken && Number.isInteger(value) ? `${literal(value)}.0` : literal(value);
  return `[${values.map(written).join(", ")}]`;
};

const factText = ({ fact, argument }: FactTest): string => {
  const { root = "", field = null, argumentAt = null } = factNamed(fact) ?? {};
  const given = argument === null ? "" : `(${quoted(argument)})`;
  if (field === null) return `${root}${given}`;
  return argumentAt === "field" ? `${root}.${field}${given}` : `${root}${given}.${field}`;
};

/** How tightly the text of a part holds together: what a looser one needs inside a tighter one are parentheses. */
type Binding = "or" | "and" | "comparison" | "word";
const TIGHTNESS: Readonly<Record<Binding, number>> = { or: 0, and: 1, comparison: 2, word: 3 };

interface Written {
  readonly text: string;
  readonly binding: Binding;
}

const writtenTest = (test: FactTest): Written => {
  const fact = factText(test);
  if (test.op === "in") return { text: `${fact} in ${list(test.values)}`, binding: "comparison" };
  const { op, value } = test;
  if (op === "==" && value === true) return { text: fact, binding: "word" };
  if (op === "startsWith" || op === "endsWith" || op === "contains") {
    return { text: `${fact}.${op}(${literal(value)})`, binding: "word" };
  }
  return { text: `${fact} ${op} ${literal(value)}`, binding: "comparison" };
};

const inside = ({ text, binding }: Written, outer: Binding): string =>
  TIGHTNESS[binding] < TIGHTNESS[outer] ? `(${text})` : text;

const write = (tree: RuleTree): Written => {
  switch (tree.kind) {
    case "always":
      return { text: String(tree.value), binding: "word" };
    case "test":
      return writtenTest(tree);
    case "not":
      return { text: `!${inside(write(tree.part), "word")}`, binding: "word" };
    default: {
      // An empty AND would be true for everybody: what is not finished is not written
      if (tree.parts.length === 0) throw new RuleError(REASONS.emptyGroup);
      const binding = tree.kind === "all" ? "and" : "or";
      const parts = tree.parts.map(part => inside(write(part), binding));
      return { text: parts.join(tree.kind === "all" ? " && " : " || "), binding };
    }
  }
};

/**
 * The tree as CEL, in one line. Throws a RuleError for a tree that no text stands for: an empty group, a value that does not
 * fit its fact, more than a rule may hold. Planned facts are written; to publish them is refused elsewhere.
 */
export const textOf = (tree: RuleTree): string => {
  const normal = normalTree(tree);
  const { text } = write(normal);
  const said = JSON.stringify(jsonOf(readRule(text)));
  if (said !== JSON.stringify(jsonOf(normal))) {
    throw new RuleError(REASONS.unsayable);
  }
  return text;
};
