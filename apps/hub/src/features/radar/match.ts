/** Whether a rule is true of a visit, with what the browser claims and what the house knows. Pure. */
import type { Facts } from "@lotse/protocol";
import { evaluate, factsFromWire } from "@lotse/radar";
import type { Match } from "./gate.ts";
import { type House, isPassing, readHouse } from "./houseFacts.ts";
import type { KnownRule } from "./ruleBook.ts";

/** As many as any rule could want. */
const MANY = Number.MAX_SAFE_INTEGER;

/** The house with agents enough, and then also with queues that are empty: never worse than it is. */
const better = (house: House, least: number, isQuiet: boolean): House => ({
  ...house,
  freeAgents: skill => {
    const free = house.freeAgents(skill);
    return free === undefined ? undefined : Math.max(free, least);
  },
  queue: key => {
    const look = house.queue(key);
    return look && isQuiet ? { ...look, waiting: look.waiting && 0, expectedMs: 0 } : look;
  },
});

/** What only waits for an agent is told from what the visitor does not do: with somebody free, or nobody before them, it would be true. */
export const matchOf = ({ compiled }: KnownRule, facts: Facts, house: House): Match => {
  const resultIn = (one: House) =>
    evaluate(compiled, factsFromWire(facts, readHouse(one)), house.nowMs).result;
  const result = resultIn(house);
  if (result !== false) return result === true ? "matched" : "notMatched";
  if (![...compiled.keys].some(isPassing)) return "notMatched";
  const isWaiting = [1, MANY].some(least =>
    [false, true].some(isQuiet => resultIn(better(house, least, isQuiet)) === true),
  );
  return isWaiting ? "waits" : "notMatched";
};
