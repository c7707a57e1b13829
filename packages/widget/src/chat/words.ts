/** Everything the chat says, in both languages. The German one is the type: a missing word does not compile. */
import type { CobrowseEndedBy, ErrorCode, Language } from "@lotse/protocol";

const de = {
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
  connecting: "Einen Moment, wir verbinden Sie …",
  acceptFailed: "Die Verbindung kam nicht zustande. Bitte versuchen Sie es noch einmal.",
  talkingTo: "im Gespräch mit Ihnen",
  waiting: "Alle Berater sind gerade im Gespräch.",
  position: (position: number) =>
    position === 1 ? "Sie sind als Nächstes an der Reihe." : `Vor Ihnen warten ${position - 1}.`,
  waitingStatus: "Wir suchen einen freien Berater",
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
    `${first} sieht diese Seite und die Seiten, die Sie hier in diesem Tab öffnen, so wie Sie.`,
  consentTyped: "Auch was Sie in Formulare eintippen.",
  consentNeverTitle: "Niemals zu sehen:",
  consentNever: "Passwörter, Kartennummern, Einmalcodes, andere Tabs und Programme.",
  consentNeverTyped: "Was Sie eintippen, Passwörter, Kartennummern, andere Tabs und Programme.",
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
  requestFailed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  requestSent: "Danke! Wir melden uns bei Ihnen.",
  back: "Zurück zum Chat",
};

type Widened<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => string ? (...args: Args) => string : string;
};
export type Words = Widened<typeof de>;

const en: Words = {
  title: "Chat",
  you: "You",
  close: "Close chat",
  greeting: "Hello! How can we help?",
  greetingHint: "Just write to us. A person will answer.",
  topic: topic => `Topic: ${topic}`,
  composer: "Your message",
  send: "Send",
  accept: "Yes, please",
  decline: "Not now",
  connecting: "One moment, connecting you …",
  acceptFailed: "We could not connect you. Please try again.",
  talkingTo: "in conversation with you",
  waiting: "Everyone is in a conversation right now.",
  position: position => (position === 1 ? "You are next." : `${position - 1} waiting before you.`),
  waitingStatus: "Looking for somebody free",
  preferRequest: "Rather a callback or message",
  offline: "Connection lost. It comes back by itself, nothing is lost.",
  connectingHub: "Connecting …",
  refused: "The chat cannot be reached right now.",
  typing: name => `${name} is typing …`,
  pending: "sending",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  notSent: "Not sent.",
  discard: "Discard",
  reason: code =>
    code === "TEXT_TOO_LONG"
      ? "The text is too long."
      : code === "CONVERSATION_CLOSED"
        ? "The conversation had ended already."
        : "The text could not be accepted.",
  joined: name => `${name} is with you now.`,
  sharingStarted: name => `${name} now sees this page.`,
  sharingEnded: by => (by === "visitor" ? "You stopped sharing the page." : "The page is no longer shared."),
  ended: by => (by === "visitor" ? "You ended the conversation." : "The conversation has ended."),
  end: "End conversation",
  again: "New conversation",
  share: "Share my page",
  sharing: "Page is shared",
  shareFailed: "This page could not be shared.",
  dismiss: "Dismiss",
  consentTitle: name => `Show this page to ${name}?`,
  consentSees: first => `${first} sees this page, and the pages you open here in this tab, as you do.`,
  consentTyped: "Also what you type into forms.",
  consentNeverTitle: "Never seen:",
  consentNever: "passwords, card numbers, one-time codes, other tabs and programs.",
  consentNeverTyped: "what you type, passwords, card numbers, other tabs and programs.",
  consentStop: "You can stop at once, at any time.",
  consentAccept: "Show page",
  consentDecline: "Do not show",
  withdrawn: name =>
    name === null ? "Sorry, nobody is free any more." : `${name} was just needed elsewhere. We are sorry.`,
  nobody: "We cannot take a chat right now.",
  requestHint: "We will get back to you:",
  callback: "Callback",
  message: "E-mail",
  phone: "Phone number",
  mail: "E-mail address",
  about: "What is it about? (optional)",
  requestSend: "Send",
  requestSending: "Sending …",
  requestFailed: "That did not work. Please try again.",
  requestSent: "Thank you! We will get back to you.",
  back: "Back to chat",
};

const WORDS: Readonly<Record<Language, Words>> = { de, en };

export const wordsOf = (language: Language): Words => WORDS[language];

/** "Anna" of "Anna Petersen". */
export const firstName = (name: string): string => name.split(" ")[0] ?? name;

export const initials = (name: string): string => {
  const parts = name.split(/\s+/).filter(part => part !== "");
  const [first] = parts;
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return [first, last].map(part => (part === undefined ? "" : [...part][0]?.toUpperCase())).join("");
};
