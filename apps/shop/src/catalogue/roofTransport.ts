/** Roof transport: data only. */
import type { Product } from "./types.ts";
import { same } from "./types.ts";

const category = "roof-transport" as const;
const LOAD = { de: "Zuladung", en: "Load" };

export const roofTransport: readonly Product[] = [
  {
    sku: "DT-201",
    category,
    name: same("Förde 420"),
    kind: { de: "Dachbox", en: "Roof box" },
    summary: {
      de: "420 Liter, von beiden Seiten zu öffnen, leise bis Richtgeschwindigkeit.",
      en: "420 litres, opens from both sides, quiet at motorway speed.",
    },
    description: {
      de: "Strömungsgünstig geformt und mit Schnellverschluss in fünf Minuten montiert. Das Schloss gibt den Schlüssel erst frei, wenn der Deckel sicher zu ist.",
      en: "Aerodynamic shape, mounted in five minutes with quick clamps. The lock only releases the key once the lid is safely closed.",
    },
    priceCents: 44900,
    deliveryDays: 5,
    specs: [
      { label: { de: "Volumen", en: "Volume" }, value: { de: "420 Liter", en: "420 litres" } },
      { label: LOAD, value: same("75 kg") },
      { label: { de: "Länge", en: "Length" }, value: same("195 cm") },
    ],
  },
  {
    sku: "DT-202",
    category,
    name: same("Kiel"),
    kind: { de: "Grundträger", en: "Roof bars" },
    summary: {
      de: "Zwei Tragstäbe aus Aluminium für Reling, Fixpunkt oder glattes Dach.",
      en: "Two aluminium bars for rails, fixed points or a bare roof.",
    },
    description: {
      de: "Das Flügelprofil macht den Träger leise, der Drehmomentschlüssel liegt bei. Alle unsere Aufsätze passen in die T-Nut.",
      en: "The wing profile keeps the bars quiet and the torque key is included. All our carriers fit the T-slot.",
    },
    priceCents: 16900,
    deliveryDays: 2,
    specs: [
      { label: LOAD, value: same("100 kg") },
      {
        label: { de: "Material", en: "Material" },
        value: { de: "Aluminium, eloxiert", en: "Anodised aluminium" },
      },
    ],
  },
  {
    sku: "DT-203",
    category,
    name: same("Watt"),
    kind: { de: "Fahrradträger", en: "Bike carrier" },
    summary: {
      de: "Hält ein Fahrrad am Rahmen, abschließbar an Rad und Träger.",
      en: "Holds one bicycle by the frame, lockable to bike and bars.",
    },
    description: {
      de: "Das Rad steht beim Beladen von selbst, während beide Hände frei bleiben. Weiche Backen schonen Rahmen bis 80 Millimeter.",
      en: "The bike stands by itself while loading so both hands stay free. Soft jaws protect frames up to 80 millimetres.",
    },
    priceCents: 11900,
    deliveryDays: 2,
    specs: [
      { label: LOAD, value: { de: "20 kg (ein Rad)", en: "20 kg (one bike)" } },
      { label: { de: "Reifenbreite", en: "Tyre width" }, value: { de: "bis 3 Zoll", en: "up to 3 in" } },
    ],
  },
  {
    sku: "DT-204",
    category,
    name: same("Schlei"),
    kind: { de: "Kajakträger", en: "Kayak carrier" },
    summary: {
      de: "Gepolsterte Bügel für Kajak oder Surfbrett, zusammenklappbar.",
      en: "Padded arms for a kayak or surfboard, folding flat.",
    },
    description: {
      de: "Die Bügel neigen das Boot leicht zur Seite, sodass auf dem Dach Platz für ein zweites bleibt. Zwei Spanngurte mit Schlossabdeckung gehören dazu.",
      en: "The arms tilt the boat to one side, leaving room for a second one. Two lashing straps with buckle covers are included.",
    },
    priceCents: 13950,
    deliveryDays: 4,
    specs: [
      { label: LOAD, value: same("35 kg") },
      { label: { de: "Bootsbreite", en: "Boat width" }, value: { de: "bis 85 cm", en: "up to 85 cm" } },
    ],
  },
  {
    sku: "DT-205",
    category,
    name: same("Firn"),
    kind: { de: "Skiträger", en: "Ski carrier" },
    summary: {
      de: "Für vier Paar Ski oder zwei Snowboards, mit Handschuhen zu bedienen.",
      en: "For four pairs of skis or two snowboards, opens with gloves on.",
    },
    description: {
      de: "Große Tasten, gummierte Auflagen und ein Schloss auf jeder Seite. Der Abstand zum Dach reicht auch für hohe Bindungen.",
      en: "Large buttons, rubber pads and a lock on each side. There is enough clearance for tall bindings.",
    },
    priceCents: 9990,
    deliveryDays: 2,
    specs: [
      { label: { de: "Platz", en: "Room" }, value: { de: "4 Paar Ski", en: "4 pairs of skis" } },
      { label: { de: "Breite", en: "Width" }, value: same("58 cm") },
    ],
  },
];
