/**
 * One session's stream: from the page that sends to those who look, and which page counts. Knows segment and sequence
 * numbers, never a byte of the frames; no sockets, no consent, no agents.
 */
import { type Clock, decodePacket, type Mark, type Marked, type Unsubscribe } from "@lotse/protocol";
import { SegmentRing } from "./segmentRing.ts";
import type { MarkOutcome, RelayLimits, SourceHandle, SourcePlace, SourceSide } from "./streamSides.ts";
import { Viewer, type ViewerSide } from "./viewer.ts";

const ACK_MS = 50;
const PUMP_MS = 50;
/** A page that was asked for a snapshot is not asked again for this long. */
const SNAPSHOT_MS = 3_000;
/** Nor for this long because a viewer says so. */
const REFRESH_MS = 60_000;
/** Whoever switches pointing to and fro is told of this often at most. */
const POINTING_MS = 500;
/** More segments than a page can have begun before it hears that they count no more. */
const SEGMENTS_UNDER_WAY = 100;

type Timer = "ack" | "pump" | "refresh" | "pointing";

/** One session's stream. */
export class Stream {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #ring: SegmentRing;
  readonly #viewers = new Set<Viewer>();
  readonly #timers = new Map<Timer, Unsubscribe>();
  #place: SourcePlace | null = null;
  #source: SourceSide | null = null;
  /** Of the source: an earlier segment belongs to a page that is gone. */
  #firstSegment = 0;
  #pointing = true;
  /** As viewers know it. */
  #pointingTold = true;
  #nextSegment: number;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #refreshedAtMs = Number.NEGATIVE_INFINITY;
  #ended = false;

  constructor(clock: Clock, limits: RelayLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#ring = new SegmentRing(limits.ringBytes);
    // A hub that was restarted must not hand out old numbers again; seconds pass faster than segments start.
    this.#nextSegment = Math.floor(clock.nowMs() / 1_000) % 2 ** 32;
  }

  /** Null: no page was there yet. */
  get place(): SourcePlace | null {
    return this.#place;
  }

  get isPointing(): boolean {
    return this.#pointing;
  }

