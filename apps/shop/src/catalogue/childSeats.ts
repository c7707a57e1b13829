/** Child seats: data only. */
import type { Product } from "./types.ts";
import { same } from "./types.ts";

const NORM = { label: { de: "Norm", en: "Standard" }, value: same("UN R129 (i-Size)") };
const category = "child-seats" as const;

export const childSeats: readonly Product[] = [
  {
    sku: "KS-101",
    category,
    name: same("Möwe"),
    kind: { de: "Babyschale", en: "Infant carrier" },
    summary: {
      de: "Leichte Babyschale von der Geburt an, mit Liegeposition und Sonnenverdeck.",
      en: "Light infant carrier from birth, with a lie-flat position and a sun canopy.",
    },
    description: {
      de: "3,6 Kilogramm leicht und in einer Hand zu tragen. Der Neugeboreneneinsatz stützt Kopf und Rücken, das Verdeck lässt sich lautlos öffnen. Passt mit dem Gurt in jedes Auto, mit der Basis Anker in einem Klick.",
      en: "Only 3.6 kilograms, carried in one hand. The newborn insert supports head and back, and the canopy opens without a sound. Fits any car with the belt, or in one click on the Anker base.",
    },
    priceCents: 18990,
    deliveryDays: 2,
    specs: [
      { label: { de: "Körpergröße", en: "Height of child" }, value: same("40–87 cm") },
      { label: { de: "Gewicht", en: "Weight" }, value: { de: "3,6 kg", en: "3.6 kg" } },
      NORM,
    ],
  },
  {
    sku: "KS-102",
    category,
    name: same("Düne"),
    kind: { de: "Reboarder, drehbar", en: "Rear-facing seat, rotating" },
    summary: {
      de: "Rückwärts gerichteter Sitz bis vier Jahre, zum Einsteigen um 360° drehbar.",
      en: "Rear-facing seat up to age four that turns through 360° for getting in.",
    },
    description: {
      de: "Rückwärts fährt ein kleines Kind am sichersten. Die Düne dreht sich zum Anschnallen zur Tür und rastet hörbar wieder ein. Ein grünes Feld zeigt, dass alles sitzt.",
      en: "Small children travel most safely facing backwards. Düne turns towards the door for buckling up and clicks back audibly. A green window shows that everything is in place.",
    },
    priceCents: 32900,
    deliveryDays: 3,
    specs: [
      { label: { de: "Körpergröße", en: "Height of child" }, value: same("61–105 cm") },
      {
        label: { de: "Befestigung", en: "Fixing" },
        value: { de: "Isofix mit Stützfuß", en: "Isofix with support leg" },
      },
      NORM,
    ],
  },
  {
    sku: "KS-103",
    category,
    name: same("Deich"),
    kind: { de: "Kindersitz mit Rückenlehne", en: "High-back booster" },
    summary: {
      de: "Mitwachsender Sitz mit Seitenaufprallschutz, in elf Stufen verstellbar.",
      en: "Grows with the child, side-impact protection, adjustable in eleven steps.",
    },
    description: {
      de: "Kopfstütze und Schulterbreite wachsen gemeinsam mit. Der Bezug lässt sich ohne Werkzeug abnehmen und bei 30 Grad waschen, und die Lehne neigt sich für ein Nickerchen.",
      en: "Headrest and shoulder width grow together. The cover comes off without tools and washes at 30 degrees, and the back reclines for a nap.",
    },
    priceCents: 24900,
    deliveryDays: 2,
    specs: [
      { label: { de: "Körpergröße", en: "Height of child" }, value: same("100–150 cm") },
      { label: { de: "Gewicht", en: "Weight" }, value: { de: "6,2 kg", en: "6.2 kg" } },
      NORM,
    ],
  },
  {
    sku: "KS-104",
    category,
    name: same("Boje"),
    kind: { de: "Sitzerhöhung", en: "Booster cushion" },
    summary: {
      de: "Kleine Sitzerhöhung für Großeltern, Fahrgemeinschaft und Mietwagen.",
      en: "Small booster for grandparents, car pools and hire cars.",
    },
    description: {
      de: "Die Gurtführung hält den Beckengurt dort, wo er hingehört. Mit 1,4 Kilogramm kommt die Boje auch einmal mit in den Urlaub.",
      en: "The belt guides keep the lap belt where it belongs. At 1.4 kilograms, Boje happily comes along on holiday.",
    },
    priceCents: 5990,
    deliveryDays: 1,
    specs: [
      { label: { de: "Körpergröße", en: "Height of child" }, value: same("125–150 cm") },
      { label: { de: "Gewicht", en: "Weight" }, value: { de: "1,4 kg", en: "1.4 kg" } },
      NORM,
    ],
  },
  {
    sku: "KS-105",
    category,
    name: same("Anker"),
    kind: { de: "Isofix-Basis", en: "Isofix base" },
    summary: {
      de: "Die Basis für Möwe: einmal einbauen, danach reicht ein Klick.",
      en: "The base for Möwe: fit it once, after that one click is enough.",
    },
    description: {
      de: "Der Stützfuß passt sich dem Fahrzeugboden an, drei Anzeigen bestätigen den richtigen Einbau. Bleibt im Auto, während die Schale mit nach Hause geht.",
      en: "The support leg adapts to the car floor and three indicators confirm correct fitting. Stays in the car while the carrier goes home with you.",
    },
    priceCents: 14900,
    deliveryDays: 2,
    specs: [
      { label: { de: "Passt zu", en: "Fits" }, value: same("Möwe (KS-101)") },
      {
        label: { de: "Befestigung", en: "Fixing" },
        value: { de: "Isofix mit Stützfuß", en: "Isofix with support leg" },
      },
    ],
  },
];
