/**
 * How much is on its way and not yet confirmed by the hub. A line slower than the page would otherwise gather the page's
 * whole past in memory. Knows no connection.
 */
import { encodePacket, type FramePacket, type StreamEvents } from "@lotse/protocol";

/** With this much under way, nothing new is worth sending: a fresh segment later is less. */
const CLOGGED_BYTES = 4_000_000;
const FREE_BYTES = 250_000;

export class Uplink {
  #waiting: { readonly segment: number; readonly lastSeq: number; readonly bytes: number }[] = [];
  #bytes = 0;
  #lastSegment = 0;
  readonly #send: (packet: Uint8Array) => void;

  constructor(send: (packet: Uint8Array) => void) {
    this.#send = send;
  }

  /** The number for the next segment after all that were sent. */
  get nextSegment(): number {
    return this.#lastSegment + 1;
  }

  get clogged(): boolean {
    return this.#bytes > CLOGGED_BYTES;
  }

  get free(): boolean {
    return this.#bytes < FREE_BYTES;
  }

  send(packet: FramePacket): void {
    const bytes = encodePacket(packet);
    const lastSeq = packet.firstSeq + packet.frames.length - 1;
    this.#waiting.push({ segment: packet.segment, lastSeq, bytes: bytes.byteLength });
    this.#bytes += bytes.byteLength;
    this.#lastSegment = packet.segment;
    this.#send(bytes);
  }

  acked({ segment, seq }: StreamEvents["stream:acked"]): void {
    this.#waiting = this.#waiting.filter(
      packet => packet.segment > segment || (packet.segment === segment && packet.lastSeq > seq),
    );
    this.#bytes = this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Another connection: what was under way is lost, and replaced by a fresh segment. */
  reset(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }
}