  addSource(side: SourceSide): SourceHandle {
    this.#source?.replaced();
    this.#source = side;
    this.#place = side.place;
    this.#open(side);
    this.#pump();
    return {
      receive: bytes => {
        if (this.#source === side && !this.#ended) this.#receive(bytes);
      },
      allowPointing: allowed => {
        if (this.#source === side && !this.#ended) this.#allowPointing(allowed);
      },
      close: () => this.#removeSource(side),
    };
  }

  addViewer(side: ViewerSide): Unsubscribe {
    const viewer = new Viewer(side, this.#limits.viewerBacklogBytes);
    this.#viewers.add(viewer);
    side.source(this.#source !== null, this.#firstSegment);
    if (!this.#pointingTold) side.pointing(false);
    viewer.join(this.#ring);
    this.#pump();
    return () => {
      this.#viewers.delete(viewer);
    };
  }

  mark(from: ViewerSide, marked: Marked): MarkOutcome {
    const { mark } = marked;
    if (this.#ended || this.#source === null) return "away";
    if ((segmentOf(mark) ?? this.#firstSegment) < this.#firstSegment) return "away";
    if (!this.#pointing) return "off";
    this.#source.marked(marked);
    for (const { side } of this.#viewers) {
      // A line that is full anyway is not filled with cursors.
      const isLate = mark.kind === "pointer" && side.backlogBytes() >= this.#limits.viewerBacklogBytes;
      if (side !== from && !isLate) side.marked(marked);
    }
    return "passed";
  }

  refresh(): void {
    const nowMs = this.#clock.nowMs();
    if (this.#ended || this.#source === null || nowMs - this.#refreshedAtMs < REFRESH_MS) return;
    this.#refreshedAtMs = nowMs;
    // One that was asked for just now may have been on its way before what this one is wanted for.
    const restMs = this.#askedAtMs + SNAPSHOT_MS - nowMs;
    if (restMs > 0) this.#later("refresh", restMs, () => this.#wantSnapshot());
    else this.#wantSnapshot();
  }

  /** What is held, or on its way from the page, was seen by what does not hold any more: nobody is given it. */
  renew(): void {
    if (this.#ended) return;
    this.#ring.drop();
    for (const viewer of this.#viewers) viewer.cut();
    this.#nextSegment = Math.max(this.#nextSegment, this.#ring.segment + 1) + SEGMENTS_UNDER_WAY;
    if (this.#source !== null) this.#open(this.#source);
  }

  end(): void {
    if (this.#ended) return;
    this.silence();
    this.#source?.ended();
    for (const { side } of this.#viewers) side.ended();
    this.#viewers.clear();
  }

  silence(): void {
    this.#ended = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** The page begins, with a segment that comes after all there were. */
  #open(side: SourceSide): void {
    this.#nextSegment = Math.max(this.#nextSegment, this.#ring.segment + 1);
    const first = this.#nextSegment;
    // The next page must come after this one even if this one never sends.
    this.#nextSegment += 1;
    // It starts a segment by itself; only if that fails to come is it asked.
    this.#askedAtMs = this.#clock.nowMs();
    this.#firstSegment = first;
    side.opened(first, this.#pointing);
    for (const viewer of this.#viewers) viewer.side.source(true, first);
  }

  /** Marks go by it at once. */
  #allowPointing(allowed: boolean): void {
    this.#pointing = allowed;
    this.#tellPointing();
  }

  #tellPointing(): void {
    if (this.#pointing === this.#pointingTold || this.#timers.has("pointing")) return;
    this.#pointingTold = this.#pointing;
    for (const { side } of this.#viewers) side.pointing(this.#pointing);
    this.#later("pointing", POINTING_MS, () => this.#tellPointing());
  }

  #removeSource(side: SourceSide): void {
    if (this.#source !== side) return;
    this.#source = null;
    for (const viewer of this.#viewers) viewer.side.source(false, this.#firstSegment);
  }

  #receive(bytes: Uint8Array): void {
    const packet = decodePacket(bytes);
    if (packet === null || packet.segment < this.#firstSegment) return;
    const level = [...this.#viewers].filter(viewer => viewer.isLevel(this.#ring));
    const placed = this.#ring.place(packet, bytes);
    if (placed === "old") return;
    this.#later("ack", ACK_MS, () => this.#ack());
    for (const viewer of this.#viewers) {
      if (placed === "gap") viewer.cut();
      else if (!this.#ring.complete) viewer.forward(bytes, level.includes(viewer));
      else if (placed === "started") viewer.join(this.#ring);
    }
    this.#pump();
  }

  #pump(): void {
    let again = false;
    for (const viewer of this.#viewers) {
      const done = viewer.waiting ? this.#rescue(viewer) : viewer.pump(this.#ring);
      again ||= !done;
    }
    if (again) this.#later("pump", PUMP_MS, () => this.#pump());
  }

  /** Asks for a new segment for a viewer that cannot be served, once its line is free. False: look again later. */
  #rescue(viewer: Viewer): boolean {
    if (this.#source === null) return true;
    if (viewer.side.backlogBytes() < this.#limits.viewerBacklogBytes) this.#wantSnapshot();
    return false;
  }

  #wantSnapshot(): void {
    const nowMs = this.#clock.nowMs();
    if (this.#source === null || nowMs - this.#askedAtMs < SNAPSHOT_MS) return;
    this.#askedAtMs = nowMs;
    this.#source.snapshotWanted();
  }

  #ack(): void {
    if (this.#ring.nextSeq === 0) return;
    this.#source?.acked({ segment: this.#ring.segment, seq: this.#ring.nextSeq - 1 });
  }

  #later(name: Timer, delayMs: number, action: () => void): void {
    if (this.#ended || this.#timers.has(name)) return;
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(name);
      action();
    });
    this.#timers.set(name, cancel);
  }
}

/** Undefined: it means no element. */
const segmentOf = (mark: Mark): number | undefined => {
  if (mark.kind === "clear") return undefined;
  return mark.kind === "pointer" || mark.kind === "click" ? mark.at?.segment : mark.node.segment;
};
