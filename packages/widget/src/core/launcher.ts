/** What the loader's button says once there is a core: open or close, and how much is unread. */
import type { Language } from "@lotse/protocol";

const WORDS = {
  de: { open: "Chat öffnen", close: "Chat schließen", unread: "ungelesen" },
  en: { open: "Open chat", close: "Close chat", unread: "unread" },
} as const;

export interface LauncherState {
  readonly unread: number;
  /** The panel is open, the button closes it. */
  readonly expanded: boolean;
}

export const createLauncherView = (button: HTMLButtonElement, language: Language) => {
  const words = WORDS[language];
  const badge = document.createElement("span");
  badge.className = "unread";
  const show = ({ unread, expanded }: LauncherState) => {
    const label = expanded ? words.close : words.open;
    button.ariaLabel = unread > 0 ? `${label} (${unread} ${words.unread})` : label;
    button.ariaExpanded = String(expanded);
    badge.textContent = String(unread);
    badge.hidden = unread === 0;
  };
  button.append(badge);
  return {
    show,
    /** As the loader made it. */
    close: () => {
      show({ unread: 0, expanded: false });
      badge.remove();
    },
  };
};
