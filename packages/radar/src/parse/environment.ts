/** The CEL environment made from the catalogue: what the parser bounds and what the type checker knows. */
import { Environment } from "@marcbachmann/cel-js";
import { FACTS, type FactDefinition } from "./catalogue.ts";

/** More than a person writes or reads. Characters are checked before anything is parsed. */
export const RULE_LIMITS = { characters: 4_000, nodes: 300, depth: 16 } as const;

const CEL_TYPES = { duration: "int", number: "int", string: "string", boolean: "bool" } as const;

const fieldsOf = (facts: readonly FactDefinition[]): Record<string, string> =>
  Object.fromEntries(facts.map(fact => [fact.field, CEL_TYPES[fact.type]]));

/** A root with an argument is a function that returns a typed object, one without is a variable. */
export const createEnvironment = (): Environment => {
  const environment = new Environment({
    limits: {
      maxAstNodes: RULE_LIMITS.nodes,
      maxDepth: RULE_LIMITS.depth,
      maxListElements: RULE_LIMITS.nodes,
      maxMapEntries: 32,
      maxCallArguments: 4,
    },
  });
  for (const root of new Set(FACTS.map(fact => fact.root))) {
    const facts = FACTS.filter(fact => fact.root === root);
    const type = `Lotse_${root}`;
    environment.registerType({ name: type, schema: fieldsOf(facts) });
    if (facts.some(fact => fact.argument !== null)) {
      environment.registerFunction(`${root}(string): ${type}`, () => null);
    } else {
      environment.registerVariable(root, type);
    }
  }
  return environment;
};
