/**
 * When to talk to the hub: at the start, on every page, when a rule is not definitely false, and when the hub has asked
 * to hear that the page is still in view; never from a hidden tab, never twice at once, never about a rule the hub wants
 * to rest. Sets one timer, for the next moment at which something can change, and polls nothing. Knows no document and
 * no fetch.
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
/** "Not again on this visit", in a form that JSON keeps: some thirty thousand years. */
const FOREVER_MS = 1e15;

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

export interface Asker {
  /** Facts changed (all of them if no keys are named); with none, only time has passed. */
  changed(keys?: Iterable<FactKey>): void;
  /** A page is shown: the hub hears of it even if no rule asks. */
  page(): void;
  close(): void;
}

export const createAsker = (options: AskerOptions): Asker => {
  const { clock, rules, facts, visit, isAwake, isWanted, send, onAnswer } = options;
  let progress: "idle" | "sending" | "closed" = "idle";
  /** When the hub is to hear of the page even if no rule asks: at once, or when its last word has grown old. */
  let tellAtMs = FOREVER_MS;
  /** The hub did not answer: nothing is said before. */
  let restUntilMs = 0;
  let failures = 0;
  let cancel: Unsubscribe = () => {};

  const changed = (keys?: Iterable<FactKey>) => {
    rules.update(facts, clock.nowMs(), keys);
    next();
  };

  const next = () => {
    cancel();
    const wanted = isWanted();
    if (progress !== "idle" || !(wanted || isAwake())) return;
    const nowMs = clock.nowMs();
    const { quietUntilMs, inContact } = visit.get();
    const until = (id: RuleId) => quietUntilMs[id] ?? 0;
    const asking = inContact ? [] : rules.asks();
    const dueAtMs = Math.max(wanted ? 0 : Math.min(tellAtMs, ...asking.map(until)), restUntilMs);
    if (dueAtMs <= nowMs) {
      void ask(asking.filter(id => until(id) <= nowMs).slice(0, ASKS_MAX));
      return;
    }
    const atMs = Math.min(dueAtMs, rules.recheckAtMs() ?? FOREVER_MS);
    // With nothing to come it is as far as the clock goes, weeks from now, and finds nothing to do.
    cancel = clock.after(atMs - nowMs, () => changed([]));
  };

  const ask = async (asks: Beacon["asks"]) => {
    progress = "sending";
    tellAtMs = FOREVER_MS;
    try {
      const result = await send(asks);
      if ((progress as string) === "closed") return;
      if (result.ok) heed(asks, result.value);
      else rest(result.error.retryAfterMs);
    } catch {
      // An answer that is none, or functions that the page has broken.
      rest();
    }
    // What heeds the answer may be the end of this one.
    if (progress === "sending") progress = "idle";
    guard(next)();
  };

  const heed = (asks: Beacon["asks"], answer: BeaconAnswer) => {
    const nowMs = clock.nowMs();
    const quietUntilMs: Record<RuleId, number> = { ...visit.get().quietUntilMs };
    for (const id of asks) quietUntilMs[id] = nowMs + UNANSWERED_REST_MS;
    for (const decision of answer.decisions) {
      // An offer's end is in the hub's time, which may not be ours: it rests like a rule without an answer.
      if (decision.outcome === "offer") continue;
      quietUntilMs[decision.ruleId] = nowMs + (decision.retryAfterMs ?? FOREVER_MS);
    }
    failures = 0;
    // Not later than another page that came meanwhile.
    tellAtMs = Math.min(tellAtMs, nowMs + (answer.pulseMs ?? FOREVER_MS));
    visit.set({ quietUntilMs });
    onAnswer(answer);
  };

  const rest = (retryAfterMs?: number) => {
    tellAtMs = 0;
    restUntilMs =
      clock.nowMs() + (retryAfterMs ?? Math.min(FAILED_REST_MAX_MS, FAILED_REST_MS * 2 ** failures++));
  };

  return {
    changed,
    page: () => {
      tellAtMs = 0;
      changed();
    },
    close: () => {
      progress = "closed";
      cancel();
    },
  };
};
