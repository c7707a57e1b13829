/** What is said of a card that cannot be read just now, in both languages. */
import type { Language } from "@lotse/protocol";

export const HELD_WORDS: Readonly<Record<Language, string>> = {
  de: "Eine Nachricht erscheint, sobald Sie das Feld verlassen.",
  en: "A message will appear once you leave the field.",
};
