/** The widget's place on the page, and the button in it. Takes no room, moves nothing, needs no framework. */
import type { Language } from "@lotse/protocol";
import type { Launcher } from "../shared/bridge.ts";
import { createFlag } from "../shared/flag.ts";
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
  const unread = document.createElement("span");
  let count = 0;
  let expanded = false;
  const name = () => {
    const label = expanded ? words.close : words.open;
    button.setAttribute("aria-label", count > 0 ? `${label} (${count} ${words.unread})` : label);
    button.setAttribute("aria-expanded", String(expanded));
    unread.textContent = count > 0 ? String(Math.min(count, 99)) : "";
  };
  button.type = "button";
  button.className = "launcher";
  button.dataset.testid = "launcher";
  unread.className = "unread";
  button.append(createFlag(36), unread);
  name();
  root.append(button);
  return {
    button,
    setUnread: value => {
      count = value;
      name();
    },
    setExpanded: value => {
      expanded = value;
      name();
    },
  };
};
