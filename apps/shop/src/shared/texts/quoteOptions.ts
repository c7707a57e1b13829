/** What the choices of the quote form are called. A choice without an entry (a make, a number) is its own name. */
import type { Language, Localized } from "../language.ts";
import type { TextName } from "../quote/fields.ts";

type OptionTexts = Readonly<Record<string, Localized>>;

const euros = (amount: string): Localized => ({ de: `${amount} €`, en: `€${amount}` });

const options: Partial<Record<TextName, OptionTexts>> = {
  make: { other: { de: "Anderer Hersteller", en: "Another make" } },
  fuel: {
    petrol: { de: "Benzin", en: "Petrol" },
    diesel: { de: "Diesel", en: "Diesel" },
    electric: { de: "Elektro", en: "Electric" },
    hybrid: { de: "Hybrid", en: "Hybrid" },
    gas: { de: "Gas", en: "Gas" },
  },
  financing: {
    paid: { de: "Bezahlt", en: "Paid" },
    loan: { de: "Finanziert", en: "On credit" },
    lease: { de: "Geleast", en: "Leased" },
  },
  usage: {
    private: { de: "Nur privat", en: "Private only" },
    commute: { de: "Privat und zur Arbeit", en: "Private and to work" },
    business: { de: "Auch geschäftlich", en: "For business too" },
  },
  parking: {
    street: { de: "Auf der Straße", en: "On the street" },
    drive: { de: "Auf dem Grundstück", en: "On my property" },
    carport: { de: "Im Carport", en: "In a carport" },
    garage: { de: "In der Einzelgarage", en: "In a garage of its own" },
    shared: { de: "In der Tiefgarage", en: "In an underground garage" },
  },
  drivers: {
    me: { de: "Nur ich", en: "Only me" },
    partner: { de: "Ich und eine weitere Person", en: "I and one other person" },
    family: { de: "Mehrere Personen", en: "Several people" },
  },
  salutation: {
    ms: { de: "Frau", en: "Ms" },
    mr: { de: "Herr", en: "Mr" },
    none: { de: "Keine Angabe", en: "Rather not say" },
  },
  claims: { "0": { de: "Keine", en: "None" }, "3": { de: "3 oder mehr", en: "3 or more" } },
  points: { "0": { de: "Keine", en: "None" } },
  drivingBan: { no: { de: "Nein", en: "No" }, yes: { de: "Ja", en: "Yes" } },
  cover: {
    liability: { de: "Haftpflicht", en: "Liability" },
    partial: { de: "Teilkasko", en: "Partial cover" },
    full: { de: "Vollkasko", en: "Comprehensive" },
  },
  tariff: {
    basic: { de: "Basis", en: "Basic" },
    comfort: { de: "Komfort", en: "Comfort" },
    premium: { de: "Premium", en: "Premium" },
  },
  deductiblePartial: { "0": { de: "Keine", en: "None" }, "150": euros("150"), "300": euros("300") },
  deductibleFull: { "300": euros("300"), "500": euros("500"), "1000": { de: "1.000 €", en: "€1,000" } },
  previousInsurer: {
    none: { de: "Noch keine", en: "None so far" },
    direct: { de: "Ein Direktversicherer", en: "A direct insurer" },
    regional: { de: "Ein Versicherer mit Vertretung", en: "An insurer with an agency" },
    other: { de: "Eine andere", en: "Another one" },
  },
  payment: {
    year: { de: "Jährlich", en: "Yearly" },
    half: { de: "Halbjährlich (+3 %)", en: "Half-yearly (+3 %)" },
    quarter: { de: "Vierteljährlich (+5 %)", en: "Quarterly (+5 %)" },
    month: { de: "Monatlich (+6 %)", en: "Monthly (+6 %)" },
  },
};

export function optionText(name: TextName, option: string, language: Language): string {
  const text = options[name]?.[option]?.[language];
  if (text !== undefined) return text;
  return name === "noClaims" || name === "noClaimsFull" ? `SF ${option}` : option;
}

const notes: Partial<Record<TextName, OptionTexts>> = {
  cover: {
    liability: { de: "Schäden, die Sie anderen zufügen", en: "Damage you cause to others" },
    partial: { de: "Dazu Diebstahl, Sturm, Glas, Wild", en: "Plus theft, storm, glass, animals" },
    full: { de: "Dazu eigene Unfallschäden, Vandalismus", en: "Plus your own accidents, vandalism" },
  },
  tariff: {
    basic: { de: "Das Nötige, günstig", en: "The essentials, low price" },
    comfort: { de: "Neuwert 12 Monate, Mallorca-Police", en: "New for old 12 months, hire car cover" },
    premium: { de: "Neuwert 36 Monate, grobe Fahrlässigkeit", en: "New for old 36 months, gross negligence" },
  },
};

/** A second line for choices that need explaining. */
export const optionNote = (name: TextName, option: string, language: Language): string | undefined =>
  notes[name]?.[option]?.[language];
