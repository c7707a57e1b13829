/** Facts of the page the visitor is on, of its forms, and of the pages seen before. */
import type { FactDetails } from "./FactDefinition.ts";
import { DAY_S, observed, own, YEAR_S } from "./kinds.ts";

export const PAGE_FACTS = {
  "form.seconds": {
    ...own("form.ms", "duration", "seconds"),
    argument: "form",
    range: { min: 0, max: DAY_S },
    description: {
      de: "Zeit, in der das Formular in diesem Besuch zu sehen und der Tab aktiv war",
      en: "Time the form was visible and the tab active during this visit",
    },
    example: 'form("quote").seconds > 120',
  },
  "form.fieldsTouched": {
    ...observed("form.fieldsTouched", "number", "fields"),
    argument: "form",
    range: { min: 0, max: 1_000 },
    description: {
      de: "Felder des Formulars, in denen der Besucher etwas geändert hat",
      en: "Fields of the form in which the visitor changed something",
    },
    example: 'form("quote").fieldsTouched >= 3',
  },
  "form.hesitationSeconds": {
    ...observed("form.hesitationMs", "duration", "seconds"),
    argument: "form",
    range: { min: 0, max: DAY_S },
    description: {
      de: "Zeit im sichtbaren Formular, seit darin zuletzt etwas eingegeben wurde",
      en: "Time in the visible form since something was last entered in it",
    },
    example: 'form("quote").hesitationSeconds > 30',
  },
  "form.errors": {
    ...observed("form.errors", "number", "errors"),
    argument: "form",
    range: { min: 0, max: 1_000 },
    description: {
      de: "Fehlermeldungen, die das Formular in diesem Besuch gezeigt hat",
      en: "Validation errors the form has shown during this visit",
    },
    example: 'form("quote").errors >= 2',
  },
  "form.retyped": {
    ...observed("form.retyped", "number", "fields"),
    argument: "form",
    range: { min: 0, max: 1_000 },
    description: {
      de: "Felder des Formulars, die der Besucher geleert und neu ausgefüllt hat",
      en: "Fields of the form the visitor emptied and filled in anew",
    },
    example: 'form("quote").retyped > 0',
  },
  "form.left": {
    ...observed("form.left", "boolean", null),
    argument: "form",
    description: {
      de: "Hat im Formular etwas eingegeben und es verlassen, ohne es abzusenden",
      en: "Has entered something in the form and left it without sending it",
    },
    example: 'form("quote").left',
  },
  "page.url": {
    ...own("page.url", "text", null),
    description: { de: "Ganze Adresse der Seite", en: "The page's whole address" },
    example: 'page.url.contains("ref=newsletter")',
  },
  "page.path": {
    ...own("page.path", "text", null),
    description: {
      de: "Pfad der Adresse, beginnt mit /, ohne Parameter",
      en: "The address's path, starts with /, without parameters",
    },
    example: 'page.path in ["/tariffs", "/quote"]',
  },
  "page.title": {
    ...own("page.title", "text", null),
    description: { de: "Titel der Seite", en: "The page's title" },
    example: 'page.title.contains("Ökostrom")',
  },
  "page.referrer": {
    ...own("page.referrer", "text", null),
    description: {
      de: "Adresse, von der der Besuch auf die Seite kam",
      en: "The address that led to the page",
    },
    example: 'page.referrer.startsWith("https://search.example/")',
  },
  "page.seconds": {
    ...observed("page.ms", "duration", "seconds"),
    range: { min: 0, max: DAY_S },
    description: {
      de: "Zeit auf dieser Seite, bei aktivem Tab",
      en: "Time on this page while its tab is active",
    },
    example: "page.seconds > 45",
  },
  "page.scrolled": {
    ...observed("page.scrolled", "number", "percent"),
    range: { min: 0, max: 100 },
    description: {
      de: "Wie weit die Seite höchstens gescrollt wurde, in Prozent ihrer Höhe",
      en: "How far the page was scrolled at most, in percent of its height",
    },
    example: "page.scrolled >= 75",
  },
  "page.idleSeconds": {
    ...observed("page.idleMs", "duration", "seconds"),
    range: { min: 0, max: DAY_S },
    description: {
      de: "Zeit bei aktivem Tab, seit der Besucher zuletzt etwas getan hat",
      en: "Time with the tab active since the visitor last did anything",
    },
    example: "page.idleSeconds > 60",
  },
  "page.exitIntent": {
    ...observed("page.exitIntent", "boolean", null),
    description: {
      de: "Der Mauszeiger hat die Seite nach oben verlassen, dorthin, wo Tabs und Adresse sind",
      en: "The pointer has left the page upwards, to where tabs and address are",
    },
    example: "page.exitIntent",
  },
  "page.rageClicks": {
    ...observed("page.rageClicks", "number", "clicks"),
    range: { min: 0, max: 1_000 },
    description: {
      de: "Wie oft auf dieser Seite mehrmals rasch auf dieselbe Stelle geklickt wurde",
      en: "How often the same spot of this page was clicked several times in quick succession",
    },
    example: "page.rageClicks > 0",
  },
  "page.deadClicks": {
    ...observed("page.deadClicks", "number", "clicks"),
    range: { min: 0, max: 1_000 },
    description: {
      de: "Klicks auf dieser Seite, auf die nichts geschah",
      en: "Clicks on this page after which nothing happened",
    },
    example: "page.deadClicks >= 2",
  },
  "pages.visited": {
    ...observed("pages.visited", "boolean", null),
    argument: "pages",
    description: {
      de: "Hat in diesem Besuch eine Seite mit diesem Pfad gesehen; * steht für alles",
      en: "Has seen a page with this path during this visit; * stands for anything",
    },
    example: 'pages.visited("/tariffs*")',
  },
  "event.count": {
    ...observed("event.count", "number", "events"),
    argument: "event",
    range: { min: 0, max: 100_000 },
    description: {
      de: "Wie oft die Seite dieses Ereignis in diesem Besuch gemeldet hat (track)",
      en: "How often the page reported this event during this visit (track)",
    },
    example: 'event("wishlist").count >= 2',
  },
  "event.secondsSince": {
    ...observed("event.sinceMs", "duration", "seconds"),
    argument: "event",
    range: { min: 0, max: YEAR_S },
    description: {
      de: "Zeit, seit die Seite dieses Ereignis zuletzt gemeldet hat; ein Jahr, wenn noch nie",
      en: "Time since the page last reported this event; a year if it never did",
    },
    example: 'event("wishlist").secondsSince < 300',
  },
  fact: {
    ...observed("fact", "any", null),
    argument: "fact",
    description: {
      de: "Angabe der Seite über den Besuch (fact): Text, Zahl oder ja/nein",
      en: "What the page has said of the visit (fact): a text, a number, or yes/no",
    },
    example: 'fact("segment") == "private"',
  },
} as const satisfies Record<string, FactDetails>;
