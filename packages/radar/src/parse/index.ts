/**
 * CEL, profile 1, to the JSON the loader gets. For the hub and the console; the loader never imports this entry.
 * Knows how a rule is written, not what it is used for.
 */
import type { RuleJson } from "@lotse/protocol";
import { TypeError as CelTypeError, ParseError } from "@marcbachmann/cel-js";
import { createEnvironment, RULE_LIMITS } from "./environment.ts";
import { toJson } from "./profile.ts";
import { RuleError } from "./RuleError.ts";

export { FACTS, type FactDefinition } from "./catalogue.ts";
export { RULE_LIMITS } from "./environment.ts";
export { RuleError, type RuleErrorCode, type RulePosition } from "./RuleError.ts";

const environment = createEnvironment();

const refusal = (error: unknown): RuleError => {
  if (error instanceof RuleError) return error;
  if (error instanceof ParseError && error.code === "limit_exceeded") {
    return new RuleError("RULE_TOO_COMPLEX", "The rule is too large", { position: error.range });
  }
  if (error instanceof ParseError) {
    const where = { position: error.range, detail: error.summary };
    return new RuleError("RULE_SYNTAX", "The rule is not valid CEL", where);
  }
  if (error instanceof CelTypeError) {
    const where = { position: error.range, detail: error.summary };
    return new RuleError("RULE_TYPE", "The rule names or compares what does not fit", where);
  }
  return new RuleError("RULE_SYNTAX", "The rule cannot be read");
};

/** Throws a RuleError; nothing else ever leaves. */
export const parseRule = (cel: string): RuleJson => {
  if (cel.length > RULE_LIMITS.characters) {
    throw new RuleError("RULE_TOO_COMPLEX", `A rule has at most ${RULE_LIMITS.characters} characters`);
  }
  try {
    const parsed = environment.parse(cel);
    const { valid, type, error } = parsed.check();
    if (!valid) throw error;
    if (type !== "bool") throw new RuleError("RULE_TYPE", "A rule is either true or false");
    return toJson(parsed.ast);
  } catch (error) {
    throw refusal(error);
  }
};
