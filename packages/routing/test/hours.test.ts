import type { Hours } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTimeZone, openingOf } from "../src/hours.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const at = (iso: string): number => Date.parse(iso);
const time = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());

const NINE_TO_FIVE: Hours = {
  timeZone: "Europe/Berlin",
  week: ([1, 2, 3, 4, 5] as const).map(day => ({ day, fromMin: 540, toMin: 1_020 })),
  exceptions: [],
};

/** Days on which the clocks change, and what is odd elsewhere: each is looked at two and a half days either way. */
const ODD_DAYS: readonly (readonly [timeZone: string, noon: string])[] = [
  ["Europe/Berlin", "2026-03-29T12:00Z"],
  ["Europe/Berlin", "2026-10-25T12:00Z"],
  ["America/New_York", "2026-03-08T12:00Z"],
  ["America/New_York", "2026-11-01T12:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T12:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T12:00Z"],
  ["Asia/Kathmandu", "2026-06-15T12:00Z"],
  ["Pacific/Apia", "2011-12-30T12:00Z"], // The day that Samoa left out.
  ["Africa/Casablanca", "2026-02-15T12:00Z"],
];
const WINDOW_MS = 5 * DAY_MS;

interface LocalMinute {
  readonly date: string;
  readonly day: number;
  readonly minute: number;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Every minute of the window as a person there reads it off the wall; told by fields, not by offsets. */
const readWall = (timeZone: string, fromMs: number): readonly LocalMinute[] => {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, hourCycle: "h23", weekday: "short", year: "numeric" },
    ...{ month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  return Array.from({ length: WINDOW_MS / MINUTE_MS }, (_, index) => {
    const fields = new Map(
      format.formatToParts(fromMs + index * MINUTE_MS).map(({ type, value }) => [type, value]),
    );
    return {
      date: `${fields.get("year")}-${fields.get("month")}-${fields.get("day")}`,
      day: DAYS.indexOf(fields.get("weekday") ?? "") + 1,
      minute: Number(fields.get("hour")) * 60 + Number(fields.get("minute")),
    };
  });
};

const walls = ODD_DAYS.map(([timeZone, noon]) => {
  const fromMs = at(noon) - WINDOW_MS / 2;
  return { timeZone, fromMs, minutes: readWall(timeZone, fromMs) };
});

const isOpenNaively = ({ week, exceptions }: Hours, { date, day, minute }: LocalMinute): boolean => {
  const special = exceptions.filter(exception => exception.date === date);
  const spans =
    special.length > 0 ? special.flatMap(({ spans }) => spans) : week.filter(span => span.day === day);
  return spans.some(({ fromMin, toMin }) => minute >= fromMin && minute < toMin);
};

/** Many edges near midnight and in the hours that clocks jump over. */
const minutes = fc.oneof(
  fc.constantFrom(0, 60, 90, 105, 110, 120, 135, 150, 180, 1_380, 1_440),
  fc.nat(1_440),
);
const span = fc.tuple(minutes, minutes).map(([one, other]) => ({
  fromMin: Math.min(one, other),
  toMin: Math.max(one, other),
}));

const cases = fc.constantFrom(...walls).chain(wall => {
  const dates = [...new Set(wall.minutes.map(({ date }) => date))];
  return fc.record({
    wall: fc.constant(wall),
    hours: fc.record({
      timeZone: fc.constant(wall.timeZone),
      week: fc.array(
        fc.record({ day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), span }).map(({ day, span }) => ({
          ...span,
          day: day as Hours["week"][number]["day"],
        })),
        { maxLength: 14 },
      ),
      exceptions: fc.array(
        fc.record({ date: fc.constantFrom(...dates), spans: fc.array(span, { maxLength: 2 }) }),
        { maxLength: 3 },
      ),
    }),
    start: fc.nat(WINDOW_MS / MINUTE_MS - 1),
    withinMs: fc.constantFrom(0, 0, 1, 30_000, 59_999),
  });
});

