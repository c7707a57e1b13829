/**
 * How long each form was really looked at: time counts while the form is visible and the tab is active, and at no
 * other time. Pure bookkeeping; knows no document.
 */
import type { Clock } from "@lotse/protocol";
import { type Duration, elapsedMs } from "@lotse/radar";

/** More named forms on one visit is not browsing; the wire takes no more. */
const FORMS_MAX = 100;

export class FormTimers {
  /** Changed in place: the facts of the radar, with what earlier pages carried here. */
  readonly live: Record<string, Duration>;
  readonly #clock: Clock;
  #visible: ReadonlySet<string> = new Set();
  #tabActive: boolean;

  constructor(clock: Clock, live: Record<string, Duration>, tabActive: boolean) {
    this.#clock = clock;
    this.live = live;
    this.#tabActive = tabActive;
  }

  /** Both answer the names whose clock started or stopped. */
  setVisible(names: ReadonlySet<string>): readonly string[] {
    this.#visible = names;
    return this.#settle();
  }

  setTabActive(active: boolean): readonly string[] {
    this.#tabActive = active;
    return this.#settle();
  }

  /** Milliseconds so far, by name, to carry to the next page. */
  totals(): Record<string, number> {
    const nowMs = this.#clock.nowMs();
    return Object.fromEntries(
      Object.entries(this.live).map(([name, time]) => [name, elapsedMs(time, nowMs)]),
    );
  }

  /** Other pages have counted on meanwhile. */
  goOn(totals: Readonly<Record<string, number>>): void {
    const nowMs = this.#clock.nowMs();
    const known = new Map(Object.entries(this.live));
    for (const [name, accumulatedMs] of Object.entries(totals)) {
      const time = known.get(name) ?? { accumulatedMs: 0, sinceMs: null };
      if (elapsedMs(time, nowMs) < accumulatedMs)
        this.live[name] = { accumulatedMs, sinceMs: time.sinceMs === null ? null : nowMs };
    }
  }

  #settle(): readonly string[] {
    const nowMs = this.#clock.nowMs();
    const known = new Map(Object.entries(this.live));
    return [...new Set([...known.keys(), ...this.#visible])].filter(name => {
      const time = known.get(name) ?? { accumulatedMs: 0, sinceMs: null };
      const runs = this.#tabActive && this.#visible.has(name);
      if (runs === (time.sinceMs !== null)) return false;
      if (!known.has(name) && known.size >= FORMS_MAX) return false;
      known.set(name, time);
      this.live[name] = { accumulatedMs: elapsedMs(time, nowMs), sinceMs: runs ? nowMs : null };
      return true;
    });
  }
}
