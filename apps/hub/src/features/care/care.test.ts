/** A hub's care for its data, with time in the test's hand: when backups are made, which stay, what is retained. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BackupReport } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Log } from "../../log.ts";
import { backupName, createBackups } from "./backups.ts";
import { createRetain } from "./retain.ts";
import { parseRetention } from "./retentionSetting.ts";
import { lastDueMs, minuteOfDay, nextDueMs } from "./schedule.ts";
import { startCare } from "./service.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const NINE = at("2026-03-01T09:00:00");
const HOUR_MS = 3_600_000;
const THREE = 180;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lotse care "));
});
afterEach(() => rm(folder, { recursive: true }));

const setUp = ({ keep = 3, backupDaily = true, failing = false } = {}) => {
  const clock = new FakeClock(NINE);
  const logged: string[] = [];
  const say = (event: string): void => void logged.push(event);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const state = { failing, underWay: 0, most: 0, retained: 0 };
  const take = async (file: string): Promise<BackupReport> => {
    state.underWay += 1;
    state.most = Math.max(state.most, state.underWay);
    await new Promise(resolve => setImmediate(resolve));
    state.underWay -= 1;
    if (state.failing) throw new Error("no space");
    await writeFile(file, "backup");
    return { file, rows: 1, bytes: 6 };
  };
  const verify = async (): Promise<void> => {};
  const backups = createBackups({ folder, keep, clock, take, verify });
  const retain = async (): Promise<void> => {
    state.retained += 1;
  };
  const care = startCare({ clock, log, backups, atMinute: THREE, backupDaily, retain });
  return { clock, logged, state, backups, care, names: async () => (await readdir(folder)).sort() };
};

/** Advances, then lets what fell due come to its end, the next day's plan included. */
const pass = async (clock: FakeClock, ms: number, until: () => boolean): Promise<void> => {
  clock.advance(ms);
  await vi.waitFor(() => expect(until()).toBe(true));
  await new Promise(resolve => setImmediate(resolve));
};
const TO_THREE_MS = 18 * HOUR_MS - 60_000;

describe("the time of day", () => {
  it("is the last and the next one around any moment", () => {
    expect(lastDueMs(THREE, at("2026-03-01T03:00:00"))).toBe(at("2026-03-01T03:00:00"));
    expect(lastDueMs(THREE, at("2026-03-01T02:59:59"))).toBe(at("2026-02-28T03:00:00"));
    expect(nextDueMs(THREE, at("2026-03-01T03:00:00"))).toBe(at("2026-03-02T03:00:00"));
  });

  it.each(["24:00", "3:00", "03:60", "0300", " 03:00", ""])("is not %j", text => {
    expect(minuteOfDay(text)).toBeNull();
  });
});

