/** What a trial says to people: why the rule was true, and what was not recorded, by the names rules have for facts. Pure. */
import type { Language, Localized } from "@lotse/protocol";
import type { FactSource } from "@lotse/radar";
import { factOfKey } from "@lotse/radar/catalogue";
import { explain } from "@lotse/radar/explain";
import { parseRule } from "@lotse/radar/parse";
import { type VerdictLine, verdictLines } from "@lotse/radar/verdict";

const LINES_MAX = 3;

/** `form("quote").hesitationSeconds`, as a rule writes it. */
export const factText = (key: string): string => {
  const found = factOfKey(key);
  if (found === undefined) return key;
  const { definition, argument } = found;
  const { root, field, argumentAt } = definition;
  const call = argument === null ? "" : `(${JSON.stringify(argument)})`;
  const [ofRoot, ofField] = argumentAt === "field" ? ["", call] : [call, ""];
  return field === null ? `${root}${ofRoot}` : `${root}${ofRoot}.${field}${ofField}`;
};

/** Not what the page or the contact never said: what was there and is not in the record. */
export const isUnrecorded = (key: string): boolean => {
  const name = key.split(":", 1)[0];
  if (name === "contact.attribute" || name === "hours.open") return false;
  const source = factOfKey(key)?.definition.source;
  return source === "observer" || source === "hub";
};

/** The parts that made it true; the whole, if it has none. */
const decisive = (lines: readonly VerdictLine[]): readonly VerdictLine[] => {
  const parts = lines.filter(({ depth, decides, verdict }) => depth > 0 && decides && verdict === true);
  return parts.length > 0 ? parts : lines.slice(0, 1);
};

export const sentenceWhy = (cel: string, facts: FactSource, atMs: number): Localized => {
  const explanation = explain(parseRule(cel), facts, atMs);
  const say = (language: Language): string =>
    decisive(verdictLines(explanation, language))
      .slice(0, LINES_MAX)
      .map(({ text }) => text)
      .join("; ");
  return { de: say("de"), en: say("en") };
};
