/**
 * The structure of a page in two numbers: which node stands below which and after which, in whatever order it is summed up.
 * No texts, no attributes, no names. Both ends count alike; knows neither of them.
 */
import type { EVENT } from "./events.ts";

export interface Digest {
  readonly nodes: number;
  /** Of 32 bits. */
  readonly sum: number;
}

export interface DigestEvent {
  readonly type: typeof EVENT.digest;
  readonly timestamp: number;
  readonly data: Digest;
}

/** What stands before the first child: of the element itself, or of its shadow root. */
export const FIRST = { light: 0, shadow: -1 } as const;

/** The Replayer builds what is within these in its own way, or not at all. */
const OWN_WAY = /^(?:template|noscript|textarea|style|link)$/;
export const isCounted = (parentTag: string): boolean => !OWN_WAY.test(parentTag);
/** In a picture's root the Replayer puts the body last, whatever came after it. */
export const isOrdered = (parentTag: string): boolean => parentTag !== "html";

/** One node's part of the sum: the node, what it is in, and the node of the recording before it. */
export const part = (id: number, parentId: number, beforeId: number): number => {
  let mixed = Math.imul(id, 0x9e3779b1);
  mixed = Math.imul((mixed ^ (mixed >>> 15)) + parentId, 0x85ebca77);
  mixed = Math.imul((mixed ^ (mixed >>> 13)) + beforeId, 0xc2b2ae3d);
  return mixed ^ (mixed >>> 16);
};