describe("backups", () => {
  it("is given up after an hour without an answer, and the next one does not wait for it", async () => {
    const clock = new FakeClock(NINE);
    const folders = ["a folder that does not answer", "a folder that does"];
    const backups = createBackups({
      folder,
      keep: 3,
      clock,
      take: file =>
        file === folders[0] ? new Promise(() => {}) : Promise.resolve({ file, rows: 1, bytes: 6 }),
      verify: async () => {},
    });
    const stuck = backups.make(folders[0]);
    const next = backups.make(folders[1]);
    // The first has begun to wait: its patience is what the clock is asked for.
    await new Promise(resolve => setImmediate(resolve));
    clock.advance(HOUR_MS);
    await expect(stuck).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(await next).toMatchObject({ rows: 1 });
  });

  it("are made soon after a start that missed one, then every day; the newest stay", async () => {
    const { clock, state, care, names } = setUp();
    expect(await names()).toEqual([]);
    await pass(clock, 60_000, () => state.retained === 1);
    expect(await names()).toEqual(["lotse-20260301-090100Z.backup"]);
    for (let day = 2; day <= 5; day++) {
      await pass(clock, day === 2 ? TO_THREE_MS : 24 * HOUR_MS, () => state.retained === day);
    }
    expect(await names()).toEqual([
      "lotse-20260303-030000Z.backup",
      "lotse-20260304-030000Z.backup",
      "lotse-20260305-030000Z.backup",
    ]);
    clock.advance(HOUR_MS);
    expect(care.gauges()).toMatchObject([{ name: "lotse_backup_age_seconds" }]);
    await care.close();
  });

  it("are not made again at a start where today's is there", async () => {
    await writeFile(join(folder, backupName(at("2026-03-01T03:00:01"))), "");
    const { clock, state, care, names } = setUp();
    await pass(clock, 60_000, () => state.retained === 1);
    expect(await names()).toEqual(["lotse-20260301-030001Z.backup"]);
    expect(care.gauges()).toMatchObject([{ value: 6 * 3_600 + 59 }]);
    await care.close();
  });

  it("are never made two at once, and leave other files alone", async () => {
    await writeFile(join(folder, "mine.txt"), "");
    const { clock, state, care, names } = setUp({ keep: 1 });
    clock.advance(60_000);
    await Promise.all(["a", "b", "c"].map(name => care.backup(join(folder, name))));
    await vi.waitFor(() => expect(state.retained).toBe(1));
    expect(state.most).toBe(1);
    expect(await names()).toEqual(["a", "b", "c", "lotse-20260301-090100Z.backup", "mine.txt"]);
    await care.close();
  });

  it("that fail are logged, tried again the next day, and cost no older one", async () => {
    await writeFile(join(folder, backupName(at("2026-02-01T03:00:00"))), "");
    const { clock, state, logged, care, names } = setUp({ keep: 1, failing: true });
    await pass(clock, 60_000, () => state.retained === 1);
    expect(logged).toEqual(["backup failed"]);
    expect(await names()).toEqual(["lotse-20260201-030000Z.backup"]);
    await expect(care.backup(join(folder, "x"))).rejects.toThrow("no space");
    state.failing = false;
    await pass(clock, TO_THREE_MS, () => state.retained === 2);
    expect(await names()).toEqual(["lotse-20260302-030000Z.backup"]);
    await care.close();
  });

  it("can be switched off; retention runs all the same, and nothing runs after closing", async () => {
    const { clock, state, care, names } = setUp({ backupDaily: false });
    await pass(clock, 60_000, () => state.retained === 1);
    expect(await names()).toEqual([]);
    expect(care.gauges()).toEqual([]);
    await care.close();
    await care.close();
    clock.advance(48 * HOUR_MS);
    expect(state.retained).toBe(1);
  });
});

describe("retention", () => {
  it("is set by names and days; anything else is refused whole", () => {
    expect(parseRetention("visits=30d, audit=1d")).toMatchObject({
      visits: 30,
      audit: 1,
      conversations: 365,
    });
    const wrong = [
      "",
      "visit=30d",
      "visits=30",
      "visits=0d",
      "visits=99999d",
      "visits=1d,visits=2d",
      "__proto__=1d",
    ];
    for (const text of wrong) expect(parseRetention(text), text).toBeNull();
  });

  it("goes in small steps with a pause after each, and ends early when the hub closes", async () => {
    const clock = new FakeClock(NINE);
    const steps: string[] = [];
    let left = 350;
    let pauses = 0;
    const retain = createRetain({
      storage: {
        listSites: async () => [{ tenantId: "t" }, { tenantId: "t" }] as never,
        forget: async (_, step) => {
          steps.push(step.class);
          if (step.class !== "visits") return 0;
          expect(step.beforeMs).toBe(NINE - 90 * 24 * HOUR_MS);
          const count = Math.min(left, step.limit);
          left -= count;
          return count;
        },
        forgetEndedSessions: async () => 0,
      },
      clock,
      days: parseRetention("audit=1d") ?? expect.fail(),
      pause: async () => {
        pauses += 1;
      },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    await retain(() => false);
    expect(steps.filter(name => name === "visits")).toHaveLength(5);
    expect(steps.indexOf("conversations")).toBeLessThan(steps.indexOf("visits"));
    expect(pauses).toBe(4);
    left = 1_000;
    await retain(() => left < 800);
    expect(left).toBe(700);
  });
});
