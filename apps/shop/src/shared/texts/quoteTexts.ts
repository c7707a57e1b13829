/** Everything the quote form says apart from its errors. */
import type { Language } from "../language.ts";
import type { FieldName, Step } from "../quote/fields.ts";
import type { PremiumLine } from "../quote/premium.ts";
import { fieldsDe } from "./quoteFields.de.ts";
import { fieldsEn } from "./quoteFields.en.ts";

export type FieldTexts = Readonly<Record<FieldName, { readonly label: string; readonly hint?: string }>>;

export interface StepTexts {
  readonly short: string;
  readonly title: string;
  readonly lead: string;
}

export interface QuoteTexts {
  readonly fields: FieldTexts;
  readonly steps: Readonly<Record<Step, StepTexts>>;
  readonly premiumLines: Readonly<Record<PremiumLine, string>>;
  readonly ui: Readonly<Record<keyof typeof uiDe, string>>;
}

const uiDe = {
  progress: "Fortschritt",
  stepOf: "Schritt {step} von {count}",
  done: "erledigt",
  optional: "freiwillig",
  choose: "Bitte wählen",
  next: "Weiter",
  back: "Zurück",
  submit: "Verbindlich anfragen",
  sending: "Wird gesendet …",
  edit: "Ändern",
  yes: "Ja",
  no: "Nein",
  errorsOne: "Eine Angabe fehlt noch oder stimmt nicht.",
  errorsMany: "{count} Angaben fehlen noch oder stimmen nicht.",
  groupCertificate: "Aus dem Fahrzeugschein",
  groupCar: "Ihr Auto",
  groupDriving: "So fahren Sie",
  groupParking: "Stellplatz",
  groupDrivers: "Wer fährt",
  groupPerson: "Zu Ihnen",
  groupAddress: "Adresse und Erreichbarkeit",
  groupRecord: "Schadenfreie Jahre",
  groupConfidential: "Vertrauliche Angaben",
  confidentialNote:
    "Nur für die Tarifprüfung. Diesen Abschnitt sieht niemand, der Ihnen beim Ausfüllen hilft.",
  groupCover: "Umfang",
  groupExtras: "Bausteine",
  groupStart: "Beginn und Wechsel",
  groupReview: "Ihre Angaben",
  groupPayment: "Zahlung",
  groupConfirm: "Zum Schluss",
  premium: "Ihr Beitrag",
  premiumPending: "Ihr Beitrag erscheint hier, sobald Sie den Schutz gewählt haben.",
  perYear: "im Jahr",
  instalmentYear: "jährlich",
  instalmentHalf: "halbjährlich",
  instalmentQuarter: "vierteljährlich",
  instalmentMonth: "monatlich",
  helpTitle: "Kommen Sie nicht weiter?",
  helpText: "Wir füllen das Formular gern mit Ihnen zusammen aus.",
  helpButton: "Hilfe beim Ausfüllen",
  helpPhone: "Oder telefonisch: 040 555 0190",
  sendFailed: "Die Anfrage konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.",
  serverErrors: "Unsere Prüfung hat noch etwas gefunden. Bitte sehen Sie die markierten Angaben an.",
} as const;

const uiEn: Readonly<Record<keyof typeof uiDe, string>> = {
  progress: "Progress",
  stepOf: "Step {step} of {count}",
  done: "done",
  optional: "optional",
  choose: "Please choose",
  next: "Continue",
  back: "Back",
  submit: "Request this cover",
  sending: "Sending …",
  edit: "Change",
  yes: "Yes",
  no: "No",
  errorsOne: "One answer is missing or not right yet.",
  errorsMany: "{count} answers are missing or not right yet.",
  groupCertificate: "From the registration certificate",
  groupCar: "Your car",
  groupDriving: "How you drive",
  groupParking: "Parking",
  groupDrivers: "Who drives",
  groupPerson: "About you",
  groupAddress: "Address and contact",
  groupRecord: "Years without a claim",
  groupConfidential: "Confidential",
  confidentialNote: "Only for rating. Nobody who helps you fill in the form can see this section.",
  groupCover: "Scope",
  groupExtras: "Extras",
  groupStart: "Start and change of insurer",
  groupReview: "Your answers",
  groupPayment: "Payment",
  groupConfirm: "Finally",
  premium: "Your premium",
  premiumPending: "Your premium appears here as soon as you have chosen your cover.",
  perYear: "a year",
  instalmentYear: "yearly",
  instalmentHalf: "half-yearly",
  instalmentQuarter: "quarterly",
  instalmentMonth: "monthly",
  helpTitle: "Stuck?",
  helpText: "We are glad to fill in the form together with you.",
  helpButton: "Help with this form",
  helpPhone: "Or by phone: +49 40 555 0190",
  sendFailed: "The request could not be sent. Please try again.",
  serverErrors: "Our check found something. Please look at the marked answers.",
};

const stepsDe: QuoteTexts["steps"] = {
  vehicle: {
    short: "Fahrzeug",
    title: "Ihr Fahrzeug",
    lead: "Am schnellsten geht es mit dem Fahrzeugschein in der Hand.",
  },
  usage: {
    short: "Nutzung",
    title: "So nutzen Sie das Auto",
    lead: "Wer wenig fährt und sicher parkt, zahlt weniger.",
  },
  driver: {
    short: "Person",
    title: "Zu Ihnen",
    lead: "Damit wir Ihre schadenfreien Jahre richtig anrechnen.",
  },
  cover: {
    short: "Schutz",
    title: "Ihr Schutz",
    lead: "Nehmen Sie, was Sie brauchen. Ändern können Sie es jeden Monat.",
  },
  summary: {
    short: "Beitrag",
    title: "Ihr Beitrag",
    lead: "Bitte prüfen Sie Ihre Angaben. Sie können alles noch ändern.",
  },
};

const stepsEn: QuoteTexts["steps"] = {
  vehicle: {
    short: "Vehicle",
    title: "Your vehicle",
    lead: "It is quickest with the registration certificate at hand.",
  },
  usage: {
    short: "Use",
    title: "How you use the car",
    lead: "Those who drive little and park safely pay less.",
  },
  driver: { short: "Person", title: "About you", lead: "So that your claim-free years count properly." },
  cover: { short: "Cover", title: "Your cover", lead: "Take what you need. You can change it every month." },
  summary: {
    short: "Premium",
    title: "Your premium",
    lead: "Please check your answers. You can still change everything.",
  },
};

const linesDe: QuoteTexts["premiumLines"] = {
  liability: "Kfz-Haftpflicht",
  partial: "Teilkasko",
  full: "Vollkasko",
  extras: "Bausteine",
  discounts: "Nachlässe",
};

const linesEn: QuoteTexts["premiumLines"] = {
  liability: "Motor liability",
  partial: "Partial cover",
  full: "Comprehensive cover",
  extras: "Extras",
  discounts: "Discounts",
};

export const quoteTexts: Readonly<Record<Language, QuoteTexts>> = {
  de: { fields: fieldsDe, steps: stepsDe, premiumLines: linesDe, ui: uiDe },
  en: { fields: fieldsEn, steps: stepsEn, premiumLines: linesEn, ui: uiEn },
};
