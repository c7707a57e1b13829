/**
 * Consoles that look at the list of visitors: each is told its own page of it, the first change at once and from then on at most once
 * in `everyMs`, and nothing if what it would see is the same. A view ends with a minute in which nobody asked for it again, so a
 * console that went without a word costs nothing. Knows neither sockets nor what stands in the list.
 */
import type { Clock, LiveVisitors, TenantId, Unsubscribe } from "@lotse/protocol";
import type { AgentActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { LiveQuery } from "./liveList.ts";

export const LIVE_EVERY_MS = 1_000;
/** What passes by itself: somebody is gone, a rule has come nearer. */
const REFRESH_MS = 5_000;
const VIEW_MS = 60_000;
/** Of one agent: tabs, and tabs that went. */
const VIEWS_MAX = 8;

interface View {
  readonly id: string;
  readonly actor: AgentActor;
  readonly query: LiveQuery;
  readonly untilMs: number;
  /** What was told last, apart from the time. */
  told: string;
}

export interface LiveViews {
  open(actor: AgentActor, view: { readonly id: string; readonly query: LiveQuery }): LiveVisitors;
  close(actor: AgentActor, id: string): void;
  /** Something may look otherwise. */
  changed(tenantId: TenantId): void;
  isLookedAt(tenantId: TenantId): boolean;
  /** Idempotent. */
  end(): void;
}

export interface LiveViewsDeps {
  readonly list: (actor: AgentActor, query: LiveQuery) => LiveVisitors;
  readonly publisher: Pick<Publisher, "toAgent">;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
}

const lookOf = ({ serverNowMs: _, ...rest }: LiveVisitors): string => JSON.stringify(rest);

export const createLiveViews = (deps: LiveViewsDeps): LiveViews => {
  const { list, publisher, clock } = deps;
  const views = new Map<string, View>();
  const owed = new Set<TenantId>();
  let cancel: Unsubscribe | null = null;
  let nextAtMs = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;

  const keyOf = ({ agentId }: AgentActor, id: string): string => `${agentId} ${id}`;

  const expire = (): void => {
    for (const [key, view] of views) if (view.untilMs <= clock.nowMs()) views.delete(key);
  };

  const tellOne = (view: View): void => {
    try {
      const page = list(view.actor, view.query);
      const told = lookOf(page);
      if (told === view.told) return;
      view.told = told;
      publisher.toAgent(view.actor.agentId, "visitors:changed", { ...page, viewId: view.id });
    } catch (error) {
      deps.log.error("visitors not told", { tenantId: view.actor.tenantId, ...errorFields(error) });
    }
  };

  const plan = (inMs: number): void => {
    const atMs = clock.nowMs() + inMs;
    if (cancel !== null && nextAtMs <= atMs) return;
    cancel?.();
    nextAtMs = atMs;
    cancel = clock.after(inMs, tell);
  };

  const tell = (): void => {
    cancel = null;
    expire();
    owed.clear();
    toldAtMs = clock.nowMs();
    for (const view of views.values()) tellOne(view);
    if (views.size > 0) plan(REFRESH_MS);
  };

  const isLookedAt = (tenantId: TenantId): boolean => {
    expire();
    return [...views.values()].some(({ actor }) => actor.tenantId === tenantId);
  };

  return {
    open: (actor, { id, query }) => {
      expire();
      const key = keyOf(actor, id);
      views.delete(key);
      const own = [...views].filter(([, view]) => view.actor.agentId === actor.agentId);
      if (own.length >= VIEWS_MAX && own[0] !== undefined) views.delete(own[0][0]);
      const page = list(actor, query);
      views.set(key, { id, actor, query, untilMs: clock.nowMs() + VIEW_MS, told: lookOf(page) });
      plan(REFRESH_MS);
      return page;
    },
    close: (actor, id) => void views.delete(keyOf(actor, id)),
    changed: tenantId => {
      if (owed.has(tenantId) || !isLookedAt(tenantId)) return;
      owed.add(tenantId);
      plan(Math.max(0, toldAtMs + LIVE_EVERY_MS - clock.nowMs()));
    },
    isLookedAt,
    end: () => {
      views.clear();
      cancel?.();
      cancel = null;
    },
  };
};
