/** Whether a rule is true of a visit, with what the browser claims and what the house knows. Pure. */
import type { Facts } from "@lotse/protocol";
import { evaluate, factsFromWire } from "@lotse/radar";
import type { Match } from "./gate.ts";
import { type House, isPassing, readHouse } from "./houseFacts.ts";
import type { KnownRule } from "./ruleBook.ts";

/** What only waits for an agent is told from what the visitor does not do: without what passes in the house it stays open. */
export const matchOf = ({ compiled }: KnownRule, facts: Facts, house: House): Match => {
  const read = readHouse(house);
  const { nowMs } = house;
  const { result } = evaluate(compiled, factsFromWire(facts, read), nowMs);
  if (result !== false) return result === true ? "matched" : "notMatched";
  const lasting = factsFromWire(facts, key => (isPassing(key) ? undefined : read(key)));
  return evaluate(compiled, lasting, nowMs).result === "unknown" ? "waits" : "notMatched";
};
