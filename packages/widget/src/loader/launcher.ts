/** The widget's place on the page, and the button in it. Takes no room, moves nothing, needs no framework. */
import type { Language } from "@lotse/protocol";
import css from "./host.css?inline";

export const createHost = (): { readonly host: HTMLElement; readonly root: ShadowRoot } => {
  const host = document.createElement("lotse-widget");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet also works where the site's CSP forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  return { host, root };
};

export const createLauncher = (root: ShadowRoot, language: Language): HTMLButtonElement => {
  const button = document.createElement("button");
  button.ariaLabel = language === "de" ? "Chat öffnen" : "Open chat";
  button.ariaExpanded = "false";
  button.className = "launcher";
  button.dataset.testid = "launcher";
  root.append(button);
  return button;
};
