/** The real clock's timers, with the runtime's own under the test's control. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "./systemWorld.ts";

const DAY_MS = 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("waits for as long as it was asked to, also for longer than the runtime's timers can", () => {
  const fired = vi.fn();
  systemClock.after(60 * DAY_MS, fired);
  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect(fired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fired).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

it("is taken back at any time", () => {
  const fired = vi.fn();
  const cancel = systemClock.after(60 * DAY_MS, fired);
  vi.advanceTimersByTime(40 * DAY_MS);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(40 * DAY_MS);
  expect(fired).not.toHaveBeenCalled();
});
