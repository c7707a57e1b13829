/**
 * Every fact a rule may name: feeds the type checker, the editor's completion, the sentences and the documentation.
 */
import type { Localized } from "@lotse/protocol";
import type { ArgumentKind, FactDefinition, FactDetails } from "./FactDefinition.ts";
import { HOUSE_FACTS } from "./houseFacts.ts";
import { PAGE_FACTS } from "./pageFacts.ts";
import { SHOP_FACTS } from "./shopFacts.ts";
import { VISIT_FACTS } from "./visitFacts.ts";

export type {
  ArgumentKind,
  FactDefinition,
  FactDetails,
  FactOrigin,
  FactType,
  FactUnit,
} from "./FactDefinition.ts";

const DETAILS = { ...PAGE_FACTS, ...SHOP_FACTS, ...VISIT_FACTS, ...HOUSE_FACTS };

export type FactName = keyof typeof DETAILS;

export interface Fact extends FactDefinition {
  readonly name: FactName;
}

/** What stands between the parentheses: 1 to `ARGUMENT_MAX` characters. A page names nothing that is longer. */
export const ARGUMENT_MAX = 80;

export const ARGUMENTS: Readonly<Record<ArgumentKind, Localized>> = {
  form: { de: "Name des Formulars", en: "The form's name" },
  sku: { de: "Artikelnummer", en: "SKU" },
  category: { de: "Name der Kategorie", en: "The category's name" },
  pages: {
    de: "Pfad; * steht für beliebig viele Zeichen",
    en: "Path; * stands for any number of characters",
  },
  event: { de: "Name des Ereignisses", en: "The event's name" },
  fact: { de: "Name der Angabe", en: "The fact's name" },
  attribute: { de: "Name der Eigenschaft", en: "The attribute's name" },
  hours: { de: "Schlüssel der Warteschlange", en: "The queue's key" },
  skill: { de: "Fähigkeit", en: "Skill" },
  queue: { de: "Schlüssel der Warteschlange", en: "The queue's key" },
};

/** Roots that are no functions: what they take stands behind the field. */
const PLAIN_ROOTS: ReadonlySet<string> = new Set(["pages", "contact"]);

const definitionOf = ([name, details]: readonly [FactName, FactDetails]): Fact => {
  const [root = name, field = null] = name.split(".");
  const argumentAt = details.argument === undefined ? null : PLAIN_ROOTS.has(root) ? "field" : "root";
  return { ...details, name, root, field, argumentAt };
};

export const FACTS: readonly Fact[] = (Object.entries(DETAILS) as [FactName, FactDetails][]).map(
  definitionOf,
);

const BY_NAME: ReadonlyMap<string, Fact> = new Map(FACTS.map(fact => [fact.name, fact]));
const BY_KEY: ReadonlyMap<string, Fact> = new Map(FACTS.map(fact => [fact.key, fact]));

export const factNamed = (name: string): Fact | undefined => BY_NAME.get(name);

/** The other way round: which fact, and of what, a key at run time is. */
export const factOfKey = (
  key: string,
): { readonly definition: Fact; readonly argument: string | null } | undefined => {
  const cut = key.indexOf(":");
  const definition = BY_KEY.get(cut < 0 ? key : key.slice(0, cut));
  if (definition === undefined || (definition.argument === undefined) !== cut < 0) return undefined;
  return { definition, argument: cut < 0 ? null : key.slice(cut + 1) };
};
