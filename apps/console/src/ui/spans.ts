/** Hours of days and weeks as people write them. Knows no plan and no rule. */
import type { DaySpan, Hours } from "@lotse/protocol";
import type { I18n } from "../i18n/i18n.ts";

export type Day = Hours["week"][number]["day"];
export const DAYS: readonly Day[] = [1, 2, 3, 4, 5, 6, 7];
export const DAY_MIN = 1_440;

/** `14:05` of a minute of the day. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Of `14:05`; null for what is no time. */
export const minuteOf = (clock: string): number | null => {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
};

export const spanText = ({ fromMin, toMin }: { readonly fromMin: number; readonly toMin: number }): string =>
  fromMin === 0 && toMin === DAY_MIN ? "0–24" : `${clockText(fromMin)}–${clockText(toMin)}`;

const DAYS_JOINED = "–";

/** `Mon–Fri`: days in a row that are alike. */
const daysText = (days: readonly Day[], { weekday }: I18n): string => {
  const short = (day: Day) => weekday(day).slice(0, 2);
  const runs = days.reduce<Day[][]>((all, day) => {
    const run = all.at(-1);
    if (run?.at(-1) === day - 1) run?.push(day);
    else all.push([day]);
    return all;
  }, []);
  return runs
    .map(run => {
      const [first, last] = [run[0] ?? 1, run.at(-1) ?? 1];
      if (first === last) return short(first);
      return `${short(first)}${last === first + 1 ? ", " : DAYS_JOINED}${short(last)}`;
    })
    .join(", ");
};

/** `Mo–Fr 08:00–18:00; Sa 09:00–12:00`; empty where there are no hours. */
export const weekText = (week: readonly (DaySpan & { readonly day: Day })[], i18n: I18n): string => {
  const byHours = new Map<string, Day[]>();
  for (const day of DAYS) {
    const spans = week.filter(span => span.day === day).sort((a, b) => a.fromMin - b.fromMin);
    const text = spans.map(spanText).join(", ");
    if (text !== "") byHours.set(text, [...(byHours.get(text) ?? []), day]);
  }
  return [...byHours].map(([text, days]) => `${daysText(days, i18n)} ${text}`).join("; ");
};
