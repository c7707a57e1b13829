/** What a site's clock on the wall says. Pure; the zones are those of `Intl`. */

export interface ClockFace {
  /** Since midnight, as the clock shows it. */
  readonly minuteOfDay: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOUR_MIN = 60;

/** Making a formatter costs more than all it is asked for here. Only zones that settings were saved with come in. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  } as const);
  formatters.set(timeZone, made);
  return made;
};

export const readClock = (timeZone: string, atMs: number): ClockFace => {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  return {
    minuteOfDay: Number(parts.get("hour")) * HOUR_MIN + Number(parts.get("minute")),
    weekday: WEEKDAYS.indexOf(parts.get("weekday") ?? "") + 1,
  };
};
