/**
 * `window.Lotse`: the page's few words to the widget. Before the loader runs it may be an array of calls, each
 * `[name, ...arguments]`; they are carried out then. Nothing here throws, and nothing is written to the console:
 * what cannot be done is told as an `error` event.
 */
import { fail, type Result, type Unsubscribe } from "@lotse/protocol";
import type { OpenInput, PublicEvents, Tell } from "../shared/bridge.ts";
import { guard } from "./natives.ts";

const BRAND = Symbol.for("lotse");

export interface Deeds {
  open(input: OpenInput): void;
  close(): void;
  share(): void;
  stopSharing(): void;
  destroy(): void;
}

type Listener = (payload: never) => void;

export const createEvents = () => {
  const listeners = new Map<string, Set<Listener>>();
  const of = (event: string) => {
    const known = listeners.get(event) ?? new Set<Listener>();
    listeners.set(event, known);
    return known;
  };
  const tell: Tell = (event, payload) => {
    for (const fn of [...of(event)]) guard(fn)(payload as never);
  };
  const on = (event: keyof PublicEvents, fn: Listener): Unsubscribe => {
    if (typeof fn === "function") of(event).add(fn);
    return () => of(event).delete(fn);
  };
  return { tell, on };
};

const openInput = (input: unknown): OpenInput => {
  const { topic, skill } = (typeof input === "object" && input !== null ? input : {}) as OpenInput;
  return {
    ...(typeof topic === "string" ? { topic: topic.slice(0, 100) } : {}),
    ...(typeof skill === "string" ? { skill: skill.slice(0, 80) } : {}),
  };
};

export const isInstalled = (): boolean => {
  const present: unknown = Reflect.get(window, "Lotse");
  return typeof present === "object" && present !== null && BRAND in present;
};

export const installApi = (deeds: Deeds, events: ReturnType<typeof createEvents>): Unsubscribe => {
  const notYet = (command: string) => (): Promise<Result<never>> => {
    const error = { code: "UNAVAILABLE", message: `Lotse.${command} is not available on this hub` } as const;
    events.tell("error", { command, ...error });
    return Promise.resolve(fail(error));
  };
  const api = {
    [BRAND]: true,
    open: guard((input?: unknown) => deeds.open(openInput(input))),
    close: guard(deeds.close),
    on: events.on,
    cobrowse: { start: guard(deeds.share), stop: guard(deeds.stopSharing) },
    destroy: guard(deeds.destroy),
    identify: notYet("identify"),
    track: notYet("track"),
    fact: notYet("fact"),
    sessionId: notYet("sessionId"),
    push: guard((...calls: unknown[]) => {
      for (const call of calls) if (Array.isArray(call)) run(call);
    }),
  };
  const run = ([name, ...args]: readonly unknown[]) => {
    const [first, second] = String(name).split(".");
    const owner = second === undefined ? api : api.cobrowse;
    const key = second ?? first ?? "";
    const fn: unknown = Object.hasOwn(owner, key) ? Reflect.get(owner, key) : null;
    if (typeof fn === "function") fn(...args);
  };
  const queued: unknown = Reflect.get(window, "Lotse");
  Reflect.set(window, "Lotse", api);
  if (Array.isArray(queued)) api.push(...queued);
  return () => {
    if (Reflect.get(window, "Lotse") === api) Reflect.deleteProperty(window, "Lotse");
  };
};
