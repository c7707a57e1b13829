/**
 * Opening hours as a person reads them on the wall: open now or not, and until when by that place's clock. The hub opens
 * and closes queues by its own reckoning; this shows an administrator what the hours typed here would mean.
 */
import type { DaySpan, Hours } from "@lotse/protocol";
import { DAY_MIN, DAYS, type Day } from "../../ui/spans.ts";

/** A year of exceptions may lie ahead; nobody is told of an opening further away. */
const LOOK_AHEAD_DAYS = 60;

/** The date and minute on a wall clock. */
export interface WallTime {
  readonly date: string;
  readonly minute: number;
}

export interface Opening {
  readonly isOpen: boolean;
  readonly now: WallTime;
  /** When that ends; null = not within the days looked at. `minute` may be the end of its day. */
  readonly until: WallTime | null;
}

const nextDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const dayOf = (date: string): Day => DAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 1;

/** Null if nobody knows the time zone. */
export const wallTimeIn = (timeZone: string, atMs: number): WallTime | null => {
  try {
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      ...{ year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    });
    const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    return {
      date: `${part.year}-${part.month}-${part.day}`,
      minute: Number(part.hour) * 60 + Number(part.minute),
    };
  } catch {
    return null;
  }
};

/** In order; spans that touch are one. */
export const spansOn = ({ week, exceptions }: Hours, date: string): readonly DaySpan[] => {
  const exception = exceptions.find(each => each.date === date);
  const spans = exception?.spans ?? week.filter(({ day }) => day === dayOf(date));
  const joined: DaySpan[] = [];
  for (const { fromMin, toMin } of [...spans].sort((a, b) => a.fromMin - b.fromMin)) {
    const last = joined.at(-1);
    if (last === undefined || last.toMin < fromMin) joined.push({ fromMin, toMin });
    else joined[joined.length - 1] = { fromMin: last.fromMin, toMin: Math.max(last.toMin, toMin) };
  }
  return joined;
};

export const openingNow = (hours: Hours, nowMs: number): Opening | null => {
  const now = wallTimeIn(hours.timeZone, nowMs);
  if (now === null) return null;
  const isOpen = spansOn(hours, now.date).some(
    ({ fromMin, toMin }) => fromMin <= now.minute && now.minute < toMin,
  );
  for (let ahead = 0; ahead < LOOK_AHEAD_DAYS; ahead++) {
    const date = nextDate(now.date, ahead);
    const after = ahead === 0 ? now.minute : -1;
    const spans = spansOn(hours, date);
    const opens = spans.find(({ fromMin }) => fromMin > after)?.fromMin;
    if (!isOpen && opens !== undefined) return { isOpen, now, until: { date, minute: opens } };
    if (!isOpen) continue;
    const current = spans.find(({ fromMin, toMin }) =>
      ahead === 0 ? fromMin <= after && after < toMin : fromMin === 0,
    );
    if (current === undefined) return { isOpen, now, until: { date, minute: 0 } };
    if (current.toMin < DAY_MIN) return { isOpen, now, until: { date, minute: current.toMin } };
  }
  return { isOpen, now, until: null };
};
