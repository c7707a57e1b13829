/**
 * The current segment's packets from its start, as long as they fit. Knows numbers and sizes, never contents, and
 * neither source nor viewers.
 */
import type { FramePacket } from "@lotse/protocol";

export type Placed =
  /** A later segment begins with this packet; what was before is gone. */
  | "started"
  | "continued"
  /** Nothing new in it: late, or sent twice. */
  | "old"
  /** Something before it is missing; nothing more is taken until a later segment begins. */
  | "gap";

export class SegmentRing {
  readonly #bytesMax: number;
  #packets: Uint8Array[] = [];
  #bytes = 0;
  #segment = -1;
  #nextSeq = 0;
  #broken = false;
  #complete = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Highest segment number seen; -1 before the first. */
  get segment(): number {
    return this.#segment;
  }
  get nextSeq(): number {
    return this.#nextSeq;
  }
  /** True if the segment is held from its start and has no gap: a viewer can be served from it. */
  get complete(): boolean {
    return this.#complete && !this.#broken;
  }
  get packets(): readonly Uint8Array[] {
    return this.#packets;
  }
  get bytes(): number {
    return this.#bytes;
  }

  place(packet: FramePacket, bytes: Uint8Array): Placed {
    if (packet.segment < this.#segment) return "old";
    if (packet.segment > this.#segment) return this.#start(packet, bytes);
    if (this.#broken || packet.firstSeq + packet.frames.length <= this.#nextSeq) return "old";
    if (packet.firstSeq !== this.#nextSeq) {
      this.#break();
      return "gap";
    }
    this.#keep(packet, bytes);
    return "continued";
  }

  /** Nobody is to have it any more, nor what is still to come of the segment. */
  drop(): void {
    this.#break();
  }

  #start(packet: FramePacket, bytes: Uint8Array): Placed {
    this.#packets = [];
    this.#bytes = 0;
    this.#segment = packet.segment;
    this.#nextSeq = 0;
    this.#broken = false;
    this.#complete = true;
    if (packet.firstSeq !== 0) {
      this.#break();
      return "gap";
    }
    this.#keep(packet, bytes);
    return "started";
  }

  #keep(packet: FramePacket, bytes: Uint8Array): void {
    this.#nextSeq += packet.frames.length;
    if (!this.#complete) return;
    this.#bytes += bytes.byteLength;
    this.#packets.push(bytes);
    if (this.#bytes <= this.#bytesMax) return;
    // Too long to be kept: those who follow go on live, whoever comes new needs a new segment.
    this.#complete = false;
    this.#packets = [];
    this.#bytes = 0;
  }

  #break(): void {
    this.#broken = true;
    this.#packets = [];
    this.#bytes = 0;
  }
}
