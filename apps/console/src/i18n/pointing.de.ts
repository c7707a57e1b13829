/** Texts of pointing on the visitor's page, in German. */
import type { pointingEn } from "./pointing.en.ts";

export const pointingDe: typeof pointingEn = {
  "action.point": "Auf der Seite des Besuchers zeigen",
  "action.highlight": "Auf der Seite des Besuchers hervorheben",
  "action.draw": "Auf der Seite des Besuchers zeichnen",
  "action.clearMarks": "Eigene Markierungen entfernen",
  "action.zoom": "Seite des Besuchers einpassen oder in voller Größe",
  "pointing.label": "Auf der Seite zeigen",
  "pointing.point": "Zeigen",
  "pointing.highlight": "Hervorheben",
  "pointing.draw": "Zeichnen",
  "pointing.pin": "Anheften",
  "pointing.pinLong": "Markierungen bleiben stehen, bis sie entfernt werden",
  "pointing.clear": "Eigene Markierungen entfernen",
  "pointing.zoom": "Volle Größe",
  "pointing.off": "Der Besucher hat das Zeigen abgeschaltet.",
  "pointing.lost": "Zu schnell: Eine Markierung kam nicht beim Besucher an.",
};
