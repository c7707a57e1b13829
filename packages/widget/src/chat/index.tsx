/** Draws the app into the widget's shadow root whenever it changes. Decides nothing. */

import type { Unsubscribe } from "@lotse/protocol";
import { render } from "preact";
import { watch } from "../core/cell.ts";
import type { App } from "../core/index.ts";
import css from "./chat.css?inline";
import { Panel } from "./Panel.tsx";
import { readScene, type Scene } from "./scene.ts";
import { watchSeenHeight } from "./seenHeight.ts";
import { addStyles } from "./styles.ts";
import type { Words } from "./words.ts";

/** What happens in the chat and is no business of the page's. */
const KEPT = ["keydown", "keypress", "keyup", "beforeinput", "paste", "focusin", "wheel", "touchmove"];

const agentNameOf = ({ sharing, contact }: Scene): string => {
  if (sharing.kind === "asking" && sharing.cobrowse !== null) return sharing.cobrowse.agent.name;
  return contact.kind === "talking" ? (contact.conversation.agent?.name ?? "") : "";
};

const View = ({ scene }: { readonly scene: Scene }) => {
  const { contact, panelOpen, sharing, words, dialogs, offers, app } = scene;
  const withdrawn = contact.kind === "request" && contact.reason === "withdrawn" ? contact : null;
  return (
    <>
      {panelOpen && <Panel scene={scene} />}
      {offers !== null && <offers.Offers scene={scene} />}
      {!panelOpen && dialogs !== null && withdrawn !== null && (
        <dialogs.Withdrawn scene={scene} request={withdrawn} />
      )}
      {dialogs !== null && sharing.kind === "asking" && (
        <div class="card over">
          <dialogs.Consent scene={scene} agentName={agentNameOf(scene)} />
        </div>
      )}
      {!panelOpen && sharing.kind === "failed" && (
        <div class="card" role="alert">
          <p>{words.shareFailed}</p>
          <button type="button" class="link" onClick={() => app.sharing.decline()}>
            {words.dismiss}
          </button>
        </div>
      )}
    </>
  );
};

export const mountChat = (app: App, words: Words): Unsubscribe => {
  const { root, host, language } = app.context;
  const styles = new Map<string, Unsubscribe>();
  const place = document.createElement("div");
  place.className = "chat";
  place.lang = language;
  root.prepend(place);

  /**
   * Seen from the page, a key in here comes from an element that is no field, and the focus has left its dialog: its
   * shortcuts and focus traps would take both away. So neither is told.
   */
  const keep = (event: Event) => event.stopPropagation();
  for (const type of KEPT) root.addEventListener(type, keep, { passive: true });
  const undo = [
    watch(() => {
      const scene = readScene(app, words);
      for (const views of [scene.dialogs, scene.outlookViews, scene.offers]) {
        if (views !== null && !styles.has(views.css)) styles.set(views.css, addStyles(root, views.css));
      }
      host.toggleAttribute("data-open", scene.panelOpen);
      render(<View scene={scene} />, place);
    }),
    addStyles(root, css),
    watchSeenHeight(place),
    () => {
      for (const type of KEPT) root.removeEventListener(type, keep);
    },
  ];
  return () => {
    for (const one of undo) one();
    render(null, place);
    place.remove();
    for (const one of styles.values()) one();
  };
};
