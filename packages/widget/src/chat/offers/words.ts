/** What is offered unasked, in both languages: the chunk is fetched once, whoever reads it. */
import type { Language } from "@lotse/protocol";

const de = {
  accept: "Ja, gerne",
  connecting: "Verbinde …",
  callbackTitle: "Sollen wir Sie anrufen?",
  callback: "Rückruf anfordern",
  messageTitle: "Hinweis für Sie",
  message: "Alles klar",
  link: "Öffnen",
  newTab: "Öffnen (neuer Tab)",
};

const en: typeof de = {
  accept: "Yes, please",
  connecting: "Connecting …",
  callbackTitle: "Shall we call you?",
  callback: "Request a callback",
  messageTitle: "A note for you",
  message: "All right",
  link: "Open",
  newTab: "Open (new tab)",
};

export const offerWords = (language: Language): typeof de => (language === "de" ? de : en);
