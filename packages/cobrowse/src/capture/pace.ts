/**
 * How the page can be followed at the moment: change by change or in pictures only, and whether the visitor has it before
 * their eyes. Told when it changes, and by each segment to which it applies. Knows no storms and no sockets.
 */
import { EVENT, type PaceEvent } from "../wire/events.ts";

export interface Pace {
  /** A segment begins at full pace and in view, for whoever reads it. */
  begin(): void;
  /** Tells what has changed since. */
  look(): void;
  close(): void;
}

export const createPace = (parts: {
  readonly document: Document;
  readonly isSlow: () => boolean;
  /** False before the first picture, which would put an end to whatever was told. */
  readonly isRecording: () => boolean;
  readonly tell: (event: PaceEvent) => void;
}): Pace => {
  const { document, isSlow, isRecording, tell } = parts;
  let told = { slow: false, away: false };
  const look = (): void => {
    if (!isRecording()) return;
    const now = { slow: isSlow(), away: document.hidden };
    if (now.slow === told.slow && now.away === told.away) return;
    told = now;
    tell({ type: EVENT.pace, timestamp: 0, data: now });
  };
  document.addEventListener("visibilitychange", look);
  return {
    begin: () => {
      told = { slow: false, away: false };
      look();
    },
    look,
    close: () => document.removeEventListener("visibilitychange", look),
  };
};
