/** How each fact is said in German, as a clause with its verb last. */
import type { Clause, Counted, Noun, Phrase, Phrases } from "./Grammar.ts";
import { amountIn, clockTime, numberIn } from "./measures.ts";

const WEEKDAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

const visitor = (rest: string): Clause => ({ subject: "der Besucher", rest });

const lasts = (rest: (span: string, name: string) => string): Phrase => ({
  kind: "duration",
  clause: (span, name) => visitor(rest(span, name)),
});

const counts = (noun: Noun, rest: (counted: string, name: string) => string): Phrase => ({
  kind: "count",
  noun,
  clause: ({ text }, name) => visitor(rest(text, name)),
});

const holds = (rest: (not: string, name: string) => string): Phrase => ({
  kind: "boolean",
  clause: (yes, name) => visitor(rest(yes ? "" : "nicht ", name)),
});

const value = (subject: (name: string) => string, format?: (value: number) => string): Phrase =>
  format ? { kind: "value", subject, format } : { kind: "value", subject };

const noun = (a: string, none: string, one: string, many: string): Noun => ({
  a: `${a} ${one}`,
  none: `${none} ${one}`,
  one,
  many,
});
const feminine = (one: string, many: string): Noun => noun("eine", "keine", one, many);
const neuter = (one: string, many: string): Noun => noun("ein", "kein", one, many);
/** As an object: "einen Klick". */
const masculine = (one: string, many: string): Noun => noun("einen", "keinen", one, many);

const isOrAre = ({ plural }: Counted): string => (plural ? "sind" : "ist");
const price = (amount: number): string => amountIn("de", amount);
const no = (yes: boolean): string => (yes ? "ein" : "kein");