test("H1 H2: agrees with the wall clock read minute by minute, over every odd day", () => {
  let changes = 0;
  fc.assert(
    fc.property(cases, ({ wall, hours, start, withinMs }) => {
      const nowMs = wall.fromMs + start * MINUTE_MS + withinMs;
      const states = wall.minutes.slice(start).map(minute => isOpenNaively(hours, minute));
      const flip = states.findIndex(isOpen => isOpen !== states[0]);
      const { isOpen, changesAtMs } = openingOf(hours, nowMs);
      expect(isOpen).toBe(states[0]);
      if (flip === -1) {
        expect(changesAtMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(wall.fromMs + WINDOW_MS);
      } else {
        changes += 1;
        expect(time(changesAtMs)).toBe(time(wall.fromMs + (start + flip) * MINUTE_MS));
      }
    }),
    { numRuns: 1_000 },
  );
  expect(changes).toBeGreaterThan(300);
});

describe("by example", () => {
  const over = (timeZone: string, fromMin: number, toMin: number): Hours => ({
    timeZone,
    week: ([1, 2, 3, 4, 5, 6, 7] as const).map(day => ({ day, fromMin, toMin })),
    exceptions: [],
  });

  test("H1: nine to five, from Friday's closing to Monday's opening", () => {
    expect(openingOf(NINE_TO_FIVE, at("2026-11-27T15:59:59.999Z"))).toEqual({
      isOpen: true,
      changesAtMs: at("2026-11-27T16:00Z"),
    });
    expect(openingOf(NINE_TO_FIVE, at("2026-11-27T16:00Z"))).toEqual({
      isOpen: false,
      changesAtMs: at("2026-11-30T08:00Z"),
    });
  });

  test("H1: a span that the clocks jump into opens late, one within the gap never, one in the repeated hour twice", () => {
    const inGap = over("Europe/Berlin", 135, 165);
    expect(time(openingOf(inGap, at("2026-03-28T12:00Z")).changesAtMs)).toBe("2026-03-30T00:15:00.000Z");
    const intoGap = over("Europe/Berlin", 150, 240);
    expect(time(openingOf(intoGap, at("2026-03-29T00:00Z")).changesAtMs)).toBe("2026-03-29T01:00:00.000Z");
    const first = openingOf(inGap, at("2026-10-25T00:00Z"));
    expect(time(first.changesAtMs)).toBe("2026-10-25T00:15:00.000Z");
    expect(time(openingOf(inGap, at("2026-10-25T00:50Z")).changesAtMs)).toBe("2026-10-25T01:15:00.000Z");
    const whole = over("Europe/Berlin", 60, 180);
    expect(time(openingOf(whole, at("2026-10-25T00:00Z")).changesAtMs)).toBe("2026-10-25T02:00:00.000Z");
  });

  test("H2: a holiday is closed, a short day short; days not named go by the week", () => {
    const hours: Hours = {
      ...NINE_TO_FIVE,
      exceptions: [
        { date: "2026-12-24", spans: [{ fromMin: 540, toMin: 720 }] },
        { date: "2026-12-25", spans: [] },
      ],
    };
    expect(time(openingOf(hours, at("2026-12-24T10:00Z")).changesAtMs)).toBe("2026-12-24T11:00:00.000Z");
    expect(openingOf(hours, at("2026-12-24T11:00Z"))).toEqual({
      isOpen: false,
      changesAtMs: at("2026-12-28T08:00Z"),
    });
  });

  test("H3: midnight between two spans is no change; all week is always, nothing is never", () => {
    const always = over("America/New_York", 0, 1_440);
    expect(openingOf(always, at("2026-03-07T12:00Z"))).toEqual({ isOpen: true, changesAtMs: null });
    const closedOnce = { ...always, exceptions: [{ date: "2027-11-01", spans: [] }] };
    expect(time(openingOf(closedOnce, at("2026-11-02T12:00Z")).changesAtMs)).toBe("2027-11-01T04:00:00.000Z");
    expect(openingOf(closedOnce, at("2026-09-02T12:00Z")).changesAtMs).toBeNull();
    expect(openingOf({ ...always, week: [] }, at("2026-03-07T12:00Z"))).toEqual({
      isOpen: false,
      changesAtMs: null,
    });
    expect(openingOf(null, 0)).toEqual({ isOpen: true, changesAtMs: null });
  });

  test("H3: a zone that nobody knows is never open", () => {
    const hours = { ...NINE_TO_FIVE, timeZone: "Europe/Atlantis" };
    expect(openingOf(hours, at("2026-11-27T12:00Z"))).toEqual({ isOpen: false, changesAtMs: null });
    expect([isTimeZone("Europe/Atlantis"), isTimeZone("Europe/Berlin")]).toEqual([false, true]);
  });
});
