/** Whoever arrives somewhere is told so: the page's title, and the focus at the head of what is new. */
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { I18n } from "../i18n/i18n.ts";
import type { Route } from "../routing/routes.ts";

export const titleOf = (route: Route, { t }: I18n): string => {
  switch (route.kind) {
    case "inbox":
    case "work":
      return t("rail.inbox");
    case "visitors":
      return t("rail.visitors");
    case "radar":
      return t("rail.radar");
    case "settings":
      return `${t(`settings.${route.page}`)} · ${t("rail.settings")}`;
    case "welcome":
      return t("welcome.label");
    case "unknown":
      return t("unknown.title");
  }
};

/** Moves the focus when the place changes, not when one arrives with the page, and not out of a field it went to itself. */
export const useArrival = (place: () => string): void => {
  const known = useRef<string | null>(null);
  useSignalEffect(() => {
    const now = place();
    const before = known.current;
    known.current = now;
    if (before === null || before === now) return;
    // After the new view is drawn.
    requestAnimationFrame(() => {
      const main = document.getElementById("conversation");
      if (main !== null && !main.contains(document.activeElement)) main.focus();
    });
  });
};
