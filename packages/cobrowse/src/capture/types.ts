/** What the recorder bundle asks of the capture side. */
import type { Clock, MarkNode, MaskRule } from "@lotse/protocol";
import type { StartExtras } from "./extras/host.ts";
import type { MakeStrokes } from "./paint.ts";

export interface MaskPolicy {
  /** Every input is masked, not only those that always are. */
  readonly strict: boolean;
  /** The site's own, over what is always masked. */
  readonly rules?: readonly MaskRule[];
}

/** One flush of the segment's compressor. `seq` counts from 0 in each segment. */
export interface CapturedFrame {
  readonly segment: number;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

export interface CaptureOptions {
  readonly policy: MaskPolicy;
  readonly clock: Clock;
  readonly firstSegment: number;
  /** Elements of ours that are never recorded (the widget's host, the frame). */
  readonly own: readonly Element[];
  /** Fetches what tells beyond rrweb. Not to be had (offline): the picture goes without. */
  readonly extras?: () => Promise<StartExtras>;
  readonly onFrame: (frame: CapturedFrame) => void;
  /** The recorder failed and stopped itself; nothing more is sent (fail closed). */
  readonly onFailed: (error: unknown) => void;
}

export interface Capture {
  /** What agents do not see now. */
  hidden(): readonly Element[];
  /** Hides it for the rest of the visit. True: on further pages, too. */
  paint(element: Element, make: MakeStrokes): boolean;
  /** Takes back what was painted around the element: false, if it was hidden otherwise or not at all. */
  unpaint(element: Element): boolean;
  /** Starts the next segment: full snapshot, fresh compression context. */
  newSegment(): void;
  /** The node that a viewer of this capture means. Null: it is gone, or the number is of a page before. */
  nodeOf(node: MarkNode): Node | null;
  /** The parent in the tree as it is shown, by accessors that were the browser's own when the capture began. */
  shownParent(node: Node): Node | null;
  /** True only if an agent sees what is in it: it is neither masked nor hidden, nor ours. */
  shows(node: Node): boolean;
  /** A text that stands at this node, as agents may read it. */
  said(node: Node, text: string): string;
  /** The page's address, as agents may read it. */
  address(): string;
  /** Synchronous and idempotent: after it returns, no frame is made. */
  stop(): void;
}
