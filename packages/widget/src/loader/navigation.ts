/**
 * Tells when the page's address changes without a new document. Uses the Navigation API where there is one; else
 * wraps `pushState` and `replaceState`, and puts them back unless somebody wrapped them again.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { guard, listen } from "./natives.ts";

type Method = "pushState" | "replaceState";

const wrap = (method: Method, moved: () => void): Unsubscribe => {
  const original = history[method];
  let on = true;
  const wrapped: History[Method] = function (this: History, ...args) {
    original.apply(this, args);
    if (on) moved();
  };
  history[method] = wrapped;
  return () => {
    on = false;
    if (history[method] === wrapped) history[method] = original;
  };
};

export const watchNavigation = (onMoved: () => void): Unsubscribe => {
  let href = location.href;
  const moved = guard(() => {
    if (location.href === href) return;
    href = location.href;
    onMoved();
  });
  const undo =
    "navigation" in window
      ? [listen(window.navigation as EventTarget, "currententrychange", moved)]
      : [
          wrap("pushState", moved),
          wrap("replaceState", moved),
          listen(window, "popstate", moved),
          listen(window, "hashchange", moved),
        ];
  return () => {
    for (const one of undo) one();
  };
};
