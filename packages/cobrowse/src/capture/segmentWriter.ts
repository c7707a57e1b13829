/**
 * Decides when frames are made: what the visitor types or clicks leaves at once, everything else within a few
 * milliseconds, together. Hands out segment numbers counting on from the hub's. Knows nothing of what events mean
 * beyond that.
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
}

const urgent = (event: PageEvent): boolean =>
  event.type === EVENT.incremental &&
  (event.data.source === SOURCE.input || event.data.source === SOURCE.mouseInteraction);

export const createSegmentWriter = (options: SegmentWriterOptions): SegmentWriter => {
  let segment = options.firstSegment;
  let encoder = new SegmentEncoder(segment, options.onFrame);
  let cancel: Unsubscribe | null = null;

  const flush = (): void => {
    cancel?.();
    cancel = null;
    encoder.flush();
  };
  return {
    write: event => {
      encoder.add(event);
      if (urgent(event)) flush();
      else cancel ??= options.clock.after(BATCH_MS, () => options.guarded(flush));
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
