/** The real history. Changing an address never loads a page. */
import type { Addresses } from "../routing/Router.ts";

export const browserAddresses = (window: Window): Addresses => ({
  path: () => window.location.pathname,
  push: path => window.history.pushState(null, "", path),
  replace: path => window.history.replaceState(null, "", path),
  onMove: fn => {
    window.addEventListener("popstate", fn);
    return () => window.removeEventListener("popstate", fn);
  },
});

/** Reads the secret behind `#` and takes it out of the address bar, the history and any later screenshot. */
export const takeFragment = (window: Window): string | null => {
  const { hash, pathname, search } = window.location;
  if (hash.length < 2) return null;
  window.history.replaceState(null, "", `${pathname}${search}`);
  return hash.slice(1);
};
