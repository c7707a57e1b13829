/**
 * The co-browsing stream's outer shape, all that the hub reads of it.
 *
 * A *segment* starts with a full snapshot and a fresh compression context; *frames* are the compressor's
 * flushes, numbered from 0 within their segment. A *packet* carries consecutive frames of one segment:
 *
 *     u8 version (1) | u32 segment | u32 firstSeq | u16 count | count x (u32 length | bytes)     big endian
 */
import type { ActAnswer, ActCall, ActMessage, Deed, FieldTold } from "./acts.ts";
import type { DriftReport } from "./drift.ts";
import type { ErrorCode } from "./errors.ts";
import type { AskedGrant, GrantsView, TimedGrant } from "./grants.ts";
import type { Mark, Marked, MarkedBy } from "./marks.ts";
import type { Masking } from "./site.ts";

export interface FramePacket {
  readonly segment: number;
  readonly firstSeq: number;
  readonly frames: readonly Uint8Array[];
}

const VERSION = 1;
const HEADER_BYTES = 11;
/** One packet may not exceed Socket.IO's default limit of 1,000,000 bytes, header included. */
export const PACKET_BYTES_MAX = 900_000;
/** A snapshot larger than this (compressed) is refused; the page is too big to share. */
export const SEGMENT_BYTES_MAX = 16_000_000;

export const encodePacket = (packet: FramePacket): Uint8Array => {
  const size = packet.frames.reduce((sum, frame) => sum + 4 + frame.byteLength, HEADER_BYTES);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, packet.segment);
  view.setUint32(5, packet.firstSeq);
  view.setUint16(9, packet.frames.length);
  let at = HEADER_BYTES;
  for (const frame of packet.frames) {
    view.setUint32(at, frame.byteLength);
    bytes.set(frame, at + 4);
    at += 4 + frame.byteLength;
  }
  return bytes;
};

/** Null if the bytes are not a whole packet; hostile input never throws. The frames are views into `bytes`. */
export const decodePacket = (bytes: Uint8Array): FramePacket | null => {
  if (bytes.byteLength < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== VERSION) return null;
  const count = view.getUint16(9);
  if (count === 0) return null;
  const frames: Uint8Array[] = [];
  let at = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + 4 > bytes.byteLength) return null;
    const length = view.getUint32(at);
    at += 4;
    if (length > bytes.byteLength - at) return null;
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.byteLength) return null;
  return { segment: view.getUint32(1), firstSeq: view.getUint32(5), frames };
};

/** The `auth` object of a connection to the `/stream` namespace. */
export interface StreamHandshake {
  readonly protocol: number;
  readonly cobrowseId: string;
  /** The visitor's visit token; a viewer is known by the agent's session cookie. */
  readonly token?: string;
}

/** Events on `/stream`. `stream:frames` carries one packet in both directions, without acknowledgement. */
export interface StreamEvents {
  /**
   * Hub to visitor, after connect: the number of the next segment, and what is masked. The visitor counts on from there. Said anew
   * when what is masked has changed: a fresh snapshot under it at once, and nothing that was seen before counts any more.
   * `pointing`: false if the visitor switched it off on a page before.
   */
  "stream:opened": { readonly nextSegment: number; readonly masking: Masking; readonly pointing?: boolean };
  /** Hub to visitor: frames up to here arrived, nothing before is needed again. */
  "stream:acked": { readonly segment: number; readonly seq: number };
  /**
   * Hub to visitor: start a new segment (a viewer cannot be served from what the hub holds). Viewer to hub: what the hub holds is
   * shown wrong; passed on once a minute at most.
   */
  "stream:snapshotWanted": Record<string, never>;
  /** Hub to viewer: whether the visitor's page is sending; what `firstSegment` is later than belongs to pages before it. */
  "stream:source": { readonly connected: boolean; readonly firstSegment?: number };
  /** Hub to viewer: who it is to the others when it marks. */
  "stream:pen": MarkedBy;
  /**
   * Hub to viewer: where assets are to be had that the mirror may not load itself (`BASE?u=ADDRESS`): all of `origins`, and fonts of
   * `fontOrigins`. Said anew when the site's settings change.
   */
  "stream:assets": {
    readonly base: string;
    readonly origins: readonly string[];
    readonly fontOrigins: readonly string[];
  };
  /** Viewer to hub: what the agent points at. */
  "stream:mark": Mark;
  /** Hub to visitor and to the other viewers. */
  "stream:marked": Marked;
  /** Hub to viewer: the mark was not passed on; a stroke is then to be taken back. */
  "stream:markRefused": { readonly code: ErrorCode; readonly stroke?: number };
  /** Visitor to hub, hub to viewers: whether marks are shown on the visitor's page. */
  "stream:pointing": { readonly allowed: boolean };
  /** Hub to both, on connecting and after each change: what the visitor lets the agent do. */
  "stream:grants": GrantsView;
  /** Viewer to hub. What it led to is told by `stream:grants`; asking again too soon, or beside another question, leads to nothing. */
  "stream:ask": { readonly grant: AskedGrant; readonly reason?: string };
  /** Viewer to hub: gives a grant back, or takes its question back. */
  "stream:drop": { readonly grant: AskedGrant };
  /** Visitor to hub. */
  "stream:answer": { readonly id: number; readonly answer: "give" | "refuse" };
  /** Visitor to hub: over, up to this number. The page has ended them already, and says so again whenever the hub believes otherwise. */
  "stream:takeBack": { readonly grant: TimedGrant; readonly upTo: number };
  /** Viewer to hub, and hub to visitor. */
  "stream:act": ActMessage | ActCall;
  /** Visitor to hub, and on to the viewer whose act it was; from the hub itself, where it let nothing pass. */
  "stream:acted": ActAnswer;
  /** Visitor to hub, and on to the viewer that writes in the field. */
  "stream:field": FieldTold;
  /** Visitor to hub, for the receipt. */
  "stream:deed": Deed;
  /** Visitor to hub, once a page: what became of the site's masking there. */
  "stream:drift": DriftReport;
  /** Hub to both: over. */
  "stream:ended": Record<string, never>;
  "stream:frames": Uint8Array;
}
