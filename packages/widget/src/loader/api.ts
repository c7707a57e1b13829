/**
 * `window.Lotse`: the page's few words to the widget. Before the loader runs it may be an array of calls, each
 * `[name, ...arguments]`; they are carried out then. Nothing here throws, and nothing is written to the console:
 * what cannot be done is told as an `error` event.
 */
import { fail, type Result, type Unsubscribe } from "@lotse/protocol";
import type { OpenInput, PublicEvents, Tell } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import { clip } from "../shared/text.ts";
import type { CoreLoader } from "./coreLoader.ts";
import { listen } from "./natives.ts";

export interface Events {
  readonly tell: Tell;
  on<E extends keyof PublicEvents>(event: E, fn: (payload: PublicEvents[E]) => void): Unsubscribe;
}

export const createEvents = (): Events => {
  const target = new EventTarget();
  return {
    tell: (event, detail) => void target.dispatchEvent(new CustomEvent(event, { detail })),
    on: (event, fn) => listen(target, event, told => fn((told as CustomEvent).detail)),
  };
};

const openInput = (input: unknown): OpenInput => {
  const { topic, skill } = (typeof input === "object" && input !== null ? input : {}) as OpenInput;
  return {
    ...(topic ? { topic: clip(String(topic), 100) } : {}),
    ...(skill ? { skill: clip(String(skill), 80) } : {}),
  };
};

export const isInstalled = (): boolean => {
  const present: unknown = Reflect.get(window, "Lotse");
  return typeof present === "object" && present !== null && "cobrowse" in present;
};

/** Words the page may already use; they come with the capabilities behind them. */
const NOT_YET = ["identify", "track", "fact", "sessionId"] as const;

export interface ApiOptions {
  readonly core: Pick<CoreLoader, "use" | "tell">;
  readonly events: Events;
  readonly destroy: () => void;
}

export const installApi = ({ core, events: { tell, on }, destroy }: ApiOptions): Unsubscribe => {
  const notYet = (command: string) => (): Promise<Result<never>> => {
    const error = { code: "UNAVAILABLE", message: "Not available" } as const;
    tell("error", { command, ...error });
    return Promise.resolve(fail(error));
  };
  const api = {
    ...Object.fromEntries(NOT_YET.map(name => [name, notYet(name)])),
    open: guard((input?: unknown) => core.use("open", one => one.open(openInput(input)))),
    close: () => core.tell(one => one.close()),
    on,
    cobrowse: {
      start: () => core.use("cobrowse.start", one => one.share()),
      stop: () => core.tell(one => one.stopSharing()),
    },
    destroy: guard(destroy),
    push: guard((...calls: unknown[]) => {
      for (const call of calls) if (Array.isArray(call)) run(call);
    }),
  };
  const run = ([name, ...args]: readonly unknown[]) => {
    let fn: unknown = api;
    for (const key of String(name).split(".")) fn = fn && Reflect.get(fn, key);
    if (typeof fn === "function") fn(...args);
  };
  const queued: unknown = Reflect.get(window, "Lotse");
  Reflect.set(window, "Lotse", api);
  if (Array.isArray(queued)) api.push(...queued);
  return () => {
    if (Reflect.get(window, "Lotse") === api) Reflect.deleteProperty(window, "Lotse");
  };
};
