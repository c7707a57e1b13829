/**
 * When to talk to the hub: at the start, on every page, and when a rule is not definitely false; never from a hidden
 * tab, never twice at once, never about a rule the hub wants to rest. Sets one timer, for the next moment at which
 * something can change, and polls nothing. Knows no document and no fetch.
 */
import type { Beacon, BeaconAnswer, Clock, Result, RuleId, Unsubscribe } from "@lotse/protocol";
import type { FactKey, FactSource, RuleSet } from "@lotse/radar";
import { guard } from "../shared/guard.ts";
import type { VisitStore } from "../shared/visit.ts";

const FAILED_REST_MS = 30_000;
const FAILED_REST_MAX_MS = 600_000;
/** The hub said nothing about a rule it was asked about. */
const UNANSWERED_REST_MS = 60_000;
const ASKS_MAX = 20;
/** "Not again on this visit", in a form that JSON keeps. */
const FOREVER_MS = Number.MAX_SAFE_INTEGER;

export interface AskerOptions {
  readonly clock: Clock;
  readonly rules: RuleSet;
  readonly facts: FactSource;
  /** Remembers which rules rest, and until when; its `inContact` means a person is helping already. */
  readonly visit: VisitStore;
  /** False in a hidden tab, and without consent to facts. */
  readonly isAwake: () => boolean;
  /** The visitor wants contact, and the hub does not know the visit: it hears of it at once. */
  readonly isWanted: () => boolean;
  readonly send: (asks: Beacon["asks"]) => Promise<Result<BeaconAnswer>>;
  readonly onAnswer: (answer: BeaconAnswer) => void;
}

type Progress = "idle" | "sending" | "resting" | "closed";

export class Asker {
  readonly #options: AskerOptions;
  #progress: Progress = "idle";
  /** A page is shown that the hub has not heard of. */
  #pageUntold = false;
  #failures = 0;
  #cancel: Unsubscribe = () => {};

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  /** Facts changed (all of them if no keys are named); with none, only time has passed. */
  changed(keys?: Iterable<FactKey>): void {
    const { rules, facts, clock } = this.#options;
    rules.update(facts, clock.nowMs(), keys);
    this.#next();
  }

  /** A page is shown: the hub hears of it even if no rule asks. */
  page(): void {
    this.#pageUntold = true;
    this.changed();
  }

  close(): void {
    this.#progress = "closed";
    this.#cancel();
  }

  #next(): void {
    const { clock, rules, isAwake, visit, isWanted } = this.#options;
    this.#cancel();
    const wanted = isWanted();
    if (this.#progress === "closed" || this.#progress === "sending" || !(wanted || isAwake())) return;
    const nowMs = clock.nowMs();
    const { quietUntilMs, inContact } = visit.get();
    const until = (id: RuleId) => quietUntilMs[id] ?? 0;
    const asking = inContact ? [] : rules.asks();
    const ripe = asking.filter(id => until(id) <= nowMs).slice(0, ASKS_MAX);
    if (this.#progress === "idle" && (wanted || this.#pageUntold || ripe.length > 0)) {
      void this.#ask(ripe);
      return;
    }
    const later = asking.map(until).filter(untilMs => untilMs > nowMs);
    const soonest = Math.min(rules.recheckAtMs() ?? FOREVER_MS, ...later);
    if (soonest < FOREVER_MS) this.#cancel = clock.after(soonest - nowMs, () => this.changed([]));
  }

  async #ask(asks: Beacon["asks"]): Promise<void> {
    this.#progress = "sending";
    this.#pageUntold = false;
    try {
      const result = await this.#options.send(asks);
      if (this.#progress !== "sending") return;
      this.#progress = "idle";
      if (result.ok) this.#heed(asks, result.value);
      else this.#rest(result.error.retryAfterMs);
    } catch {
      // An answer that is none, or functions that the page has broken.
      this.#rest(undefined);
    }
    guard(() => this.#next())();
  }

  #heed(asks: Beacon["asks"], answer: BeaconAnswer): void {
    const { clock, visit, onAnswer } = this.#options;
    const nowMs = clock.nowMs();
    const quietUntilMs: Record<RuleId, number> = { ...visit.get().quietUntilMs };
    for (const id of asks) quietUntilMs[id] = nowMs + UNANSWERED_REST_MS;
    for (const decision of answer.decisions) {
      // An offer's end is in the hub's time, which may not be ours: it rests like a rule without an answer.
      if (decision.outcome === "offer") continue;
      quietUntilMs[decision.ruleId] = nowMs + (decision.retryAfterMs ?? FOREVER_MS - nowMs);
    }
    this.#failures = 0;
    visit.set({ quietUntilMs });
    onAnswer(answer);
  }

  #rest(retryAfterMs: number | undefined): void {
    if (this.#progress === "closed") return;
    this.#progress = "resting";
    this.#pageUntold = true;
    const restMs = retryAfterMs ?? Math.min(FAILED_REST_MAX_MS, FAILED_REST_MS * 2 ** this.#failures++);
    this.#options.clock.after(restMs, () => {
      if (this.#progress !== "resting") return;
      this.#progress = "idle";
      this.#next();
    });
  }
}
