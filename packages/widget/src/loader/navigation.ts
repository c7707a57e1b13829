/**
 * Tells when the page's address changes without a new document. Wraps `pushState` and `replaceState`, and puts them
 * back unless somebody wrapped them again, in which case what is left of ours passes everything through.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import { listen } from "./natives.ts";

const wrap = (method: "pushState" | "replaceState", moved: () => void): Unsubscribe => {
  const original = history[method];
  let on = true;
  const wrapped: typeof original = function (this: History, ...args) {
    original.apply(this, args);
    if (on) moved();
  };
  history[method] = wrapped;
  return () => {
    on = false;
    if (history[method] === wrapped) history[method] = original;
  };
};

export const watchNavigation = (onMoved: () => void): Unsubscribe[] => {
  const moved = guard(onMoved);
  return [
    wrap("pushState", moved),
    wrap("replaceState", moved),
    listen(window, "popstate", moved),
    listen(window, "hashchange", moved),
  ];
};
