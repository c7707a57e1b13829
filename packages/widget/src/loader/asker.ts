/**
 * When to talk to the hub: at the start, on every page, and when a rule is not definitely false; never from a hidden
 * tab, never twice at once, never about a rule the hub wants to rest. Sets one timer, for the next moment at which
 * something can change, and polls nothing. Knows no document and no fetch.
 */
import type { Beacon, BeaconAnswer, Clock, Result, RuleId, Unsubscribe } from "@lotse/protocol";
import type { FactKey, FactSource, RuleSet } from "@lotse/radar";

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
  /** Rules that rest, until when; shared with the visit's memory. */
  readonly quiet: {
    get(): Readonly<Record<RuleId, number>>;
    set(quiet: Readonly<Record<RuleId, number>>): void;
  };
  /** False in a hidden tab. */
  readonly isAwake: () => boolean;
  /** False while in contact: a person is helping already. */
  readonly mayAsk: () => boolean;
  readonly send: (asks: Beacon["asks"]) => Promise<Result<BeaconAnswer>>;
  readonly onAnswer: (answer: BeaconAnswer) => void;
}

export interface Asker {
  /** Facts changed (all of them if no keys are named). */
  changed(keys?: Iterable<FactKey>): void;
  /** A page is shown: the hub hears of it even if no rule asks. */
  page(): void;
  /** The tab came to the front, or contact began or ended. */
  wake(): void;
  close(): void;
}

/** `again`: the page changed while a beacon was under way. */
type Progress = "idle" | "sending" | "again" | "resting" | "closed";

export const createAsker = (options: AskerOptions): Asker => {
  const { clock, rules, facts, quiet } = options;
  let progress: Progress = "idle";
  let pageUntold = false;
  let failures = 0;
  let cancel: Unsubscribe = () => {};

  const quietUntil = (id: RuleId) => quiet.get()[id] ?? 0;
  const ripe = (nowMs: number) =>
    options.mayAsk()
      ? rules
          .asks()
          .filter(id => quietUntil(id) <= nowMs)
          .slice(0, ASKS_MAX)
      : [];

  const evaluate = (changed?: Iterable<FactKey>) => {
    rules.update(facts, clock.nowMs(), changed);
    next();
  };

  const next = () => {
    if (progress !== "idle" && progress !== "resting") return;
    cancel();
    if (!options.isAwake()) return;
    const nowMs = clock.nowMs();
    const asks = ripe(nowMs);
    if (progress === "idle" && (pageUntold || asks.length > 0)) {
      void ask(asks);
      return;
    }
    const waits = options.mayAsk() ? rules.asks().map(quietUntil) : [];
    const soonest = Math.min(rules.recheckAtMs() ?? FOREVER_MS, ...waits.filter(untilMs => untilMs > nowMs));
    if (soonest < FOREVER_MS) cancel = clock.after(soonest - nowMs, () => evaluate([]));
  };

  const rest = (retryAfterMs: number | undefined) => {
    progress = "resting";
    const restMs = retryAfterMs ?? Math.min(FAILED_REST_MAX_MS, FAILED_REST_MS * 2 ** failures++);
    clock.after(restMs, () => {
      if (progress !== "resting") return;
      progress = "idle";
      next();
    });
  };

  const heed = (asks: Beacon["asks"], answer: BeaconAnswer) => {
    const nowMs = clock.nowMs();
    const until: Record<RuleId, number> = { ...quiet.get() };
    for (const id of asks) until[id] = nowMs + UNANSWERED_REST_MS;
    for (const decision of answer.decisions) {
      // An offer's end is in the hub's time, which may not be ours: it rests like a rule without an answer.
      if (decision.outcome === "suppressed")
        until[decision.ruleId] = decision.retryAfterMs === null ? FOREVER_MS : nowMs + decision.retryAfterMs;
    }
    quiet.set(until);
    options.onAnswer(answer);
  };

  const ask = async (asks: Beacon["asks"]) => {
    progress = "sending";
    pageUntold = false;
    const result = await options.send(asks);
    // The page may have been closed, or have changed, meanwhile.
    const now = progress as Progress;
    if (now === "closed") return;
    progress = "idle";
    if (now === "again") pageUntold = true;
    if (result.ok) {
      failures = 0;
      heed(asks, result.value);
    } else {
      pageUntold = true;
      rest(result.error.retryAfterMs);
    }
    next();
  };

  return {
    changed: evaluate,
    page: () => {
      if (progress === "sending") progress = "again";
      else pageUntold = true;
      evaluate();
    },
    wake: () => evaluate([]),
    close: () => {
      progress = "closed";
      cancel();
    },
  };
};
