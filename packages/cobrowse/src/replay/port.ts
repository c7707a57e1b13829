/** Messages between the console and the mirror document, over a MessagePort. */
import type { ErrorCode } from "@lotse/protocol";

/** The console's first `postMessage` to the mirror's window carries the port; the mirror ignores everything else. */
export const MIRROR_HELLO = "lotse:mirror";

export type ToMirror =
  /** One packet from the hub, transferred. */
  | { readonly kind: "packet"; readonly bytes: ArrayBuffer }
  /** Forget everything; a new segment follows. */
  | { readonly kind: "reset" };

export type FromMirror =
  | { readonly kind: "ready" }
  /** A page is shown: its address and title (masked as captured) and the visitor's viewport. */
  | {
      readonly kind: "page";
      readonly segment: number;
      readonly url: string;
      readonly title: string;
      readonly widthPx: number;
      readonly heightPx: number;
    }
  /** Slow: the page changes so fast that only a picture comes now and then. */
  | { readonly kind: "pace"; readonly slow: boolean }
  /** Frames are missing: the viewer must reconnect to get the segment from its start. */
  | { readonly kind: "gap" }
  /** The stream was refused; the mirror shows nothing more of this segment. */
  | { readonly kind: "refused"; readonly code: ErrorCode };
