/** Preferences in `localStorage`; where that is forbidden they last as long as the page. */
import type { Keep } from "../ports.ts";

const PREFIX = "lotse:console:";

export const browserKeep = (window: Window): Keep => ({
  get: name => {
    try {
      return window.localStorage.getItem(PREFIX + name);
    } catch {
      return null;
    }
  },
  set: (name, value) => {
    try {
      window.localStorage.setItem(PREFIX + name, value);
    } catch {
      // Not kept; the choice still holds until the page is left.
    }
  },
});
