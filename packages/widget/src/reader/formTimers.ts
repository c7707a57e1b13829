/**
 * How long each form was really looked at: time counts while the form is visible and the tab is active, and at no
 * other time. Pure bookkeeping; knows no document.
 */
import type { Clock } from "@lotse/protocol";
import { type Duration, elapsedMs, mapRecord } from "@lotse/radar";

/** More named forms on one visit is not browsing; the wire takes no more. */
const FORMS_MAX = 100;

export interface FormTimers {
  /** Both answer the names whose clock started or stopped. */
  setVisible(names: ReadonlySet<string>): readonly string[];
  setTabActive(active: boolean): readonly string[];
  /** Milliseconds so far, by name, to carry to the next page. */
  totals(): Record<string, number>;
  /** Other pages have counted on meanwhile. */
  goOn(totals: Readonly<Record<string, number>>): void;
}

/** `live` is changed in place: the facts of the radar, with what earlier pages carried here. */
export const createFormTimers = (
  clock: Clock,
  live: Record<string, Duration>,
  tabActive: boolean,
): FormTimers => {
  let visible: ReadonlySet<string> = new Set();
  const timeOf = (name: string): Duration =>
    (Object.hasOwn(live, name) && live[name]) || { accumulatedMs: 0, sinceMs: null };
  const settle = () => {
    const nowMs = clock.nowMs();
    return [...new Set([...Object.keys(live), ...visible])].filter(name => {
      const time = timeOf(name);
      const runs = tabActive && visible.has(name);
      const fits = Object.hasOwn(live, name) || Object.keys(live).length < FORMS_MAX;
      if (runs === (time.sinceMs !== null) || !fits) return false;
      live[name] = { accumulatedMs: elapsedMs(time, nowMs), sinceMs: runs ? nowMs : null };
      return true;
    });
  };
  return {
    setVisible: names => {
      visible = names;
      return settle();
    },
    setTabActive: active => {
      tabActive = active;
      return settle();
    },
    totals: () => mapRecord(live, time => elapsedMs(time, clock.nowMs())),
    goOn: totals => {
      const nowMs = clock.nowMs();
      for (const [name, accumulatedMs] of Object.entries(totals)) {
        const time = timeOf(name);
        if (elapsedMs(time, nowMs) < accumulatedMs)
          live[name] = { accumulatedMs, sinceMs: time.sinceMs === null ? null : nowMs };
      }
    },
  };
};
