/**
 * `window.Lotse`: the page's few words to the widget. Before the loader runs it may be an array of calls, each
 * `[name, ...arguments]`; they are carried out then. Nothing here throws, and nothing is written to the console:
 * what cannot be done is told as an `error` event.
 */
import { fail, type Result, type Unsubscribe } from "@lotse/protocol";
import type { OpenInput, PublicEvents, Tell } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import type { CoreLoader } from "./coreLoader.ts";
import type { Handover } from "./handover.ts";
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

/** The door is for a loader that comes later: it is let in with a handover, or not at all. */
export type Installed = object & { readonly "~"?: () => Handover | undefined };

const page: { Lotse?: unknown } = window as object;

/** The door of a widget that is here already. */
export const findDoor = (): Installed["~"] => (Object(page.Lotse) as Installed)["~"];

/** Rare, or still to come: carried out by a module that is fetched then. */
const ASIDE = ["identify", "track", "fact", "sessionId"] as const;

/** By the page, of any type; only `true` is a yes. */
export interface Consent {
  readonly facts?: unknown;
  readonly storage?: unknown;
  readonly recognition?: unknown;
}

export interface ApiOptions {
  /** The page's own references stay good when another loader takes over. */
  readonly api: Installed;
  readonly core: Pick<CoreLoader, "use" | "tell">;
  readonly events: Events;
  readonly door: NonNullable<Installed["~"]>;
  readonly consent: (given: Consent) => void;
  readonly aside: (command: string, input: readonly unknown[]) => Promise<Result<unknown>>;
  readonly forget: () => void;
  readonly destroy: () => void;
}

export const installApi = (options: ApiOptions): Unsubscribe => {
  const { api, core, door, consent, aside, forget, destroy } = options;
  const { tell, on } = options.events;
  const told = async (command: string, input: readonly unknown[]): Promise<Result<unknown>> => {
    let result: Result<unknown> = fail({ code: "UNAVAILABLE", message: "Not loaded" });
    try {
      result = await aside(command, input);
    } catch {
      // Not loaded.
    }
    if (!result.ok) tell("error", { command, ...result.error });
    return result;
  };
  Object.assign(api, {
    ...Object.fromEntries(ASIDE.map(name => [name, (...input: unknown[]) => told(name, input)])),
    open: (input?: OpenInput) => void core.use("open", one => one.open(input)),
    close: () => void core.tell(one => one.close()),
    consent: guard((given?: unknown) => consent(Object(given))),
    on,
    cobrowse: {
      start: () => void core.use("cobrowse.start", one => one.share()),
      stop: () => void core.tell(one => one.stopSharing()),
    },
    forget: guard(forget),
    destroy: guard(destroy),
    push: guard((...calls: unknown[]) => calls.forEach(run)),
    "~": door,
  });
  const run = (call: unknown) => {
    if (!Array.isArray(call)) return;
    const [name, ...args] = call;
    let fn: unknown = api;
    for (const key of String(name).split(".")) fn = (fn as Record<string, unknown> | undefined)?.[key];
    if (typeof fn === "function") fn(...args);
  };
  const queued = page.Lotse;
  page.Lotse = api;
  if (Array.isArray(queued)) queued.forEach(run);
  return () => {
    if (page.Lotse === api) delete page.Lotse;
  };
};
