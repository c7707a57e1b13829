import type { Hours } from "@lotse/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, openingNow, spansOn, wallTimeIn } from "./opening.ts";

const BERLIN: Hours = {
  timeZone: "Europe/Berlin",
  week: [
    { day: 1, fromMin: 480, toMin: 1080 },
    { day: 2, fromMin: 480, toMin: 720 },
    { day: 2, fromMin: 780, toMin: 1440 },
    { day: 3, fromMin: 0, toMin: 60 },
  ],
  exceptions: [
    { date: "2026-12-21", spans: [] },
    { date: "2026-12-24", spans: [{ fromMin: 540, toMin: 720 }] },
  ],
};

const at = (iso: string) => openingNow(BERLIN, Date.parse(iso));

it("a date has its day of the week, 1 is Monday", () => {
  expect(["2026-11-23", "2026-11-29", "2024-02-29"].map(dayOf)).toEqual([1, 7, 4]);
});

describe("the wall clock of another place", () => {
  it("is ahead or behind, over midnight and over the change of the clocks", () => {
    const utc = Date.parse("2026-10-25T00:30:00Z");
    expect(wallTimeIn("Europe/Berlin", utc)).toEqual({ date: "2026-10-25", minute: 150 });
    expect(wallTimeIn("Europe/Berlin", utc + 3_600_000)).toEqual({ date: "2026-10-25", minute: 150 });
    expect(wallTimeIn("America/New_York", utc)).toEqual({ date: "2026-10-24", minute: 20 * 60 + 30 });
    expect(wallTimeIn("Pacific/Kiritimati", utc)).toEqual({ date: "2026-10-25", minute: 14 * 60 + 30 });
    expect(wallTimeIn("Mars/Olympus", utc)).toBeNull();
  });
});

describe("open now?", () => {
  it("until the end of the hours", () => {
    expect(at("2026-11-23T08:00:00Z")).toMatchObject({
      isOpen: true,
      until: { date: "2026-11-23", minute: 1080 },
    });
  });

  it("the last minute is open, the end is not", () => {
    expect(at("2026-11-23T16:59:00Z")?.isOpen).toBe(true);
    expect(at("2026-11-23T17:00:00Z")).toMatchObject({
      isOpen: false,
      until: { date: "2026-11-24", minute: 480 },
    });
  });

  it("hours that go on after midnight are one stretch", () => {
    expect(at("2026-11-24T13:00:00Z")).toMatchObject({
      isOpen: true,
      until: { date: "2026-11-25", minute: 60 },
    });
  });

  it("an exception counts instead of the week", () => {
    expect(at("2026-12-21T09:00:00Z")).toMatchObject({
      isOpen: false,
      until: { date: "2026-12-22", minute: 480 },
    });
    expect(at("2026-12-24T09:00:00Z")).toMatchObject({
      isOpen: true,
      until: { date: "2026-12-24", minute: 720 },
    });
  });

  it("hours that never change say so", () => {
    const always = {
      ...BERLIN,
      exceptions: [],
      week: ([1, 2, 3, 4, 5, 6, 7] as const).map(day => ({ day, fromMin: 0, toMin: 1440 })),
    };
    expect(openingNow(always, 0)).toMatchObject({ isOpen: true, until: null });
    expect(openingNow({ ...always, week: [] }, 0)).toMatchObject({ isOpen: false, until: null });
  });

  it("what it says holds, minute by minute, until the minute it names, in a zone without summer", () => {
    const spans = fc.record({
      fromMin: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 900 }),
    });
    const week = fc.array(fc.record({ day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), span: spans }), {
      maxLength: 8,
    });
    const start = Date.UTC(2026, 10, 23);
    fc.assert(
      fc.property(week, fc.integer({ min: 0, max: 7 * 1440 }), (parts, minute) => {
        const hours: Hours = {
          timeZone: "UTC",
          week: parts.map(({ day, span }) => ({
            day: day as 1,
            fromMin: span.fromMin,
            toMin: Math.min(1440, span.fromMin + span.length),
          })),
          exceptions: [],
        };
        const isOpenAt = (of: number) => {
          const date = new Date(start + of * 60_000).toISOString().slice(0, 10);
          return spansOn(hours, date).some(({ fromMin, toMin }) => fromMin <= of % 1440 && of % 1440 < toMin);
        };
        const opening = openingNow(hours, start + minute * 60_000);
        expect(opening?.isOpen).toBe(isOpenAt(minute));
        const until = opening?.until ?? null;
        const end =
          until === null ? minute + 8 * 1440 : (Date.parse(until.date) - start) / 60_000 + until.minute;
        for (let of = minute; of < end; of++)
          if (isOpenAt(of) !== opening?.isOpen) throw new Error(`at ${of}`);
        if (until !== null) expect(isOpenAt(end)).toBe(!opening?.isOpen);
      }),
    );
  });
});
