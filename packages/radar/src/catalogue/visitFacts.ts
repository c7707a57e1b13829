/** Facts of the visit, and of whoever is known to make it. */
import type { FactDetails } from "./FactDefinition.ts";
import { DAY_S, hub, observed, own } from "./kinds.ts";

export const VISIT_FACTS = {
  "visit.pages": {
    ...own("visit.pages", "number", "pages"),
    range: { min: 0, max: 100_000 },
    description: { de: "Seiten in diesem Besuch", en: "Pages seen during this visit" },
    example: "visit.pages >= 3",
  },
  "visit.seconds": {
    ...own("visit.ms", "duration", "seconds"),
    range: { min: 0, max: 30 * DAY_S },
    description: { de: "Dauer des Besuchs", en: "How long the visit has lasted" },
    example: "visit.seconds > 300",
  },
  "visit.campaign": {
    ...observed("visit.campaign", "text", null),
    description: {
      de: "Kampagne, mit der der Besuch begann (utm_campaign)",
      en: "Campaign the visit began with (utm_campaign)",
    },
    example: 'visit.campaign == "spring"',
  },
  "visit.source": {
    ...observed("visit.source", "text", null),
    description: {
      de: "Woher der Besuch kam: utm_source, sonst der Name der verweisenden Website",
      en: "Where the visit came from: utm_source, else the referring site's name",
    },
    example: 'visit.source in ["newsletter", "search.example"]',
  },
  "visit.language": {
    ...observed("visit.language", "text", null),
    description: {
      de: "Bevorzugte Sprache des Browsers als Kürzel (de, en, fr)",
      en: "The browser's preferred language as a code (de, en, fr)",
    },
    example: 'visit.language == "de"',
  },
  "visit.device": {
    ...observed("visit.device", "text", null),
    values: ["phone", "tablet", "desktop"],
    description: {
      de: "Art des Geräts: phone, tablet oder desktop",
      en: "Kind of device: phone, tablet or desktop",
    },
    example: 'visit.device != "phone"',
  },
  "visit.number": {
    ...hub("visit.number", "number", "visits"),
    range: { min: 1, max: 100_000 },
    description: {
      de: "Der wievielte Besuch dieses Besuchers es ist, soweit er Wiedererkennen erlaubt hat",
      en: "Which visit of this visitor it is, as far as they agreed to be recognised",
    },
    example: "visit.number > 1",
  },
  "visit.daysSinceLast": {
    ...hub("visit.daysSinceLast", "number", "days"),
    range: { min: 0, max: 36_500 },
    description: {
      de: "Ganze Tage seit dem vorigen Besuch; 0 beim ersten",
      en: "Whole days since the visit before; 0 at the first",
    },
    example: "visit.daysSinceLast > 30",
  },
  "visit.conversations": {
    ...hub("visit.conversations", "number", "conversations"),
    range: { min: 0, max: 100_000 },
    description: { de: "Frühere Gespräche dieses Besuchers", en: "This visitor's earlier conversations" },
    example: "visit.conversations == 0",
  },
  "visit.purchases": {
    ...hub("visit.purchases", "number", "purchases"),
    range: { min: 0, max: 100_000 },
    description: { de: "Frühere Käufe dieses Besuchers", en: "This visitor's earlier purchases" },
    example: "visit.purchases > 0",
  },
  "contact.identified": {
    ...hub("contact.identified", "boolean", null),
    description: {
      de: "Die Seite hat gesagt, wer der Besucher ist (identify)",
      en: "The page has said who the visitor is (identify)",
    },
    example: "contact.identified",
  },
  "contact.attribute": {
    ...hub("contact.attribute", "any", null),
    argument: "attribute",
    description: {
      de: "Eigenschaft des bekannten Kontakts: Text, Zahl oder ja/nein",
      en: "An attribute of the known contact: a text, a number, or yes/no",
    },
    example: 'contact.attribute("tier") == "gold"',
  },
} as const satisfies Record<string, FactDetails>;
