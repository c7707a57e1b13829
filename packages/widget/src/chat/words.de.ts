/** Everything the chat says, in German. This is the type of the words: one missing elsewhere does not compile. */
import type { CobrowseEndedBy, ErrorCode } from "@lotse/protocol";

export const words = {
  title: "Chat",
  you: "Sie",
  close: "Chat schließen",
  greeting: "Guten Tag! Wie können wir helfen?",
  greetingHint: "Schreiben Sie einfach los. Es antwortet ein Mensch.",
  topic: (topic: string) => `Thema: ${topic}`,
  composer: "Ihre Nachricht",
  send: "Senden",
  accept: "Ja, gerne",
  decline: "Jetzt nicht",
  connecting: "Verbinde …",
  talkingTo: "im Gespräch mit Ihnen",
  away: "gerade nicht verbunden",
  waiting: "Sobald jemand frei ist, sind wir für Sie da.",
  before: (others: number) =>
    others === 1 ? "Vor Ihnen wartet eine Person." : `Vor Ihnen warten ${others} Personen.`,
  waitingStatus: "Ihre Anfrage ist angekommen",
  preferRequest: "Lieber Rückruf oder Nachricht",
  offline: "Verbindung unterbrochen. Sie wird von selbst wiederhergestellt, nichts geht verloren.",
  connectingHub: "Verbindung wird aufgebaut …",
  refused: "Der Chat ist gerade nicht erreichbar.",
  typing: (name: string) => `${name} schreibt …`,
  pending: "wird gesendet",
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
        : "Der Text konnte nicht angenommen werden.",
  joined: (name: string) => `${name} ist jetzt für Sie da.`,
  sharingStarted: (name: string) => `${name} sieht jetzt diese Seite.`,
  sharingEnded: (by: CobrowseEndedBy) =>
    by === "visitor" ? "Sie haben das Teilen der Seite beendet." : "Die Seite wird nicht mehr geteilt.",
  ended: (by: "visitor" | "agent" | "system") =>
    by === "visitor" ? "Sie haben das Gespräch beendet." : "Das Gespräch ist beendet.",
  end: "Gespräch beenden",
  again: "Neues Gespräch",
  share: "Seite zeigen",
  sharing: "Seite wird geteilt",
  shareFailed: "Diese Seite konnte nicht geteilt werden.",
  dismiss: "Schließen",
  consentTitle: (name: string) => `Diese Seite ${name} zeigen?`,
  consentSees: (first: string) =>
    `${first} sieht diese Seite und die Seiten dieser Website, die Sie von hier aus öffnen, so wie Sie.`,
  consentTyped: "Auch was Sie in Formulare eintippen.",
  consentNeverTitle: "Niemals zu sehen:",
  consentNever: "Passwörter, Kartennummern, Einmalcodes, andere Websites und Programme.",
  consentNeverTyped: "Was Sie eintippen, Passwörter, Kartennummern, andere Websites und Programme.",
  consentStop: "Sie können jederzeit sofort beenden.",
  consentAccept: "Seite zeigen",
  consentDecline: "Nicht zeigen",
  withdrawn: (name: string | null) =>
    name === null
      ? "Gerade ist leider niemand mehr frei."
      : `${name} wurde gerade anderweitig gebraucht. Das tut uns leid.`,
  nobody: "Gerade können wir keinen Chat annehmen.",
  requestHint: "Wir melden uns bei Ihnen:",
  callback: "Rückruf",
  message: "E-Mail",
  phone: "Telefonnummer",
  mail: "E-Mail-Adresse",
  about: "Worum geht es? (freiwillig)",
  requestSend: "Absenden",
  requestSending: "Wird gesendet …",
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  requestSent: "Danke! Wir melden uns bei Ihnen.",
  back: "Zurück zum Chat",
};
