/**
 * Inflates a segment frame by frame and cuts it into lines. Refuses what no honest encoder makes: a frame that
 * inflates beyond its limit, a line without end, a ratio only a bomb has. Knows nothing of events.
 */
import { LotseError } from "@lotse/protocol";
import { Inflate } from "pako";
import {
  EVENT_BYTES_MAX,
  FRAME_TEXT_BYTES_MAX,
  SEGMENT_RATIO_MAX,
  SEGMENT_RATIO_SLACK_BYTES,
} from "../wire/limits.ts";

const SYNC_FLUSH = 2;
const tooLarge = () => new LotseError("DECOMPRESSED_TOO_LARGE", "The stream inflates beyond its limits");

export class SegmentDecoder {
  readonly #inflate = new Inflate({ raw: true, chunkSize: 65_536 });
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });
  #packedBytes = 0;
  #inflatedBytes = 0;
  #frameBytes = 0;
  #chunks: Uint8Array[] = [];
  #rest: string[] = [];
  #restChars = 0;

  constructor() {
    this.#inflate.onData = chunk => this.#take(chunk as Uint8Array);
  }

  /** The lines this frame completed. Throws a LotseError; the decoder is of no use afterwards. */
  push(frame: Uint8Array): string[] {
    this.#packedBytes += frame.byteLength;
    this.#frameBytes = 0;
    this.#chunks = [];
    this.#inflate.push(frame, SYNC_FLUSH);
    if (this.#inflate.err !== 0 || this.#inflate.ended) {
      throw new LotseError("REPLAY_INVALID", "The stream is not a deflate stream of ours");
    }
    return this.#lines();
  }

  /** Called while inflating, so that a bomb is stopped before it is in memory. */
  #take(chunk: Uint8Array): void {
    this.#frameBytes += chunk.byteLength;
    this.#inflatedBytes += chunk.byteLength;
    const allowed = SEGMENT_RATIO_SLACK_BYTES + this.#packedBytes * SEGMENT_RATIO_MAX;
    if (this.#frameBytes > FRAME_TEXT_BYTES_MAX || this.#inflatedBytes > allowed) throw tooLarge();
    this.#chunks.push(chunk.slice());
  }

  #lines(): string[] {
    const lines: string[] = [];
    for (const chunk of this.#chunks) {
      const parts = this.#decode(chunk).split("\n");
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          lines.push(this.#rest.join(""));
          this.#rest = [];
          this.#restChars = 0;
        }
        this.#rest.push(part);
        this.#restChars += part.length;
        if (this.#restChars > EVENT_BYTES_MAX) throw tooLarge();
      }
    }
    return lines;
  }

  #decode(chunk: Uint8Array): string {
    try {
      return this.#utf8.decode(chunk, { stream: true });
    } catch {
      throw new LotseError("REPLAY_INVALID", "The stream is not UTF-8");
    }
  }
}
