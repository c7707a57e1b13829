/** What the visitor reads of an agent's hand on the page. */
import type { AskedGrant, Language } from "@lotse/protocol";

interface Words {
  /** After the agent's name. */
  readonly asks: Record<AskedGrant, string>;
  readonly means: Record<AskedGrant, string>;
  readonly quote: (reason: string) => string;
  readonly give: string;
  readonly refuse: string;
  readonly holds: string;
  readonly takeBack: string;
  readonly undo: string;
  readonly leads: string;
  readonly stopLeading: string;
  readonly press: (name: string, label: string) => string;
  readonly pressMeans: string;
  readonly noName: string;
  readonly types: (name: string) => string;
  readonly clickHere: string;
}

export const GRANT_WORDS: Record<Language, Words> = {
  de: {
    asks: {
      point: "möchte Ihnen auf dieser Seite etwas zeigen.",
      control: "möchte diese Seite mit Ihnen bedienen und ausfüllen.",
      navigate: "möchte Sie auf andere Seiten dieser Website führen.",
    },
    means: {
      point: "Zeigen und zeichnen, sonst nichts.",
      control:
        "Absenden, Bezahlen und verborgene Felder bleiben Ihnen vorbehalten. Was Sie tippen, geht vor. Esc beendet es sofort.",
      navigate: "Sie sehen jeden Schritt und beenden es, wann Sie wollen.",
    },
    quote: reason => `„${reason}“`,
    give: "Erlauben",
    refuse: "Nicht erlauben",
    holds: "Bedient mit.",
    takeBack: "Bedienen beenden",
    undo: "Eingaben zurücknehmen",
    leads: "Führt Sie.",
    stopLeading: "Führung beenden",
    press: (name, label) => `${name} möchte auf ${label} klicken.`,
    pressMeans: "Gilt auch für weitere Schaltflächen dieser Seite, nie fürs Absenden.",
    noName: "eine Schaltfläche ohne Namen",
    types: name => `${name} schreibt hier`,
    clickHere: "Bitte klicken Sie hier selbst",
  },
  en: {
    asks: {
      point: "would like to point at something on this page.",
      control: "would like to use and fill in this page with you.",
      navigate: "would like to lead you to other pages of this site.",
    },
    means: {
      point: "Pointing and drawing, nothing else.",
      control:
        "Sending, paying and hidden fields remain yours alone. What you type comes first. Esc ends it at once.",
      navigate: "You see each step, and end it whenever you like.",
    },
    quote: reason => `“${reason}”`,
    give: "Allow",
    refuse: "Don’t allow",
    holds: "Uses it with you.",
    takeBack: "End control",
    undo: "Undo their entries",
    leads: "Leads you.",
    stopLeading: "Stop following",
    press: (name, label) => `${name} would like to click ${label}.`,
    pressMeans: "Also holds for other buttons of this page, never for sending.",
    noName: "a button without a name",
    types: name => `${name} is typing here`,
    clickHere: "Please click here yourself",
  },
};
