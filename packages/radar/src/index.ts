/** What the loader and the hub share. The loader pays for every byte here; CEL lives in `./parse`, traces in `./explain`. */
export { type CompiledRule, compile, type Evaluation, evaluate, type Truth } from "./compile.ts";
export {
  createFactSource,
  type Duration,
  elapsedMs,
  type FactKey,
  type FactSource,
  type FactValue,
  formKey,
  type LiveFacts,
  PAGE_KEYS,
  pathOf,
  productKeys,
  type ReadHub,
  VISIT_TIME_KEY,
} from "./facts.ts";
export { OBSERVED, WATCHED_MAX, watchedKeys } from "./observed.ts";
export { createRuleSet, type RuleSet } from "./ruleSet.ts";
export { factsFromWire, factsRunning, mapRecord, toWireFacts } from "./wire.ts";
