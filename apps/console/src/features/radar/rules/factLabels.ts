/** What each fact is called for short, where it is chosen. A fact of the catalogue without a name does not compile. */
import type { Localized } from "@lotse/protocol";
import { FACTS, type FactName } from "@lotse/radar/catalogue";
import type { I18n } from "../../../i18n/i18n.ts";

const label = (de: string, en: string): Localized => ({ de, en });

export const FACT_LABELS: Readonly<Record<FactName, Localized>> = {
  "form.seconds": label("Zeit im Formular", "Time in the form"),
  "form.fieldsTouched": label("Geänderte Felder", "Fields changed"),
  "form.hesitationSeconds": label("Zögern im Formular", "Hesitation in the form"),
  "form.errors": label("Fehlermeldungen des Formulars", "Validation errors"),
  "form.retyped": label("Neu ausgefüllte Felder", "Fields retyped"),
  "form.left": label("Formular abgebrochen", "Form abandoned"),
  "page.url": label("Adresse der Seite", "Address of the page"),
  "page.path": label("Pfad der Seite", "Path of the page"),
  "page.title": label("Titel der Seite", "Title of the page"),
  "page.referrer": label("Verweisende Adresse", "Referring address"),
  "page.seconds": label("Zeit auf der Seite", "Time on the page"),
  "page.scrolled": label("Gescrollt bis", "Scrolled to"),
  "page.idleSeconds": label("Nichts getan seit", "Idle for"),
  "page.exitIntent": label("Im Begriff zu gehen", "About to leave"),
  "page.rageClicks": label("Klickserien auf eine Stelle", "Bursts of clicks on one spot"),
  "page.deadClicks": label("Klicks ohne Wirkung", "Clicks without effect"),
  "pages.visited": label("Hat die Seite gesehen", "Has seen the page"),
  "event.count": label("Ereignis: wie oft", "Event: how often"),
  "event.secondsSince": label("Ereignis: wie lange her", "Event: how long ago"),
  fact: label("Angabe der Seite", "Fact from the page"),
  "product.viewing": label("Sieht das Produkt an", "Is looking at the product"),
  "product.viewed": label("Hat das Produkt angesehen", "Has looked at the product"),
  "category.viewed": label("Hat die Kategorie angesehen", "Has looked at the category"),
  "item.sku": label("Artikelnummer des gezeigten Produkts", "SKU of the product shown"),
  "item.category": label("Kategorie des gezeigten Produkts", "Category of the product shown"),
  "item.price": label("Preis des gezeigten Produkts", "Price of the product shown"),
  "basket.value": label("Wert des Warenkorbs", "Value of the basket"),
  "basket.count": label("Artikel im Warenkorb", "Items in the basket"),
  "basket.changed": label("Warenkorb geändert", "Basket changed"),
  "visit.pages": label("Gesehene Seiten", "Pages seen"),
  "visit.seconds": label("Dauer des Besuchs", "Length of the visit"),
  "visit.campaign": label("Kampagne", "Campaign"),
  "visit.source": label("Herkunft des Besuchs", "Source of the visit"),
  "visit.language": label("Sprache des Browsers", "Language of the browser"),
  "visit.device": label("Gerät", "Device"),
  "visit.number": label("Der wievielte Besuch", "Which visit it is"),
  "visit.daysSinceLast": label("Tage seit dem vorigen Besuch", "Days since the visit before"),
  "visit.conversations": label("Frühere Gespräche", "Earlier conversations"),
  "visit.purchases": label("Frühere Käufe", "Earlier purchases"),
  "contact.identified": label("Besucher ist bekannt", "Visitor is known"),
  "contact.attribute": label("Eigenschaft des Kontakts", "Attribute of the contact"),
  "time.hour": label("Stunde", "Hour"),
  "time.weekday": label("Wochentag", "Weekday"),
  "time.minuteOfDay": label("Uhrzeit", "Time of day"),
  "hours.open": label("Warteschlange ist geöffnet", "Queue is open"),
  "skill.free": label("Freie Berater mit Fähigkeit", "Free agents with skill"),
  "queue.waiting": label("Wartende in der Warteschlange", "Waiting in the queue"),
  "queue.expectedSeconds": label("Erwartete Wartezeit", "Expected wait"),
};

/** `root("argument").field` or `root.field("argument")`, as the hub spells a fact. */
const SPELLED = /^(\w+)(?:\((".*?")\))?(?:\.(\w+)(?:\((".*")\))?)?$/;

/** What a rule's text calls a fact, in the words in which it is chosen; what is not known by name stays as it is spelled. */
export const factWords = (spelled: string, { t, name }: I18n): string => {
  const [, root, ofRoot, field, ofField] = SPELLED.exec(spelled) ?? [];
  const fact = FACTS.find(one => one.root === root && (one.field ?? undefined) === field);
  if (fact === undefined) return spelled;
  const words = name(FACT_LABELS[fact.name]);
  const argument = ofRoot ?? ofField;
  return argument === undefined ? words : t("fact.of", words, String(JSON.parse(argument)));
};
