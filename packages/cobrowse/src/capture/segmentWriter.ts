/**
 * Decides when frames are made: what the visitor types or clicks leaves at once, anything else at the end of the turn,
 * unless a frame was made a moment ago; then it waits a few milliseconds for what follows it. Hands out segment numbers
 * counting on from the hub's. Knows nothing of what events mean beyond that.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";
import { SegmentEncoder } from "./SegmentEncoder.ts";
import type { CapturedFrame } from "./types.ts";

const BATCH_MS = 8;

export interface SegmentWriter {
  write(event: PageEvent): void;
  /** What was written before belongs to the old segment and is sent with it. */
  nextSegment(): void;
  /** Synchronous; what was not yet flushed is discarded. */
  close(): void;
}

export interface SegmentWriterOptions {
  readonly clock: Clock;
  readonly firstSegment: number;
  readonly onFrame: (frame: CapturedFrame) => void;
  /** Runs what happens later, so that its failure ends the capture. */
  readonly guarded: (action: () => void) => void;
  /** Runs soon, at the end of the turn. */
  readonly soon: (fn: () => void) => void;
}

const urgent = (event: PageEvent): boolean =>
  event.type === EVENT.incremental &&
  (event.data.source === SOURCE.input || event.data.source === SOURCE.mouseInteraction);

export const createSegmentWriter = (options: SegmentWriterOptions): SegmentWriter => {
  const { clock } = options;
  let segment = options.firstSegment;
  let encoder = new SegmentEncoder(segment, options.onFrame);
  let cancel: Unsubscribe | null = null;
  let flushedAtMs = Number.NEGATIVE_INFINITY;

  const flush = (): void => {
    cancel?.();
    cancel = null;
    if (!encoder.pending) return;
    flushedAtMs = clock.nowMs();
    encoder.flush();
  };
  const atTurnsEnd = (): Unsubscribe => {
    let cancelled = false;
    options.soon(() => {
      if (!cancelled) options.guarded(flush);
    });
    return () => {
      cancelled = true;
    };
  };
  /** A clock that was set back must not make it wait longer than a batch. */
  const planned = (): Unsubscribe => {
    const sinceMs = clock.nowMs() - flushedAtMs;
    if (sinceMs >= BATCH_MS) return atTurnsEnd();
    return clock.after(BATCH_MS - Math.max(0, sinceMs), () => options.guarded(flush));
  };
  return {
    write: event => {
      encoder.add(event);
      if (urgent(event)) flush();
      else cancel ??= planned();
    },
    nextSegment: () => {
      flush();
      segment += 1;
      encoder = new SegmentEncoder(segment, options.onFrame);
    },
    close: () => {
      cancel?.();
      cancel = null;
    },
  };
};
