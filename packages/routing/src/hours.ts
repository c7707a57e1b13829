/**
 * Business hours: whether it is open now, and when that changes next. Local days are those of the time zone, so that a day
 * of the clock change is 23 or 25 hours long and its hours are still those on the door.
 */
import type { DaySpan, Hours } from "@lotse/protocol";

export interface Opening {
  readonly isOpen: boolean;
  /** Null: never within a year. */
  readonly changesAtMs: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS_AHEAD = 370;

interface LocalTime {
  /** Midnight of the local day as if it were UTC: a name for the day, not a moment. */
  readonly dayMs: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const parts = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  } as const;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...parts });
  formats.set(timeZone, format);
  return format;
};

const localOf = (timeZone: string, atMs: number): LocalTime => {
  const part = new Map(
    formatFor(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  return { dayMs: Date.UTC(of("year"), of("month") - 1, of("day")), minute: of("hour") * 60 + of("minute") };
};

/** The moment at which local clocks show that minute; of a minute that the clock change skips, the change itself. */
const momentOf = (timeZone: string, dayMs: number, minute: number): number => {
  const wantedMs = dayMs + minute * MINUTE_MS;
  const offsetAt = (atMs: number) => {
    const local = localOf(timeZone, atMs);
    return local.dayMs + local.minute * MINUTE_MS - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  };
  const [before, after] = [offsetAt(wantedMs - DAY_MS), offsetAt(wantedMs + DAY_MS)];
  const shows = (atMs: number) => atMs + offsetAt(atMs) === wantedMs;
  const moment = [wantedMs - before, wantedMs - after].find(shows);
  if (moment !== undefined) return moment;
  // Skipped: the first moment at which clocks show something later
  let [low, high] = [Math.min(wantedMs - before, wantedMs - after) - DAY_MS / 24, wantedMs - before];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (middle + offsetAt(middle) >= wantedMs) high = middle;
    else low = middle;
  }
  return high;
};

const spansOf = ({ week, exceptions }: Hours, dayMs: number): readonly DaySpan[] => {
  const date = new Date(dayMs).toISOString().slice(0, 10);
  const exception = exceptions.find(each => each.date === date);
  if (exception !== undefined) return exception.spans;
  // Sunday is 0 for JavaScript, and 7 on the door
  const day = new Date(dayMs).getUTCDay() || 7;
  return week.filter(span => span.day === day);
};

const isOpenAt = (hours: Hours, atMs: number): boolean => {
  const { dayMs, minute } = localOf(hours.timeZone, atMs);
  return spansOf(hours, dayMs).some(({ fromMin, toMin }) => fromMin <= minute && minute < toMin);
};

/** Whenever something could change on that local day, in order. */
const edgesOf = (hours: Hours, dayMs: number): readonly number[] =>
  spansOf(hours, dayMs)
    .flatMap(({ fromMin, toMin }) => [fromMin, toMin])
    .map(minute => momentOf(hours.timeZone, dayMs, minute))
    .sort((a, b) => a - b);

export const openingOf = (hours: Hours | null, nowMs: number): Opening => {
  if (hours === null) return { isOpen: true, changesAtMs: null };
  const isOpen = isOpenAt(hours, nowMs);
  const { dayMs: today } = localOf(hours.timeZone, nowMs);
  for (let day = 0; day <= DAYS_AHEAD; day += 1) {
    const edge = edgesOf(hours, today + day * DAY_MS).find(
      atMs => atMs > nowMs && isOpenAt(hours, atMs) !== isOpen,
    );
    if (edge !== undefined) return { isOpen, changesAtMs: edge };
  }
  return { isOpen, changesAtMs: null };
};
