/**
 * How long each form was really looked at: time counts while the form is visible and the tab is active, and at no
 * other time. Pure bookkeeping; knows no document.
 */
import type { Clock } from "@lotse/protocol";
import type { Duration } from "@lotse/radar";

/** More named forms on one visit is not browsing; the wire takes no more. */
const FORMS_MAX = 100;

export interface FormTimers {
  /** Kept alive and changed in place: the facts of the radar. */
  readonly live: Record<string, Duration>;
  /** Both answer the names whose clock started or stopped. */
  setVisible(names: ReadonlySet<string>): readonly string[];
  setTabActive(active: boolean): readonly string[];
  /** Milliseconds so far, by name, to carry to the next page. */
  totals(): Record<string, number>;
}

export const createFormTimers = (options: {
  readonly clock: Clock;
  readonly carried: Readonly<Record<string, number>>;
  readonly tabActive: boolean;
}): FormTimers => {
  const { clock } = options;
  const live: Record<string, Duration> = {};
  for (const [name, ms] of Object.entries(options.carried)) live[name] = { accumulatedMs: ms, sinceMs: null };
  let visible: ReadonlySet<string> = new Set();
  let tabActive = options.tabActive;

  const total = ({ accumulatedMs, sinceMs }: Duration) =>
    accumulatedMs + (sinceMs === null ? 0 : Math.max(0, clock.nowMs() - sinceMs));

  const settle = () => {
    const changed: string[] = [];
    for (const name of new Set([...Object.keys(live), ...visible])) {
      const known = Object.hasOwn(live, name) ? live[name] : undefined;
      const runs = tabActive && visible.has(name);
      if (runs === ((known?.sinceMs ?? null) !== null)) continue;
      if (known === undefined && Object.keys(live).length >= FORMS_MAX) continue;
      live[name] = { accumulatedMs: known ? total(known) : 0, sinceMs: runs ? clock.nowMs() : null };
      changed.push(name);
    }
    return changed;
  };

  return {
    live,
    setVisible: names => {
      visible = names;
      return settle();
    },
    setTabActive: active => {
      tabActive = active;
      return settle();
    },
    totals: () => Object.fromEntries(Object.entries(live).map(([name, time]) => [name, total(time)])),
  };
};
