/** Preferences in `localStorage`, unsent work in `sessionStorage`; where those are forbidden, as long as the page lasts. */
import type { Keep, TabKeep } from "../ports.ts";

const PREFIX = "lotse:console:";

/** Some browsers throw already when the storage is asked for. */
const tryTo = <T>(fn: () => T, otherwise: T): T => {
  try {
    return fn();
  } catch {
    return otherwise;
  }
};

export const browserKeep = (window: Window): Keep => ({
  get: name => tryTo(() => window.localStorage.getItem(PREFIX + name), null),
  // Not kept? The choice still holds until the page is left.
  set: (name, value) => tryTo(() => window.localStorage.setItem(PREFIX + name, value), undefined),
});

export const browserTabKeep = (window: Window): TabKeep => ({
  get: name => tryTo(() => window.sessionStorage.getItem(PREFIX + name), null),
  set: (name, value) => tryTo(() => window.sessionStorage.setItem(PREFIX + name, value), undefined),
  remove: name => tryTo(() => window.sessionStorage.removeItem(PREFIX + name), undefined),
  names: () =>
    tryTo(() => Object.keys(window.sessionStorage), [])
      .filter(key => key.startsWith(PREFIX))
      .map(key => key.slice(PREFIX.length)),
});
