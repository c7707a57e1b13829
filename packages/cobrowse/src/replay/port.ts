/** Messages between the console and the mirror document, over a MessagePort. */
import type {
  Act,
  ActAnswer,
  ErrorCode,
  FieldNews,
  Mark,
  Marked,
  MarkedBy,
  StreamEvents,
} from "@lotse/protocol";

export type Assets = StreamEvents["stream:assets"];

/** The console's `postMessage` to the mirror's window that carries the port; the mirror ignores everything else. */
export const MIRROR_HELLO = "lotse:mirror";

/** `act`: what is pressed is done on the visitor's page; the others only show. */
export type Tool = "point" | "highlight" | "draw" | "act";
/** The whole page in the window, or as large as the visitor has it. */
export type Zoom = "fit" | "actual";

export type ToMirror =
  /** One packet from the hub, transferred. */
  | { readonly kind: "packet"; readonly bytes: ArrayBuffer }
  /** Are you there? To be answered at once. */
  | { readonly kind: "ask" }
  /** Forget everything; a new segment follows. */
  | { readonly kind: "reset" }
  /** Who the agent is, as the hub says it to others. */
  | { readonly kind: "pen"; readonly by: MarkedBy }
  | { readonly kind: "marked"; readonly marked: Marked }
  /** A stroke of the agent's that the visitor does not see. */
  | { readonly kind: "takeBack"; readonly stroke: number }
  /** Another page of the visitor's: what earlier segments number is gone. */
  | { readonly kind: "begin"; readonly firstSegment: number }
  /** What the agent's hand does; null: nothing. */
  | { readonly kind: "tool"; readonly tool: Tool | null; readonly pinned: boolean }
  /** The agent takes back what they drew. */
  | { readonly kind: "clearMarks" }
  /** Nobody's marks are shown any more. */
  | { readonly kind: "dropMarks" }
  | { readonly kind: "zoom"; readonly zoom: Zoom }
  /** What became of an act of this mirror's, by its number. */
  | { readonly kind: "acted"; readonly seq: number; readonly outcome: ActAnswer["outcome"] }
  /** Of the field that is open on the visitor's page. */
  | { readonly kind: "field"; readonly news: FieldNews }
  /** Where the hub fetches what the mirror may not load itself; from the next segment's start on. */
  | { readonly kind: "assets"; readonly assets: Assets };

export type FromMirror =
  | { readonly kind: "ready" }
  /** The answer to being asked. */
  | { readonly kind: "here" }
  /** A page is shown: its address and title (masked as captured) and the visitor's viewport. */
  | {
      readonly kind: "page";
      readonly segment: number;
      readonly url: string;
      readonly title: string;
      readonly widthPx: number;
      readonly heightPx: number;
    }
  /** Slow: the page changes so fast that only a picture comes now and then. Away: the visitor looks at something else. */
  | { readonly kind: "pace"; readonly slow: boolean; readonly away: boolean }
  /** Whether the structure is what the recorder said it is, as it is said now and then. */
  | { readonly kind: "checked"; readonly same: boolean }
  /** Frames are missing: the viewer must reconnect to get the segment from its start. */
  | { readonly kind: "gap" }
  /** The stream was refused; the mirror shows nothing more of this segment. */
  | { readonly kind: "refused"; readonly code: ErrorCode }
  /** What the agent points at. */
  | { readonly kind: "mark"; readonly mark: Mark }
  /** What the agent does. Numbers rise, over mirrors that are loaded anew, too. */
  | { readonly kind: "act"; readonly seq: number; readonly act: Act }
  /** Escape, while the mirror had the keys. */
  | { readonly kind: "toolEnded" };
