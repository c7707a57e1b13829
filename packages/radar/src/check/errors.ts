/** Everything that is wrong with a rule's text, as far as it can be told apart: each wrong part once. */
import type { ASTNode } from "@marcbachmann/cel-js";
import { createEnvironment } from "../parse/environment.ts";
import { refuse } from "../parse/leaf.ts";
import { treeOfNode } from "../parse/profile.ts";
import type { RuleError, RulePosition } from "../parse/RuleError.ts";
import { checkTypes, parseCel, refusal } from "../parse/read.ts";
import { REASONS } from "../parse/reasons.ts";

/** Takes the place of a part that was found wrong, so that the others can be looked at. */
const BLANK = "_";
const ERRORS_MAX = 20;

const forgiving = createEnvironment().registerVariable(BLANK, "bool");

const leavesOf = (node: ASTNode): readonly ASTNode[] => {
  if (node.op === "&&" || node.op === "||") return node.args.flatMap(leavesOf);
  return node.op === "!_" ? leavesOf(node.args) : [node];
};

const isBlank = (node: ASTNode): boolean => node.op === "id" && node.args === BLANK;

const around = (leaves: readonly ASTNode[], position: RulePosition): RulePosition =>
  leaves.find(({ start, end }) => start <= position.start && position.start < end) ?? position;

/** CEL tells the first thing that does not fit; with that blanked out it tells the next. */
const typeErrors = (cel: string): { readonly errors: readonly RuleError[]; readonly ast: ASTNode | null } => {
  const errors: RuleError[] = [];
  let text = cel;
  while (errors.length < ERRORS_MAX) {
    try {
      const parsed = forgiving.parse(text);
      try {
        checkTypes(parsed);
        return { errors, ast: parsed.ast };
      } catch (thrown) {
        const error = refusal(thrown);
        errors.push(error);
        if (error.position === null) break;
        const { start, end } = around(leavesOf(parsed.ast), error.position);
        text = `${text.slice(0, start)}${BLANK.padEnd(end - start)}${text.slice(end)}`;
      }
    } catch {
      // The blank has torn parentheses apart: what was found so far is told
      break;
    }
  }
  return { errors, ast: null };
};

export const errorsOf = (cel: string): readonly RuleError[] => {
  try {
    parseCel(cel);
  } catch (thrown) {
    return [refusal(thrown)];
  }
  const { errors, ast } = typeErrors(cel);
  const outside = (ast ? leavesOf(ast) : [])
    .filter(leaf => !(errors.length > 0 && isBlank(leaf)))
    .flatMap(leaf => {
      try {
        if (isBlank(leaf)) refuse(leaf, REASONS.doesNotFit);
        treeOfNode(leaf);
        return [];
      } catch (thrown) {
        return [refusal(thrown)];
      }
    });
  const where = (error: RuleError): number => error.position?.start ?? 0;
  return [...errors, ...outside].sort((left, right) => where(left) - where(right)).slice(0, ERRORS_MAX);
};