export const PHRASES: Phrases = {
  "form.seconds": lasts((span, name) => `${span} im Formular ${name} war`),
  "form.fieldsTouched": counts(
    neuter("Feld", "Felder"),
    (fields, name) => `im Formular ${name} ${fields} geändert hat`,
  ),
  "form.hesitationSeconds": lasts((span, name) => `im Formular ${name} ${span} gezögert hat`),
  "form.errors": {
    kind: "count",
    noun: feminine("Fehlermeldung", "Fehlermeldungen"),
    clause: ({ text }, name) => ({ subject: `das Formular ${name}`, rest: `${text} gezeigt hat` }),
  },
  "form.retyped": counts(
    neuter("Feld", "Felder"),
    (fields, name) => `im Formular ${name} ${fields} neu ausgefüllt hat`,
  ),
  "form.left": holds((not, name) => `das Formular ${name} ${not}abgebrochen hat`),
  "page.url": value(() => "die Adresse der Seite"),
  "page.path": value(() => "der Pfad der Seite"),
  "page.title": value(() => "der Titel der Seite"),
  "page.referrer": value(() => "die verweisende Adresse"),
  "page.seconds": lasts(span => `${span} auf der Seite war`),
  "page.scrolled": value(
    () => "die erreichte Tiefe der Seite",
    percent => `${numberIn("de", percent)} %`,
  ),
  "page.idleSeconds": lasts(span => `${span} nichts getan hat`),
  "page.exitIntent": holds(not => `sich ${not}anschickt, die Seite zu verlassen`),
  "page.rageClicks": counts(
    feminine("Klickserie", "Klickserien"),
    series => `${series} auf dieselbe Stelle gemacht hat`,
  ),
  "page.deadClicks": counts(
    masculine("wirkungslosen Klick", "wirkungslose Klicks"),
    clicks => `${clicks} gemacht hat`,
  ),
  "pages.visited": {
    kind: "boolean",
    clause: (yes, name) => visitor(`${no(yes)}e Seite ${name} gesehen hat`),
  },
  "event.count": {
    kind: "count",
    noun: neuter("Mal", "Mal"),
    clause: ({ text }, name) => ({ subject: `das Ereignis ${name}`, rest: `${text} gemeldet wurde` }),
  },
  "event.secondsSince": {
    kind: "duration",
    amount: true,
    clause: (span, name) => ({ subject: `das Ereignis ${name}`, rest: `${span} zurückliegt` }),
  },
  fact: value(name => `die Angabe ${name}`),
  "product.viewing": holds((not, name) => `das Produkt ${name} gerade ${not}ansieht`),
  "product.viewed": holds((not, name) => `das Produkt ${name} ${not}angesehen hat`),
  "category.viewed": {
    kind: "boolean",
    clause: (yes, name) => visitor(`${no(yes)} Produkt der Kategorie ${name} angesehen hat`),
  },
  "item.sku": value(() => "die Artikelnummer des gezeigten Produkts"),
  "item.category": value(() => "die Kategorie des gezeigten Produkts"),
  "item.price": value(() => "der Preis des gezeigten Produkts", price),
  "basket.value": value(() => "der Wert des Warenkorbs", price),
  "basket.count": {
    kind: "count",
    noun: masculine("Artikel", "Artikel"),
    clause: ({ text }) => ({ subject: "der Warenkorb", rest: `${text} enthält` }),
  },
  "basket.changed": holds(not => `den Warenkorb ${not}geändert hat`),
  "visit.pages": counts(feminine("Seite", "Seiten"), pages => `${pages} gesehen hat`),
  "visit.seconds": {
    kind: "duration",
    clause: span => ({ subject: "der Besuch", rest: `${span} dauert` }),
  },
  "visit.campaign": value(() => "die Kampagne"),
  "visit.source": value(() => "die Herkunft des Besuchs"),
  "visit.language": value(() => "die Sprache des Browsers"),
  "visit.device": value(() => "das Gerät"),
  "visit.number": counts(masculine("Besuch", "Besuche"), visits => `mit diesem ${visits} gemacht hat`),
  "visit.daysSinceLast": {
    kind: "count",
    noun: masculine("Tag", "Tage"),
    clause: ({ text }) => ({ subject: "der vorige Besuch", rest: `${text} zurückliegt` }),
  },
  "visit.conversations": counts(
    neuter("Gespräch", "Gespräche"),
    conversations => `bisher ${conversations} geführt hat`,
  ),
  "visit.purchases": counts(masculine("Kauf", "Käufe"), purchases => `bisher ${purchases} gemacht hat`),
  "contact.identified": holds(not => `${not}bekannt ist`),
  "contact.attribute": value(name => `die Eigenschaft ${name} des Kontakts`),
  "time.hour": { kind: "moment", subject: "die Stunde", format: hour => `${hour} Uhr` },
  "time.weekday": {
    kind: "moment",
    subject: "der Wochentag",
    format: day => WEEKDAYS[day - 1] ?? `Tag ${day}`,
  },
  "time.minuteOfDay": {
    kind: "moment",
    subject: "die Uhrzeit",
    format: minute => `${clockTime(minute)} Uhr`,
  },
  "hours.open": {
    kind: "boolean",
    clause: (yes, name) => ({
      subject: `die Warteschlange ${name}`,
      rest: yes ? "geöffnet ist" : "geschlossen ist",
    }),
  },
  "skill.free": {
    kind: "count",
    noun: neuter("Berater", "Berater"),
    clause: (agents, name) => ({
      subject: `${agents.text} mit ${name}`,
      rest: `frei ${isOrAre(agents)}`,
    }),
  },
  "queue.waiting": {
    kind: "count",
    noun: neuter("Anliegen", "Anliegen"),
    clause: ({ text, plural }, name) => ({
      subject: text,
      rest: `in der Warteschlange ${name} ${plural ? "warten" : "wartet"}`,
    }),
  },
  "queue.expectedSeconds": {
    kind: "duration",
    amount: true,
    clause: (span, name) => ({
      subject: `die erwartete Wartezeit der Warteschlange ${name}`,
      rest: `${span} beträgt`,
    }),
  },
};
