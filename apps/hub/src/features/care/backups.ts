/**
 * The backups of one folder: makes them one at a time, reads each through before it counts, keeps the newest.
 * Knows neither what is in them nor when they are due.
 */
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, LotseError } from "@lotse/protocol";
import type { BackupReport } from "@lotse/storage";

export interface BackupDeps {
  readonly folder: string;
  readonly keep: number;
  readonly clock: Clock;
  readonly take: (file: string) => Promise<BackupReport>;
  /** Rejects if the file is not whole. */
  readonly verify: (file: string) => Promise<unknown>;
}

export interface Backups {
  /** Into the folder under the time's name, or into the file that is named. Waits for one under way. */
  make(file?: string): Promise<BackupReport>;
  /** When the newest in the folder was made; null if there is none. */
  newestAtMs(): Promise<number | null>;
}

/**
 * A folder on a network that is gone answers nothing, for ever. The next backup must not wait for it, and whoever asked
 * must hear that this one failed.
 */
const PATIENCE_MS = 3_600_000;

const NAME = /^lotse-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)Z\.backup$/;

export const backupName = (atMs: number): string => {
  const digits = new Date(atMs).toISOString().replace(/[-:]|\.\d+Z$/g, "");
  return `lotse-${digits.replace("T", "-")}Z.backup`;
};

const timeOf = (name: string): number | null => {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  if (year === undefined) return null;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(atMs) ? null : atMs;
};

export const createBackups = ({ folder, keep, clock, take, verify }: BackupDeps): Backups => {
  let underWay: Promise<unknown> = Promise.resolve();

  /** Newest first; the names sort by time. */
  const names = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => []))
      .filter(name => timeOf(name) !== null)
      .sort()
      .reverse();

  const makeNow = async (named: string | undefined): Promise<BackupReport> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = named ?? join(folder, backupName(clock.nowMs()));
    const report = await take(file);
    await verify(file);
    // Only now: an older one is not given up for one that cannot be read
    for (const old of (await names()).slice(keep)) await rm(join(folder, old), { force: true });
    return report;
  };

  const inTime = (making: Promise<BackupReport>): Promise<BackupReport> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(PATIENCE_MS, () =>
        reject(new LotseError("TIMEOUT", "The backup's folder did not answer within an hour")),
      );
      void making.then(resolve, reject).finally(cancel);
    });

  return {
    make: file => {
      const made = underWay.then(() => inTime(makeNow(file)));
      underWay = made.catch(() => {});
      return made;
    },
    newestAtMs: async () => timeOf((await names())[0] ?? ""),
  };
};
