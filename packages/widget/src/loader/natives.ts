/** The browser's own functions, taken before the page (polyfills, zones, test tools) may put others in their place. */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import { toJson } from "../shared/json.ts";
import { native } from "../shared/native.ts";
import type { VisitStorage } from "../shared/visit.ts";
import { VISIT_KEY } from "../shared/visit.ts";

const setTimeout = native(window, "setTimeout");
const clearTimeout = native(window, "clearTimeout");
const fetch = native(window, "fetch");
const { now } = Date;
const { prototype } = EventTarget;
const addEventListener = native(prototype, "addEventListener");
const removeEventListener = native(prototype, "removeEventListener");
export const Mutations = native(self, "MutationObserver");

export const clock: Clock = {
  nowMs: () => now(),
  after: (delayMs, fn) => {
    // Longer than this overflows to "at once" in browsers.
    const timer = setTimeout.call(window, guard(fn), Math.min(delayMs, 2 ** 31 - 1));
    return () => clearTimeout.call(window, timer);
  },
};

export const listen = (target: EventTarget, type: string, fn: (event: Event) => void): Unsubscribe => {
  const listener = guard(fn);
  addEventListener.call(target, type, listener);
  return () => removeEventListener.call(target, type, listener);
};

/**
 * Looked up on every use: merely reading `sessionStorage` throws where it is forbidden. By its entries, which no page can put
 * others in the place of, as it can with methods.
 */
export const tabStorage: VisitStorage = {
  read: () => sessionStorage[VISIT_KEY] ?? null,
  write: text => {
    if (text === null) delete sessionStorage[VISIT_KEY];
    else sessionStorage[VISIT_KEY] = text;
  },
};

export type Post = (url: string, body: unknown, token?: string) => Promise<unknown>;

/** A JSON POST without credentials that outlives the page. */
export const post: Post = async (url, body, token) => {
  const response = await fetch.call(window, url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: toJson(body),
    credentials: "omit",
    keepalive: true,
  });
  return response.json();
};
