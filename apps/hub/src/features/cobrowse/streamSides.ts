/** The ends of a stream as the relay talks to them, and they to it. Types only. */
import type { Marked, SiteId, StreamEvents } from "@lotse/protocol";

/** Where a page stands. Of the last one of a session it is remembered: what it sent may be held. */
export interface SourcePlace {
  readonly siteId: SiteId;
  /** Undefined: no browser, and so nothing to be known. */
  readonly origin: string | undefined;
}

/** The visitor's page, as the relay talks to it. */
export interface SourceSide {
  readonly place: SourcePlace;
  /** What it sends counts from this segment on. Said again when all that it sent before counts no more. */
  opened(nextSegment: number, pointing: boolean): void;
  marked(marked: Marked): void;
  acked(upTo: StreamEvents["stream:acked"]): void;
  snapshotWanted(): void;
  ended(): void;
  /** Another page of the visitor's has taken over: this one is to fall silent. */
  replaced(): void;
}

export interface SourceHandle {
  /** One packet as it came. Malformed ones are dropped. */
  receive(bytes: Uint8Array): void;
  /** Whether marks are shown on the page. */
  allowPointing(allowed: boolean): void;
  close(): void;
}

/** `away`: no page is there, or another one than is meant. `off`: the visitor wants no marks. */
export type MarkOutcome = "passed" | "away" | "off";

export interface RelayLimits {
  /** Of the current segment, per session. A late viewer of a longer one costs the visitor's page a snapshot. */
  readonly ringBytes: number;
  /** What may wait in one viewer's line. */
  readonly viewerBacklogBytes: number;
}
