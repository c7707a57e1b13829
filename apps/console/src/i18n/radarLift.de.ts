/** German: what rules would have done, and what they brought. */
import type { radarLiftEn } from "./radarLift.en.ts";

const visits = (n: number): string => (n === 1 ? "1 Besuch" : `${n} Besuche`);
const visitsDative = (n: number): string => (n === 1 ? "1 Besuch" : `${n} Besuchen`);

export const radarLiftDe: typeof radarLiftEn = {
  "simulation.title": "Simulation",
  "simulation.explain":
    "Die Fassung läuft über aufgezeichnete Besuche und die Aufzeichnung, wer frei war, mit denselben Prüfungen wie im Betrieb. Niemand wird dabei angesprochen.",
  "simulation.version": "Fassung",
  "simulation.live": version => `Fassung ${version} (gilt)`,
  "simulation.draft": version => `Fassung ${version} (Entwurf)`,
  "simulation.former": version => `Fassung ${version} (früher veröffentlicht)`,
  "simulation.start": "Simulieren",
  "simulation.stop": "Abbrechen",
  "simulation.progress": (done, of) => `${done} von ${visitsDative(of)}`,
  "simulation.none": "Noch wurde nichts simuliert.",
  "simulation.stopped": "Vor dem Ende abgebrochen.",
  "simulation.failed": "Die aufgezeichneten Besuche ließen sich nicht lesen. Bitte noch einmal versuchen.",
  "simulation.what": (version, days) =>
    `Fassung ${version}, ${days === 1 ? "letzter Tag" : `letzte ${days} Tage`}`,
  "simulation.empty": days =>
    `${days === 1 ? "Am letzten Tag" : `In den letzten ${days} Tagen`} wurde kein Besuch aufgezeichnet. Ab jetzt wird aufgezeichnet, soweit Besucher zustimmen.`,
  "simulation.asked": (all, free) =>
    `Hätte in ${visitsDative(all)} angesprochen; in ${free} davon war jemand frei.`,
  "simulation.fired": n => `Hätte in ${visitsDative(n)} gehandelt.`,
  "simulation.of": (all, matched) => `${visits(all)} betrachtet; in ${matched} davon traf die Bedingung zu.`,
  "simulation.heldOut": n => `${visits(n)} wären zum Vergleich ausgelassen worden.`,
  "simulation.unknown": n =>
    `Von ${visitsDative(n)} lässt es sich nicht sagen: Wonach die Regel fragt, wurde damals nicht aufgezeichnet. Angaben werden aufgezeichnet, solange eine veröffentlichte Regel sie liest.`,
  "simulation.visitCount": visits,
  "simulation.compared": version => `Neben Fassung ${version}, die gilt`,
  "simulation.where": "Wo sie gehandelt hätte",
  "simulation.visits": "Besuche",
  "simulation.times": "Male",
  "simulation.both": "Beide Fassungen",
  "simulation.onlyTried": "Nur diese Fassung",
  "simulation.onlyPublished": "Nur die geltende Fassung",
  "simulation.pages": "Auf welchen Seiten",
  "simulation.page": "Seite",
  "simulation.hours": zone => `Wann (nach der Uhr der Website, ${zone})`,
  "simulation.hour": "Wochentag und Stunde",
  "simulation.at": (day, hour) => `${day}, ${String(hour).padStart(2, "0")}:00`,
  "simulation.agents": "Wessen Platz belegt worden wäre",
  "simulation.agent": "Berater",
  "simulation.reasons": "Was im Weg stand",
  "simulation.reason": "Grund",
  "simulation.examples": "Beispiele",
  "simulation.free": n => (n === 1 ? "1 Berater war frei" : `${n} Berater waren frei`),
  "simulation.assumed":
    "Wo diese Regel wirklich angesprochen hat, zählt die wirkliche Antwort. Sonst wird angenommen, dass der Besucher annimmt und so lange spricht, wie solche Gespräche im Median dauern. Andere Regeln gelten so, wie sie wirklich gehandelt haben.",

  "suppression.notMatched": "Die Bedingung traf im Hub nicht zu",
  "suppression.outsideSchedule": "Außerhalb des Zeitplans",
  "suppression.outsideAudience": "Nicht die Zielgruppe",
  "suppression.declinedEarlier": "Vorher abgelehnt, übergangen oder abgelaufen",
  "suppression.alreadyInConversation": "Schon im Gespräch",
  "suppression.alreadyOffered": "Es war schon etwas angeboten",
  "suppression.tooSoon": "Etwas anderes war eben erst weg",
  "suppression.typing": "Tippte gerade",
  "suppression.cappedVisit": "In diesem Besuch oft genug",
  "suppression.cappedDay": "An einem Tag oft genug",
  "suppression.cappedWeek": "In einer Woche oft genug",
  "suppression.overBudget": "Über dem Budget aller Regeln",
  "suppression.noAgentFree": "Niemand war frei",
  "suppression.heldOut": "Zum Vergleich ausgelassen",
  "suppression.failed": "Ließ sich nicht mitteilen",
  "suppression.ruleUnknown": "Die Regel war nicht bekannt",

  "lift.title": "Wirkung",
  "lift.explain":
    "Wen die Regel erreicht hat, neben denen, die sie ausgelassen hat. Jeder zählt auf der Seite, der er zugeteilt war, was immer er dann tat.",
  "lift.nobody": "In diesem Zeitraum hat die Regel niemanden erreicht.",
  "lift.gain": (points, low, high) =>
    `${points} Prozentpunkte mehr Erfolge bei den Erreichten (95 %: ${low} bis ${high}).`,
  "lift.loss": (points, low, high) =>
    `Weniger Erfolge bei den Erreichten: ${points} Prozentpunkte (95 %: ${low} bis ${high}).`,
  "lift.open": (points, low, high) =>
    `Kein Unterschied, der sich vom Zufall trennen ließe: ${points} Prozentpunkte (95 %: ${low} bis ${high}).`,
  "lift.notEnough": "Noch zu wenige Daten. Es fehlen:",
  "lift.missingInvited": n => `${n} weitere erreichte Besucher`,
  "lift.missingHeldOut": n => `${n} weitere ausgelassene Besucher`,
  "lift.missingConversions": n => `${n} weitere Erfolge`,
  "lift.noHoldout":
    "Niemand wird ausgelassen; so fehlt der Vergleich. Legen Sie in der Regel oder für die Website fest, wie viele ausgelassen werden.",
  "lift.sides": "Die beiden Seiten",
  "lift.invited": "Erreicht",
  "lift.heldOut": "Ausgelassen",
  "lift.visitors": "Besucher",
  "lift.converted": "Erfolge",
  "lift.rate": "Anteil",
  "lift.value": "Wert",
  "lift.range": (estimate, low, high) => `${estimate} (95 %: ${low} bis ${high})`,
  "lift.valuePerVisitor": "Mehr Wert je erreichtem Besucher",
  "lift.perMinute": time => `Mehr Erfolge je Beraterminute (zusammen ${time})`,
  "lift.worth": range => `in Wert: ${range}`,
  "lift.note": (estimate, low, high) =>
    `Wirkung je Beraterminute: ${estimate} Erfolge (95 %: ${low} bis ${high})`,
  "lift.byHand": n =>
    `${n} der ausgelassenen Besucher ${n === 1 ? "wurde" : "wurden"} von Beratern trotzdem eingeladen. Sie zählen weiter als ausgelassen; was die Regel bringt, sieht dadurch eher kleiner aus, als es ist.`,
  "lift.honest": versions =>
    `${versions.length === 1 ? `Gezählt ist Fassung ${versions[0]}.` : `Die Fassungen ${versions.join(", ")} zählen zusammen.`} Das Intervall gilt für einen Blick: Wer immer wieder nachsieht und aufhört, sobald es gut aussieht, irrt öfter als einmal von zwanzig. Legen Sie vorher fest, wie lange Sie warten.`,
};
