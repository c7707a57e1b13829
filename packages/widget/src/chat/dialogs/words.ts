/** What the rare dialogs say, in both languages: the chunk is fetched once, whoever reads it. */
import type { Language } from "@lotse/protocol";

const de = {
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
      ? "Die Verbindung war unterbrochen, das Angebot gilt nicht mehr."
      : `${name} wurde gerade anderweitig gebraucht. Das tut uns leid.`,
  nobody: "Gerade können wir keinen Chat annehmen.",
  requestHint: "Wir melden uns bei Ihnen:",
  callback: "Rückruf",
  message: "E-Mail",
  leavesLine: "Sie warten dann nicht weiter im Chat.",
  phone: "Telefonnummer",
  phoneWrong: "Bitte eine Telefonnummer eingeben.",
  mail: "E-Mail-Adresse",
  about: "Worum geht es? (freiwillig)",
  requestSend: "Absenden",
  requestSending: "Wird gesendet …",
  requestSent: "Danke! Wir melden uns bei Ihnen.",
  back: "Zurück zum Chat",
};

const en: typeof de = {
  consentTitle: name => `Show this page to ${name}?`,
  consentSees: first => `${first} sees this page, and the pages of this site you open from here, as you do.`,
  consentTyped: "Also what you type into forms.",
  consentNeverTitle: "Never seen:",
  consentNever: "passwords, card numbers, one-time codes, other sites and programs.",
  consentNeverTyped: "what you type, passwords, card numbers, other sites and programs.",
  consentStop: "You can stop at once, at any time.",
  consentAccept: "Show page",
  consentDecline: "Do not show",
  withdrawn: name =>
    name === null
      ? "The connection broke, the offer no longer stands."
      : `${name} was just needed elsewhere. We are sorry.`,
  nobody: "We cannot take a chat right now.",
  requestHint: "We will get back to you:",
  callback: "Callback",
  message: "E-mail",
  leavesLine: "You will not go on waiting in the chat.",
  phone: "Phone number",
  phoneWrong: "Please enter a phone number.",
  mail: "E-mail address",
  about: "What is it about? (optional)",
  requestSend: "Send",
  requestSending: "Sending …",
  requestSent: "Thank you! We will get back to you.",
  back: "Back to chat",
};

export const dialogWords = (language: Language): typeof de => (language === "de" ? de : en);
