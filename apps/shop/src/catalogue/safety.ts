/** Safety and electronics: data only. The parking camera's SKU is the single letter P. */
import type { Product } from "./types.ts";
import { same } from "./types.ts";

const category = "safety" as const;
const POWER = { de: "Stromversorgung", en: "Power supply" };

export const safety: readonly Product[] = [
  {
    sku: "P",
    category,
    name: same("Parkblick"),
    kind: { de: "Rückfahrkamera", en: "Parking camera" },
    summary: {
      de: "Funk-Rückfahrkamera mit 5-Zoll-Bildschirm und Abstandslinien.",
      en: "Wireless parking camera with a 5-inch screen and distance lines.",
    },
    description: {
      de: "Die Kamera sitzt in der Kennzeichenhalterung und sendet ihr Bild ohne Kabel durchs Auto nach vorn. Einmal einrichten, danach schaltet sie sich mit dem Rückwärtsgang ein. Mit eingebauter Parkblick-Kamera gibt es in unserer Vollkasko 3 % Nachlass.",
      en: "The camera sits in the number-plate holder and sends its picture to the front without a cable. Set up once, it switches on with reverse gear. With a Parkblick fitted, our comprehensive cover costs 3 % less.",
    },
    priceCents: 12900,
    deliveryDays: 1,
    specs: [
      { label: { de: "Blickwinkel", en: "Viewing angle" }, value: same("140°") },
      { label: { de: "Nachtsicht", en: "Night vision" }, value: { de: "ab 0,1 Lux", en: "from 0.1 lux" } },
      { label: POWER, value: { de: "12 V, Rückfahrlicht", en: "12 V, reversing light" } },
    ],
  },
  {
    sku: "SE-302",
    category,
    name: same("Leuchtturm"),
    kind: { de: "Dashcam", en: "Dash cam" },
    summary: {
      de: "Speichert nur, wenn es kracht: 30 Sekunden davor und danach.",
      en: "Only keeps what matters: 30 seconds before and after a knock.",
    },
    description: {
      de: "Die Aufnahme läuft im Kreis und wird laufend überschrieben. Erst ein Stoß legt eine Datei an. Datensparsam, auf der Karte verschlüsselt und ohne Konto nutzbar.",
      en: "The recording loops and is constantly overwritten. Only an impact creates a file. Sparing with data, encrypted on the card and usable without an account.",
    },
    priceCents: 15900,
    deliveryDays: 2,
    specs: [
      { label: { de: "Auflösung", en: "Resolution" }, value: same("2560 × 1440") },
      { label: POWER, value: same("USB-C, 5 V") },
    ],
  },
  {
    sku: "SE-303",
    category,
    name: same("Havarie"),
    kind: { de: "Pannenset", en: "Breakdown kit" },
    summary: {
      de: "Warndreieck, zwei Westen, Verbandkasten und Handschuhe in einer Tasche.",
      en: "Warning triangle, two vests, first-aid kit and gloves in one bag.",
    },
    description: {
      de: "Alles, was das Gesetz verlangt, und das, was man wirklich braucht. Die Tasche haftet mit Klett am Kofferraumboden.",
      en: "Everything the law asks for, and what you really need. The bag sticks to the boot floor with hook and loop.",
    },
    priceCents: 3990,
    deliveryDays: 1,
    specs: [
      { label: { de: "Verbandkasten", en: "First-aid kit" }, value: same("DIN 13164") },
      { label: { de: "Westen", en: "Vests" }, value: same("2 × EN ISO 20471") },
    ],
  },
  {
    sku: "SE-304",
    category,
    name: same("Barometer"),
    kind: { de: "Reifendruckprüfer", en: "Tyre pressure gauge" },
    summary: {
      de: "Digital, auf ein Zehntel Bar genau, mit beleuchteter Düse.",
      en: "Digital, accurate to a tenth of a bar, with a lit nozzle.",
    },
    description: {
      de: "Falscher Druck kostet Sprit und Bremsweg. Der Barometer merkt sich die Sollwerte für vier Räder und hält mit einer Knopfzelle drei Jahre.",
      en: "Wrong pressure costs fuel and braking distance. Barometer remembers the target for four wheels and lasts three years on a button cell.",
    },
    priceCents: 2490,
    deliveryDays: 1,
    specs: [
      { label: { de: "Messbereich", en: "Range" }, value: { de: "0–7 bar", en: "0–7 bar" } },
      { label: { de: "Genauigkeit", en: "Accuracy" }, value: { de: "± 0,1 bar", en: "± 0.1 bar" } },
    ],
  },
  {
    sku: "SE-305",
    category,
    name: same("Flut"),
    kind: { de: "Starthilfe-Powerbank", en: "Jump-start power bank" },
    summary: {
      de: "Startet den Wagen bis zu 20-mal und lädt unterwegs das Telefon.",
      en: "Starts the car up to 20 times and charges your phone on the road.",
    },
    description: {
      de: "Verpolungssicher und funkenfrei: Erst wenn beide Klemmen richtig sitzen, fließt Strom. Mit Taschenlampe und Restladeanzeige.",
      en: "Safe against reversed poles and sparks: current only flows when both clamps sit correctly. With a torch and a charge display.",
    },
    priceCents: 8900,
    deliveryDays: 2,
    specs: [
      { label: { de: "Spitzenstrom", en: "Peak current" }, value: same("1200 A") },
      { label: { de: "Kapazität", en: "Capacity" }, value: { de: "16.000 mAh", en: "16,000 mAh" } },
    ],
  },
];
