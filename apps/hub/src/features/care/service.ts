/**
 * What a hub does for its data by itself: a backup a day, also when the time for it passed while the hub was off, and
 * after it the day's retention. Knows neither files nor tables.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import type { BackupReport } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { Gauge } from "../../transport/http/health.ts";
import type { Backups } from "./backups.ts";
import { lastDueMs, nextDueMs } from "./schedule.ts";

export interface CareDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly backups: Backups;
  /** Minutes after midnight, UTC. */
  readonly atMinute: number;
  readonly backupDaily: boolean;
  /** Deletes what is too old; ends early when told to. */
  readonly retain: (isClosing: () => boolean) => Promise<void>;
}

export interface Care {
  /** On demand; waits for one under way. */
  backup(file: string): Promise<BackupReport>;
  gauges(): readonly Gauge[];
  /** Idempotent. Lets what is under way end. */
  close(): Promise<void>;
}

/** A start has better things to do first. */
const AFTER_START_MS = 60_000;

export const startCare = (deps: CareDeps): Care => {
  const { clock, log, backups, atMinute } = deps;
  let closing = false;
  let newestAtMs: number | null = null;
  let cancel: Unsubscribe = () => {};
  let underWay: Promise<void> = Promise.resolve();

  const backup = async (file?: string): Promise<BackupReport> => {
    const startedAtMs = clock.nowMs();
    try {
      const report = await backups.make(file);
      newestAtMs = (await backups.newestAtMs()) ?? newestAtMs;
      const durationMs = clock.nowMs() - startedAtMs;
      log.info("backup made", { bytes: report.bytes, count: report.rows, durationMs });
      return report;
    } catch (error) {
      log.error("backup failed", errorFields(error));
      throw error;
    }
  };

  const isMissing = async (): Promise<boolean> => {
    newestAtMs = await backups.newestAtMs();
    return newestAtMs === null || newestAtMs < lastDueMs(atMinute, clock.nowMs());
  };

  const tend = async (): Promise<void> => {
    // Logged where it failed; what is too old goes all the same
    if (deps.backupDaily && (await isMissing())) await backup().catch(() => {});
    if (closing) return;
    await deps.retain(() => closing).catch(error => log.error("retention failed", errorFields(error)));
  };

  const plan = (inMs: number): void => {
    cancel = clock.after(inMs, () => {
      underWay = tend().finally(() => {
        if (!closing) plan(nextDueMs(atMinute, clock.nowMs()) - clock.nowMs());
      });
    });
  };

  plan(AFTER_START_MS);
  return {
    backup,
    gauges: () =>
      newestAtMs === null
        ? []
        : [
            {
              name: "lotse_backup_age_seconds",
              help: "Age of the newest backup.",
              value: Math.floor((clock.nowMs() - newestAtMs) / 1_000),
            },
          ],
    close: async () => {
      closing = true;
      cancel();
      await underWay;
    },
  };
};
