/** One moment of the app as plain values: views read nothing else, so drawing is a function of it. */
import type { ContactOutlook, Language } from "@lotse/protocol";
import type { App, Dialogs, OfferViews, OutlookViews } from "../core/index.ts";
import type { Contact, Sharing } from "../core/state.ts";
import type { Words } from "./words.ts";

export interface Scene {
  readonly app: App;
  readonly words: Words;
  readonly language: Language;
  readonly contact: Contact;
  readonly sharing: Sharing;
  readonly panelOpen: boolean;
  readonly agentTyping: boolean;
  readonly link: App["link"]["value"];
  /** Null until the first of them is due and fetched. */
  readonly dialogs: Dialogs | null;
  /** What beginning now would lead to. */
  readonly outlook: ContactOutlook | "asking" | null;
  /** Null until somebody waits, or would have to. */
  readonly outlookViews: OutlookViews | null;
  /** Null until something is offered. */
  readonly offers: OfferViews | null;
  /** See the visit's record. */
  readonly hint: string;
}

/** Whoever wrote now would be let in by nobody. */
export const isShut = ({ state, why }: ContactOutlook): boolean => state === "closed" || why !== undefined;

/** Reads every signal there is, so that whoever draws in a watch is called again when any of them changes. */
export const readScene = (app: App, words: Words): Scene => {
  const { state, context } = app;
  void state.logVersion.value;
  return {
    app,
    words,
    language: context.language,
    contact: state.contact.value,
    sharing: state.sharing.value,
    panelOpen: state.panelOpen.value,
    agentTyping: state.agentTyping.value,
    link: app.link.value,
    dialogs: app.dialogs.value,
    outlook: state.outlook.value,
    outlookViews: app.outlookViews.value,
    offers: app.offers.value,
    hint: state.hint.value,
  };
};
