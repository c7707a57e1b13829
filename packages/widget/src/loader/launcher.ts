/** The widget's place on the page, and the button in it. Takes no room, moves nothing, needs no framework. */
import type { Language } from "@lotse/protocol";
import type { Launcher } from "../shared/bridge.ts";
import css from "./host.css?inline";

const WORDS = {
  de: { open: "Chat öffnen", close: "Chat schließen", unread: "ungelesen" },
  en: { open: "Open chat", close: "Close chat", unread: "unread" },
} as const;

export const createHost = (): { readonly host: HTMLElement; readonly root: ShadowRoot } => {
  const host = document.createElement("lotse-widget");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet also works where the site's CSP forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  return { host, root };
};

export const createLauncher = (root: ShadowRoot, language: Language): Launcher => {
  const words = WORDS[language];
  const button = document.createElement("button");
  const badge = document.createElement("span");
  const show = (unread: number, expanded: boolean) => {
    const label = expanded ? words.close : words.open;
    button.ariaLabel = unread > 0 ? `${label} (${unread} ${words.unread})` : label;
    button.ariaExpanded = String(expanded);
    badge.textContent = String(unread);
    badge.hidden = unread === 0;
  };
  button.type = "button";
  button.className = "launcher flag";
  button.dataset.testid = "launcher";
  badge.className = "unread";
  button.append(badge);
  root.append(button);
  show(0, false);
  return { button, show };
};
