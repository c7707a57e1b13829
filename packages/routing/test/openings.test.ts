import type { Hours } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { openingOf } from "../src/index.ts";

const at = (text: string) => Date.parse(text);
const days = [1, 2, 3, 4, 5] as const;
const OFFICE: Hours = {
  timeZone: "Europe/Berlin",
  week: days.map(day => ({ day, fromMin: 8 * 60, toMin: 18 * 60 })),
  exceptions: [
    { date: "2026-12-24", spans: [{ fromMin: 8 * 60, toMin: 12 * 60 }] },
    { date: "2026-12-25", spans: [] },
  ],
};

describe("business hours", () => {
  test.each([
    // Wednesday; Berlin is one hour ahead in winter, two in summer
    ["2026-11-25T06:59:59Z", false, "2026-11-25T07:00:00Z"],
    ["2026-11-25T07:00:00Z", true, "2026-11-25T17:00:00Z"],
    ["2026-11-25T17:00:00Z", false, "2026-11-26T07:00:00Z"],
    ["2026-07-01T06:00:00Z", true, "2026-07-01T16:00:00Z"],
    // Over the weekend
    ["2026-11-27T20:00:00Z", false, "2026-11-30T07:00:00Z"],
    // Christmas Eve is short, Christmas Day closed, then a weekend
    ["2026-12-24T10:00:00Z", true, "2026-12-24T11:00:00Z"],
    ["2026-12-24T11:00:00Z", false, "2026-12-28T07:00:00Z"],
  ])("%s: open %s, changes %s", (now, isOpen, changes) => {
    expect(openingOf(OFFICE, at(now))).toEqual({ isOpen, changesAtMs: at(changes) });
  });

  test("null is always open, and no hours at all are always closed", () => {
    expect(openingOf(null, 0)).toEqual({ isOpen: true, changesAtMs: null });
    expect(openingOf({ ...OFFICE, week: [], exceptions: [] }, 0)).toEqual({
      isOpen: false,
      changesAtMs: null,
    });
  });

  test("spans that meet, also at midnight, are one", () => {
    const week = [
      { day: 3 as const, fromMin: 720, toMin: 1440 },
      { day: 4 as const, fromMin: 0, toMin: 60 },
      { day: 4 as const, fromMin: 60, toMin: 120 },
    ];
    const night = { timeZone: "UTC", week, exceptions: [] };
    expect(openingOf(night, at("2026-11-25T13:00:00Z"))).toEqual({
      isOpen: true,
      changesAtMs: at("2026-11-26T02:00:00Z"),
    });
  });

  test("the clock change: hours are those on the door; a minute that is skipped is the change itself", () => {
    // 29 March 2026, 2:00 becomes 3:00; 25 October 2026, 3:00 becomes 2:00. Both are Sundays.
    const sunday = {
      timeZone: "Europe/Berlin",
      week: [{ day: 7 as const, fromMin: 150, toMin: 600 }],
      exceptions: [],
    };
    expect(openingOf(sunday, at("2026-03-28T12:00:00Z")).changesAtMs).toBe(at("2026-03-29T01:00:00Z"));
    expect(openingOf(sunday, at("2026-03-29T02:00:00Z"))).toEqual({
      isOpen: true,
      changesAtMs: at("2026-03-29T08:00:00Z"),
    });
    const changes = openingOf(sunday, at("2026-10-24T12:00:00Z")).changesAtMs;
    expect(changes).toBe(at("2026-10-25T00:30:00Z"));
    expect(openingOf(sunday, at("2026-10-25T05:00:00Z")).changesAtMs).toBe(at("2026-10-25T09:00:00Z"));
  });

  test("time zones of half an hour, and the other side of the date line", () => {
    const inZone = (timeZone: string) => ({ ...OFFICE, timeZone });
    expect(openingOf(inZone("Asia/Kolkata"), at("2026-11-25T00:00:00Z")).changesAtMs).toBe(
      at("2026-11-25T02:30:00Z"),
    );
    expect(openingOf(inZone("Pacific/Auckland"), at("2026-11-22T12:00:00Z")).changesAtMs).toBe(
      at("2026-11-22T19:00:00Z"),
    );
  });
});
