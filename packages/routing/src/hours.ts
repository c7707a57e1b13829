/**
 * Business hours: whether a queue is open now, and when that changes. Open is what the wall clock of its time zone
 * says: a minute that daylight saving skips is never open, one that comes twice is open twice. Pure; the zones are
 * those of `Intl`. Knows no clock, no queue and no text: "we open again on Monday at 9" is said elsewhere, from
 * `changesAtMs`.
 */
import type { Hours } from "@lotse/protocol";

export interface Opening {
  readonly isOpen: boolean;
  /** When it next closes or opens; null: not within 400 days, or never. */
  readonly changesAtMs: number | null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MIN = 1_440;
const DAY_MS = DAY_MIN * MINUTE_MS;
const HORIZON_MS = 400 * DAY_MS;
/** Day 0 of the epoch was a Thursday; counted from Monday that is 3. */
const EPOCH_WEEKDAY = 3;

/** "1/1/1970, GMT+05:45"; old local times had seconds, too. */
const OFFSET = /GMT([+-])(\d+):(\d+)(?::(\d+))?$/;

const formatterOf = (timeZone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
};

/** Making a formatter costs more than all it is asked for here. Holds known zones only, so it stays small. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const zoneOf = (timeZone: string): Intl.DateTimeFormat | null => {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = formatterOf(timeZone);
  if (made !== null) formatters.set(timeZone, made);
  return made;
};

export const isTimeZone = (timeZone: string): boolean => zoneOf(timeZone) !== null;

/** What the zone's clock is ahead of UTC at that time. */
const offsetAt = (zone: Intl.DateTimeFormat, atMs: number): number => {
  const [, sign, hours, minutes, seconds = 0] = OFFSET.exec(zone.format(atMs)) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === "-" ? -size : size;
};

/** The first time after `fromMs` at which the zone's offset is no longer what it was; it has changed by `toMs`. */
const offsetChange = (zone: Intl.DateTimeFormat, fromMs: number, toMs: number): number => {
  const before = offsetAt(zone, fromMs);
  let [same, changed] = [Math.floor(fromMs / SECOND_MS), Math.ceil(toMs / SECOND_MS)];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(zone, middle * SECOND_MS) === before) same = middle;
    else changed = middle;
  }
  return changed * SECOND_MS;
};

/** The spans of a local day, counted from the epoch. All exceptions of a date together replace its weekday. */
const spansOn = ({ week, exceptions }: Hours, day: number): Hours["exceptions"][number]["spans"] => {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const special = exceptions.filter(exception => exception.date === date);
  if (special.length > 0) return special.flatMap(exception => exception.spans);
  const weekday = ((((day + EPOCH_WEEKDAY) % 7) + 7) % 7) + 1;
  return week.filter(span => span.day === weekday);
};

/** At a local time (as if it were UTC): open or not, and the next local time at which that may be otherwise. */
const readClock = (hours: Hours, localMs: number): { readonly isOpen: boolean; readonly untilMs: number } => {
  const day = Math.floor(localMs / DAY_MS);
  const minute = (localMs - day * DAY_MS) / MINUTE_MS;
  const spans = spansOn(hours, day);
  const edges = spans.flatMap(({ fromMin, toMin }) => [fromMin, toMin]).filter(edge => edge > minute);
  return {
    isOpen: spans.some(({ fromMin, toMin }) => fromMin <= minute && minute < toMin),
    untilMs: day * DAY_MS + Math.min(DAY_MIN, ...edges) * MINUTE_MS,
  };
};

/** No hours are always open; hours in a zone nobody knows never are, as `contradictionsOf` says. */
export const openingOf = (hours: Hours | null, nowMs: number): Opening => {
  if (hours === null) return { isOpen: true, changesAtMs: null };
  const zone = zoneOf(hours.timeZone);
  if (zone === null) return { isOpen: false, changesAtMs: null };
  let atMs = nowMs;
  let offsetMs = offsetAt(zone, atMs);
  const { isOpen } = readClock(hours, atMs + offsetMs);
  while (atMs < nowMs + HORIZON_MS) {
    const local = readClock(hours, atMs + offsetMs);
    if (local.isOpen !== isOpen) return { isOpen, changesAtMs: atMs };
    // At most a day ahead, so that no two changes of the offset can hide each other.
    const nextMs = local.untilMs - offsetMs;
    const nextOffsetMs = offsetAt(zone, nextMs);
    atMs = nextOffsetMs === offsetMs ? nextMs : offsetChange(zone, atMs, nextMs);
    offsetMs = nextOffsetMs;
  }
  return { isOpen, changesAtMs: null };
};
