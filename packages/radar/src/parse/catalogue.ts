/**
 * Every fact a rule may name: feeds the type checker, the editor's completion and the documentation. Whoever adds
 * one here also lets a FactSource read its key (the test compares both).
 */
import type { Localized } from "@lotse/protocol";

export interface FactDefinition {
  /** `form(name).seconds` is root `form` with argument `name` and field `seconds`. */
  readonly root: string;
  readonly argument: "form" | "sku" | "skill" | null;
  readonly field: string;
  /** The fact's key at run time, before the colon and the argument. */
  readonly key: string;
  /** A duration is written in seconds, read in milliseconds, and only ordered against constants. */
  readonly type: "duration" | "number" | "string" | "boolean";
  readonly unit: "seconds" | "pages" | "agents" | null;
  /** Who knows it. A hub fact is unknown in the browser. */
  readonly source: "browser" | "hub";
  readonly description: Localized;
}

export const FACTS: readonly FactDefinition[] = [
  {
    root: "form",
    argument: "form",
    field: "seconds",
    key: "form.ms",
    type: "duration",
    unit: "seconds",
    source: "browser",
    description: {
      de: "Zeit, in der das Formular in diesem Besuch zu sehen und der Tab aktiv war",
      en: "Time the form was visible and the tab active during this visit",
    },
  },
  {
    root: "product",
    argument: "sku",
    field: "viewing",
    key: "product.viewing",
    type: "boolean",
    unit: null,
    source: "browser",
    description: { de: "Sieht das Produkt gerade an", en: "Is looking at the product now" },
  },
  {
    root: "product",
    argument: "sku",
    field: "viewed",
    key: "product.viewed",
    type: "boolean",
    unit: null,
    source: "browser",
    description: {
      de: "Hat das Produkt in diesem Besuch angesehen",
      en: "Has looked at the product during this visit",
    },
  },
  {
    root: "page",
    argument: null,
    field: "url",
    key: "page.url",
    type: "string",
    unit: null,
    source: "browser",
    description: { de: "Ganze Adresse der Seite", en: "The page's whole address" },
  },
  {
    root: "page",
    argument: null,
    field: "path",
    key: "page.path",
    type: "string",
    unit: null,
    source: "browser",
    description: {
      de: "Pfad der Adresse, beginnt mit /, ohne Parameter",
      en: "The address's path, starts with /, without parameters",
    },
  },
  {
    root: "page",
    argument: null,
    field: "title",
    key: "page.title",
    type: "string",
    unit: null,
    source: "browser",
    description: { de: "Titel der Seite", en: "The page's title" },
  },
  {
    root: "page",
    argument: null,
    field: "referrer",
    key: "page.referrer",
    type: "string",
    unit: null,
    source: "browser",
    description: {
      de: "Adresse, von der der Besuch auf die Seite kam",
      en: "The address that led to the page",
    },
  },
  {
    root: "visit",
    argument: null,
    field: "pages",
    key: "visit.pages",
    type: "number",
    unit: "pages",
    source: "browser",
    description: { de: "Seiten in diesem Besuch", en: "Pages seen during this visit" },
  },
  {
    root: "visit",
    argument: null,
    field: "seconds",
    key: "visit.ms",
    type: "duration",
    unit: "seconds",
    source: "browser",
    description: { de: "Dauer des Besuchs", en: "How long the visit has lasted" },
  },
  {
    root: "skill",
    argument: "skill",
    field: "free",
    key: "skill.free",
    type: "number",
    unit: "agents",
    source: "hub",
    description: {
      de: "Berater mit dieser Fähigkeit, die jetzt ein Gespräch annehmen können",
      en: "Agents with this skill who can take a conversation now",
    },
  },
];

export const findFact = (root: string, field: string): FactDefinition | undefined =>
  FACTS.find(fact => fact.root === root && fact.field === field);
