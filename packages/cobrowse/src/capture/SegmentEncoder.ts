/**
 * Turns events into the frames of one segment: JSON lines in one deflate stream, flushed with Z_SYNC_FLUSH so that
 * each frame can be inflated the moment it arrives. Knows nothing of pages, timing or packets.
 */
import { LotseError } from "@lotse/protocol";
import { Deflate } from "pako";
import { EVENT_BYTES_MAX, FRAME_TEXT_BYTES_MAX } from "../wire/limits.ts";
import type { CapturedFrame } from "./types.ts";

const SYNC_FLUSH = 2;

export class SegmentEncoder {
  readonly #segment: number;
  readonly #onFrame: (frame: CapturedFrame) => void;
  readonly #utf8 = new TextEncoder();
  readonly #deflate = new Deflate({ raw: true, chunkSize: 16_384 });
  #chunks: Uint8Array[] = [];
  #lines: string[] = [];
  #seq = 0;

  constructor(segment: number, onFrame: (frame: CapturedFrame) => void) {
    this.#segment = segment;
    this.#onFrame = onFrame;
    this.#deflate.onData = chunk => this.#chunks.push(chunk);
  }

  get pending(): boolean {
    return this.#lines.length > 0;
  }

  add(event: unknown): void {
    this.#lines.push(JSON.stringify(event));
  }

  /** Compresses what was added since the last flush; a long text becomes several frames. */
  flush(): void {
    if (this.#lines.length === 0) return;
    const bytes = this.#utf8.encode(`${this.#lines.join("\n")}\n`);
    const longest = this.#lines.reduce((most, line) => Math.max(most, line.length), 0);
    this.#lines = [];
    // A UTF-16 unit is at most three bytes; only a text near the limit is measured exactly by its total.
    if (longest * 3 > EVENT_BYTES_MAX && bytes.byteLength > EVENT_BYTES_MAX) {
      throw new LotseError("SNAPSHOT_TOO_LARGE", "The page is too large to be shared");
    }
    for (let at = 0; at < bytes.byteLength; at += FRAME_TEXT_BYTES_MAX) {
      this.#frame(bytes.subarray(at, at + FRAME_TEXT_BYTES_MAX));
    }
  }

  #frame(bytes: Uint8Array): void {
    this.#chunks = [];
    this.#deflate.push(bytes, SYNC_FLUSH);
    if (this.#deflate.err !== 0) throw new Error(`deflate failed: ${this.#deflate.msg}`);
    this.#onFrame({ segment: this.#segment, seq: this.#seq++, bytes: joined(this.#chunks) });
  }
}

/** A copy of its own: the compressor goes on writing into the memory behind its chunks. */
const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
};
