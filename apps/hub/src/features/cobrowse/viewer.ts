/**
 * One viewer's place in the stream: it gets a segment from its start and then every packet once, or nothing until
 * the next segment starts. What it does not take in time waits in the ring, never in memory of its own.
 */
import type { Marked } from "@lotse/protocol";
import type { SegmentRing } from "./segmentRing.ts";

/** The viewer's end of the line. */
export interface ViewerSide {
  frames(packet: Uint8Array): void;
  source(connected: boolean, firstSegment: number): void;
  marked(marked: Marked): void;
  pointing(allowed: boolean): void;
  ended(): void;
  /** Handed over, and not yet gone out to the network. */
  backlogBytes(): number;
}

type Place =
  /** `sent` packets of the ring's segment are handed over. */
  | { readonly kind: "following"; readonly segment: number; sent: number }
  /** Nothing until a segment starts that can be given from its start. */
  | { readonly kind: "waiting" };

export class Viewer {
  readonly side: ViewerSide;
  readonly #backlogMax: number;
  #place: Place = { kind: "waiting" };
  /** Packets of the current segment handed over while the ring could not hold them any more. */
  #live = false;

  constructor(side: ViewerSide, backlogMax: number) {
    this.side = side;
    this.#backlogMax = backlogMax;
  }

  get waiting(): boolean {
    return this.#place.kind === "waiting";
  }

  /** Takes the ring's segment from its start, if it can be had; false if a new one must be asked for. */
  join(ring: SegmentRing): boolean {
    if (!ring.complete) {
      this.#place = { kind: "waiting" };
      return false;
    }
    this.#place = { kind: "following", segment: ring.segment, sent: 0 };
    this.#live = false;
    return true;
  }

  cut(): void {
    this.#place = { kind: "waiting" };
  }

  /** Hands over what the line takes now. False: more is waiting for it. */
  pump(ring: SegmentRing): boolean {
    const place = this.#place;
    if (place.kind === "waiting" || place.segment !== ring.segment) return true;
    while (place.sent < ring.packets.length) {
      if (!this.#free()) return false;
      const packet = ring.packets[place.sent];
      if (packet !== undefined) this.side.frames(packet);
      place.sent += 1;
    }
    return true;
  }

  /** A packet the ring does not hold: now or never. `wasLevel`: the viewer had everything before it. */
  forward(packet: Uint8Array, wasLevel: boolean): void {
    if (this.#place.kind === "waiting") return;
    if (!(wasLevel || this.#live) || !this.#free()) {
      this.cut();
      return;
    }
    this.#live = true;
    this.side.frames(packet);
  }

  /** True if every packet of the ring is handed over. */
  isLevel(ring: SegmentRing): boolean {
    const place = this.#place;
    return place.kind === "following" && place.segment === ring.segment && place.sent === ring.packets.length;
  }

  #free(): boolean {
    return this.side.backlogBytes() < this.#backlogMax;
  }
}
