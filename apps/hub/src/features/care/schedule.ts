/** Once a day at a fixed time, by UTC: clocks that jump twice a year would skip or double a day. Pure. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The latest time it was due, now included. */
export const lastDueMs = (atMinute: number, nowMs: number): number => {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS + atMinute * MINUTE_MS;
  return today <= nowMs ? today : today - DAY_MS;
};

export const nextDueMs = (atMinute: number, nowMs: number): number => lastDueMs(atMinute, nowMs) + DAY_MS;

/** Minutes after midnight of `03:00`; null for anything else. */
export const minuteOfDay = (text: string): number | null => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
};
