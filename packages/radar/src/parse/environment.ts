/** The CEL environment made from the catalogue: what the parser bounds and what the type checker knows. */
import { Environment } from "@marcbachmann/cel-js";
import { FACTS, type FactType } from "../catalogue/index.ts";

/** More than a person writes or reads. Characters are checked before anything is parsed. */
export const RULE_LIMITS = { characters: 4_000, nodes: 300, depth: 16 } as const;

const CEL_TYPES: Readonly<Record<FactType, string>> = {
  duration: "int",
  number: "int",
  amount: "double",
  text: "string",
  boolean: "bool",
  any: "dyn",
};

const typeNameOf = (root: string): string => `Lotse${root.charAt(0).toUpperCase()}${root.slice(1)}`;

const registerRoot = (environment: Environment, root: string): void => {
  const facts = FACTS.filter(fact => fact.root === root);
  const type = typeNameOf(root);
  const fields = facts.filter(({ field, argumentAt }) => field !== null && argumentAt !== "field");
  environment.registerType({
    name: type,
    schema: Object.fromEntries(fields.map(fact => [fact.field, CEL_TYPES[fact.type]])),
  });
  // An argument behind the root makes it a function that returns a typed object; without one it is a variable
  if (facts.some(({ argumentAt }) => argumentAt === "root")) {
    environment.registerFunction(`${root}(string): ${type}`, () => null);
  } else environment.registerVariable(root, type);
  for (const { field, type: own, argumentAt } of facts) {
    if (argumentAt !== "field") continue;
    environment.registerFunction(`${type}.${field}(string): ${CEL_TYPES[own]}`, () => null);
  }
};

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
    const whole = FACTS.find(fact => fact.root === root && fact.field === null);
    // `fact("segment")` is the fact itself: nothing stands behind it
    if (whole) environment.registerFunction(`${root}(string): ${CEL_TYPES[whole.type]}`, () => null);
    else registerRoot(environment, root);
  }
  return environment;
};
