/**
 * Business hours at work: tells the engine which queues and websites are open, and again whenever that changes. Knows no calendar, which
 * is the engine's `openingOf`, and not what becomes of those who wait.
 */
import type { Clock, Hours, RoutingPlan, TenantId, Unsubscribe } from "@lotse/protocol";
import { isClosed, isSiteClosed, openingOf, type RoutingEvent, type RoutingState } from "@lotse/routing";
import { errorFields, type Log } from "../../log.ts";
import type { Turn } from "./tenantRouting.ts";

/** Looked at again at least that often: timers know no longer times. */
const LOOK_MS = 24 * 60 * 60_000;
const TURNS_MAX = 100;

const siteEvents = (state: RoutingState, nowMs: number): readonly RoutingEvent[] =>
  (state.plan.sites ?? []).flatMap(({ siteId, hours }) => {
    const { isOpen } = openingOf(hours, nowMs);
    if (isOpen !== isSiteClosed(state, siteId)) return [];
    return [{ type: isOpen ? "siteOpened" : "siteClosed", siteId } as const];
  });

/** What must be said for the engine to know which queues and websites are open at that time. */
export const openingEvents = (state: RoutingState, nowMs: number): readonly RoutingEvent[] => [
  ...siteEvents(state, nowMs),
  ...state.plan.queues.flatMap(({ id: queueId, hours }) => {
    const { isOpen } = openingOf(hours, nowMs);
    if (isOpen !== isClosed(state, { queueId })) return [];
    return [{ type: isOpen ? "queueOpened" : "queueClosed", queueId } as const];
  }),
];

/** When all of these are open at once; null: not within the horizon of `openingOf`, or never. */
export const nextOpening = (all: readonly (Hours | null)[], nowMs: number): number | null => {
  let atMs = nowMs;
  // Each turn is a door that opens; hours that never meet are given up
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const shut = all.map(hours => openingOf(hours, atMs)).filter(({ isOpen }) => !isOpen);
    if (shut.length === 0) return atMs;
    const opens = shut.map(({ changesAtMs }) => changesAtMs);
    if (opens.some(changesAtMs => changesAtMs === null)) return null;
    atMs = Math.max(...opens.filter(changesAtMs => changesAtMs !== null));
  }
  return null;
};

export interface OpeningHours {
  /** Brings the engine in line with the clock. */
  follow(turn: Turn): Promise<void>;
  /** Looks again when a queue of the plan opens or closes. */
  watch(plan: RoutingPlan): void;
  close(): void;
}

export const createOpeningHours = (deps: {
  readonly tenantId: TenantId;
  readonly clock: Clock;
  readonly run: (job: (turn: Turn) => Promise<void>) => Promise<void>;
  readonly log: Pick<Log, "warn">;
}): OpeningHours => {
  const { clock, tenantId } = deps;
  let cancel: Unsubscribe = () => {};
  let closed = false;

  const watch = (plan: RoutingPlan): void => {
    cancel();
    const nowMs = clock.nowMs();
    const all = [...plan.queues, ...(plan.sites ?? [])];
    const times = all.flatMap(({ hours }) => openingOf(hours, nowMs).changesAtMs ?? []);
    if (closed || times.length === 0) return;
    cancel = clock.after(Math.min(LOOK_MS, Math.max(0, Math.min(...times) - nowMs)), () => {
      deps.run(follow).catch(error => {
        deps.log.warn("hours not followed", { tenantId, ...errorFields(error) });
        watch(plan);
      });
    });
  };

  const follow: OpeningHours["follow"] = async turn => {
    const { routing } = turn.memory;
    watch(routing.plan);
    for (const event of openingEvents(routing, clock.nowMs())) await turn.step(event);
  };

  return {
    follow,
    watch,
    close: () => {
      closed = true;
      cancel();
    },
  };
};
