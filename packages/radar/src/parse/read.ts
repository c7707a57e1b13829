/** From a rule's text to its tree, or to the one error that is told. */
import { TypeError as CelTypeError, ParseError, type ParseResult } from "@marcbachmann/cel-js";
import type { RuleTree } from "../tree/RuleTree.ts";
import { createEnvironment, RULE_LIMITS } from "./environment.ts";
import { type Reading, treeOfNode } from "./profile.ts";
import { RuleError } from "./RuleError.ts";
import { REASONS, tooManyCharacters, tooManyParts } from "./reasons.ts";

const environment = createEnvironment();

/** What cel-js threw, in our words. */
export const refusal = (error: unknown): RuleError => {
  if (error instanceof RuleError) return error;
  if (error instanceof ParseError && error.code === "limit_exceeded") {
    return new RuleError(tooManyParts(RULE_LIMITS.nodes, RULE_LIMITS.depth), { position: error.range });
  }
  if (error instanceof ParseError) {
    const where = { position: error.range, detail: error.summary };
    return new RuleError(REASONS.notCel, where);
  }
  if (error instanceof CelTypeError) {
    const where = { position: error.range, detail: error.summary };
    return new RuleError(REASONS.doesNotFit, where);
  }
  return new RuleError(REASONS.unreadable);
};

/** CEL's own grammar, and nothing yet of types or the profile. Throws what cel-js throws, or a RuleError. */
export const parseCel = (cel: string): ParseResult => {
  if (cel.length > RULE_LIMITS.characters) {
    throw new RuleError(tooManyCharacters(cel.length, RULE_LIMITS.characters));
  }
  return environment.parse(cel);
};

/** A fact whose type only its use says may stand by itself: `fact("newsletter")`. */
export const checkTypes = (parsed: ParseResult): void => {
  const { valid, type, error } = parsed.check();
  if (!valid) throw error;
  if (type !== "bool" && type !== "dyn") throw new RuleError(REASONS.notBoolean);
};

/** Throws a RuleError; nothing else ever leaves. */
export const readRule = (cel: string, reading: Reading = {}): RuleTree => {
  try {
    const parsed = parseCel(cel);
    checkTypes(parsed);
    return treeOfNode(parsed.ast, reading);
  } catch (error) {
    throw refusal(error);
  }
};
