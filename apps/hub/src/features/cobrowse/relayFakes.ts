/** A page and a screen for the relay's tests; the screen checks that it never gets anything out of order. */
import { type CobrowseId, decodePacket, encodePacket, type Marked, type SiteId } from "@lotse/protocol";
import { expect } from "vitest";
import type { SourceSide } from "./streamSides.ts";
import type { ViewerSide } from "./viewer.ts";

export const ID = "00000000-0000-4000-8000-000000000001" as CobrowseId;
export const EPOCH_S = 1_700_000_000;

export const packet = (segment: number, firstSeq: number, sizes: readonly number[] = [3]): Uint8Array =>
  encodePacket({
    segment,
    firstSeq,
    // Each frame carries its own place, so that a test can see what it got.
    frames: sizes.map((size, index) => new Uint8Array(Math.max(1, size)).fill((firstSeq + index) % 251)),
  });

export const SITE_ID = "30000000-0000-4000-8000-000000000000" as SiteId;

export class Page implements SourceSide {
  readonly place = { siteId: SITE_ID, origin: "https://shop.example" };
  nextSegment = -1;
  asked = 0;
  over = false;
  wasReplaced = false;
  acks: { segment: number; seq: number }[] = [];
  marks: Marked[] = [];
  pointing = true;
  opened(nextSegment: number, pointing: boolean): void {
    this.nextSegment = nextSegment;
    this.pointing = pointing;
  }
  marked(marked: Marked): void {
    this.marks.push(marked);
  }
  acked(upTo: { segment: number; seq: number }): void {
    this.acks.push(upTo);
  }
  snapshotWanted(): void {
    this.asked += 1;
  }
  ended(): void {
    this.over = true;
  }
  replaced(): void {
    this.wasReplaced = true;
  }
}

export class Screen implements ViewerSide {
  got: { segment: number; firstSeq: number; count: number }[] = [];
  connected: boolean[] = [];
  over = false;
  backlog = 0;
  /** Whether what is handed over stays in the line. */
  stuck = false;
  frames(bytes: Uint8Array): void {
    const read = decodePacket(bytes);
    if (read === null) throw new Error("the relay sent something that is no packet");
    this.got.push({ segment: read.segment, firstSeq: read.firstSeq, count: read.frames.length });
    if (this.stuck) this.backlog += bytes.byteLength;
  }
  marks: Marked[] = [];
  allowed: boolean[] = [];
  source(connected: boolean): void {
    this.connected.push(connected);
  }
  marked(marked: Marked): void {
    this.marks.push(marked);
  }
  pointing(allowed: boolean): void {
    this.allowed.push(allowed);
  }
  ended(): void {
    this.over = true;
  }
  backlogBytes(): number {
    return this.backlog;
  }
  /** The frames of the last segment begun; fails if anything before it was out of order. */
  held(): { segment: number; upTo: number } {
    let segment = -1;
    let upTo = 0;
    for (const { segment: next, firstSeq, count } of this.got) {
      if (next !== segment) {
        expect(next).toBeGreaterThan(segment);
        expect(firstSeq).toBe(0);
        segment = next;
        upTo = 0;
      }
      expect(firstSeq).toBe(upTo);
      upTo = firstSeq + count;
    }
    return { segment, upTo };
  }
}
