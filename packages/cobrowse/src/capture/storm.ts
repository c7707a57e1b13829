/**
 * Keeps a page that changes faster than anybody could look from costing its visitor more than a share of the processor
 * and the line: over budget the single changes stay here and a fresh picture leaves now and then, until it is calm.
 * Masking goes on judging every change; only what leaves is less. Knows nothing of rrweb and of the wire.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";

/** What may leave for ever, and what may come at once on top of it. */
export const STORM_BUDGET = {
  nodes: { perS: 10_000, atOnce: 80_000 },
  chars: { perS: 1_000_000, atOnce: 12_000_000 },
  /** Own script time: masking, writing, compressing. */
  workMs: { perS: 250, atOnce: 1_500 },
} as const;
/** Below this part of the budget over a whole look it is calm. */
const CALM = 0.5;
const LOOK_MS = 1_000;
const PICTURE_FIRST_MS = 2_000;
const PICTURE_MAX_MS = 16_000;

type Measure = keyof typeof STORM_BUDGET;
const MEASURES = Object.keys(STORM_BUDGET) as readonly Measure[];

export interface StormParts {
  readonly clock: Clock;
  /** A fine clock for script time. */
  readonly workMs: () => number;
  /** A fresh segment. */
  readonly picture: () => void;
  /** Runs what happens later, so that its failure ends the capture. */
  readonly guarded: (action: () => void) => void;
}

export interface Storm {
  /** Runs the work on one event and counts what it takes. False: the event is to stay here. */
  meter(event: PageEvent, work: (isLeaving: boolean) => void): void;
  /** Only pictures leave now. */
  readonly raging: boolean;
  close(): void;
}

export const createStorm = ({ clock, workMs, picture, guarded }: StormParts): Storm => {
  const level = { nodes: 0, chars: 0, workMs: 0 };
  /** Since the last look, or picture. */
  const seen = { nodes: 0, chars: 0, workMs: 0 };
  let drainedAtMs = clock.nowMs();
  let raging = false;
  let nextPictureAtMs = 0;
  let intervalMs = PICTURE_FIRST_MS;
  let cancel: Unsubscribe = () => undefined;

  const count = (what: Measure, amount: number): void => {
    seen[what] += amount;
    level[what] += amount;
  };
  const drain = (): void => {
    const nowMs = clock.nowMs();
    // A clock that was set back gives nothing.
    const passedS = Math.max(0, nowMs - drainedAtMs) / 1_000;
    drainedAtMs = nowMs;
    for (const what of MEASURES) level[what] = Math.max(0, level[what] - STORM_BUDGET[what].perS * passedS);
  };
  const isOver = (): boolean => MEASURES.some(what => level[what] > STORM_BUDGET[what].atOnce);
  const isCalm = (): boolean => MEASURES.every(what => seen[what] < STORM_BUDGET[what].perS * CALM);

  const forget = (): void => {
    for (const what of MEASURES) seen[what] = 0;
  };
  const later = (): void => {
    cancel = clock.after(LOOK_MS, () => guarded(look));
  };
  const look = (): void => {
    const nowMs = clock.nowMs();
    if (isCalm()) {
      raging = false;
      for (const what of MEASURES) level[what] = 0;
      drainedAtMs = nowMs;
      picture();
      return;
    }
    forget();
    if (nowMs >= nextPictureAtMs) {
      const startedAt = workMs();
      picture();
      // A page so large that its picture takes long is pictured less often.
      intervalMs = Math.min(PICTURE_MAX_MS, Math.max(intervalMs * 2, (workMs() - startedAt) * 10));
      nextPictureAtMs = nowMs + intervalMs;
      forget();
    }
    later();
  };
  const begin = (): void => {
    raging = true;
    intervalMs = PICTURE_FIRST_MS;
    nextPictureAtMs = clock.nowMs() + intervalMs;
    forget();
    later();
  };

  return {
    meter: (event, work) => {
      const isLeaving = !raging || !isChange(event);
      const startedAt = workMs();
      work(isLeaving);
      if (!isChange(event)) return;
      drain();
      count("workMs", workMs() - startedAt);
      const weight = weigh(event);
      count("nodes", weight.nodes);
      count("chars", weight.chars);
      if (!raging && isOver()) begin();
    },
    get raging() {
      return raging;
    },
    close: () => cancel(),
  };
};

const CHANGES: ReadonlySet<number> = new Set([
  SOURCE.mutation,
  SOURCE.styleRule,
  SOURCE.styleDeclaration,
  SOURCE.adoptedSheet,
]);

/** What the visitor does is always told; what the page does to itself may wait. */
const isChange = (event: PageEvent): boolean =>
  event.type === EVENT.incremental && CHANGES.has(event.data.source);

const lengthOf = (value: unknown): number => (typeof value === "string" ? value.length : 8);

const weigh = (event: PageEvent): { readonly nodes: number; readonly chars: number } => {
  if (event.type !== EVENT.incremental) return { nodes: 0, chars: 0 };
  const { data } = event;
  if (data.source !== SOURCE.mutation) {
    const rules = data.source === SOURCE.styleRule ? (data.adds ?? []) : [];
    return { nodes: 1, chars: rules.reduce((sum, { rule }) => sum + rule.length, 100) };
  }
  let chars = 0;
  for (const { value } of data.texts) chars += 30 + lengthOf(value);
  for (const { attributes } of data.attributes) {
    for (const name in attributes) chars += 30 + lengthOf(attributes[name]);
  }
  for (const { node } of data.adds) {
    chars += 80;
    if ("textContent" in node) chars += node.textContent.length;
    if ("attributes" in node) for (const name in node.attributes) chars += lengthOf(node.attributes[name]);
  }
  return {
    nodes: data.adds.length + data.removes.length + data.texts.length + data.attributes.length,
    chars,
  };
};
