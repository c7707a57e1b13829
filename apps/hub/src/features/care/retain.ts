/**
 * The day's retention: for every tenant, class by class, in small steps with a pause for everybody else between two.
 * Conversations go before the visits they refer to, those before the contacts. Knows no SQL.
 */
import type { Clock, TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { RetentionClass, RetentionDays } from "@lotse/storage/retention";
import type { Log } from "../../log.ts";

export interface RetainDeps {
  readonly storage: Pick<Storage, "listSites" | "forget" | "forgetEndedSessions">;
  readonly clock: Clock;
  readonly days: RetentionDays;
  /** Resolves in a later turn of the event loop. */
  readonly pause: () => Promise<void>;
  readonly log: Log;
}

const STEP_ROWS = 100;
const DAY_MS = 24 * 3_600_000;
const ORDER: readonly (RetentionClass | "expiry")[] = [
  "conversations",
  "requests",
  "visits",
  "contacts",
  "decisions",
  "audit",
  "workItems",
  "availability",
  "recordings",
  "expiry",
];

export const createRetain = (deps: RetainDeps): ((isClosing: () => boolean) => Promise<void>) => {
  const { storage, clock, days, log } = deps;

  const repeat = async (step: () => Promise<number>, isClosing: () => boolean): Promise<number> => {
    let count = 0;
    while (!isClosing()) {
      const done = await step();
      if (done === 0) break;
      count += done;
      await deps.pause();
    }
    return count;
  };

  return async isClosing => {
    const nowMs = clock.nowMs();
    const tenants = new Set<TenantId>((await storage.listSites()).map(site => site.tenantId));
    for (const tenantId of tenants) {
      for (const name of ORDER) {
        const beforeMs = name === "expiry" ? nowMs : nowMs - days[name] * DAY_MS;
        const step = { class: name, beforeMs, limit: STEP_ROWS };
        const count = await repeat(() => storage.forget(tenantId, step), isClosing);
        if (count > 0) log.info("retention", { tenantId, reason: name, count });
      }
    }
    const ended = { beforeMs: nowMs, limit: STEP_ROWS };
    const count = await repeat(() => storage.forgetEndedSessions(ended), isClosing);
    if (count > 0) log.info("retention", { reason: "sessions", count });
  };
};
