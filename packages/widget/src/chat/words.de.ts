/** Everything the chat says, in German. This is the type of the words: one missing elsewhere does not compile. */
import type { CobrowseEndedBy, ErrorCode, TurnedAwayWhy } from "@lotse/protocol";

export const words = {
  title: "Chat",
  you: "Sie",
  close: "Chat schließen",
  greeting: "Guten Tag! Wie können wir helfen?",
  greetingHint: "Schreiben Sie einfach los. Es antwortet ein Mensch.",
  topic: (topic: string) => `Thema: ${topic}`,
  composer: "Ihre Nachricht",
  send: "Senden",
  decline: "Jetzt nicht",
  talkingTo: "im Gespräch mit Ihnen",
  away: "gerade nicht verbunden",
  waiting: "Sobald jemand frei ist, sind wir für Sie da.",
  free: "Jemand ist gleich für Sie da.",
  turnedAway: (why: TurnedAwayWhy) =>
    why === "closed"
      ? "Gerade ist geschlossen."
      : why === "nobodyOnDuty"
        ? "Gerade ist niemand da."
        : why === "waiting"
          ? "Gerade warten schon zu viele."
          : "Die Wartezeit wäre gerade zu lang.",
  waitingStatus: "Ihre Anfrage ist angekommen",
  preferRequest: "Lieber Rückruf oder Nachricht",
  offline: "Verbindung unterbrochen. Sie kommt von selbst wieder, nichts geht verloren.",
  connectingHub: "Verbindung wird aufgebaut …",
  refused: "Der Chat ist gerade nicht erreichbar.",
  typing: (name: string) => `${name} schreibt …`,
  pending: "wird gesendet",
  waitsForLink: "wartet auf die Verbindung",
  sent: "gesendet",
  delivered: "zugestellt",
  read: "gelesen",
  notSent: "Nicht gesendet.",
  discard: "Verwerfen",
  reason: (code: ErrorCode) =>
    code === "TEXT_TOO_LONG"
      ? "Der Text ist zu lang."
      : code === "CONVERSATION_CLOSED"
        ? "Das Gespräch war schon beendet."
        : "Der Text wurde nicht angenommen.",
  joined: (name: string) => `${name} ist jetzt für Sie da.`,
  left: (name: string, why: "gone" | "handedOn" | "left") =>
    `${name} ${why === "gone" ? "ist nicht mehr da" : why === "left" ? "ist gegangen" : "hat Sie weitergegeben"}.`,
  sharingStarted: (name: string) => `${name} sieht jetzt diese Seite.`,
  sharingEnded: (by: CobrowseEndedBy) =>
    by === "visitor" ? "Sie haben das Teilen beendet." : "Die Seite wird nicht mehr geteilt.",
  ended: (by: "visitor" | "agent" | "system") =>
    by === "visitor" ? "Sie haben das Gespräch beendet." : "Das Gespräch ist beendet.",
  end: "Gespräch beenden",
  again: "Neues Gespräch",
  share: "Seite zeigen",
  sharing: "Seite wird geteilt",
  shareFailed: "Diese Seite lässt sich nicht teilen.",
  dismiss: "Schließen",
  failed: "Das hat nicht geklappt. Bitte noch einmal.",
};
