/**
 * What an agent does on the visitor's page. An act names an element as the stream numbers it and, where a place
 * matters, a place in its box; it is judged and carried out on the page alone, and comes back as what the page then shows.
 */
import type { MarkedBy, MarkNode, MarkPoint } from "./marks.ts";

/**
 * A text changed at one place: from `at` on, `remove` is gone and `insert` stands there. UTF-16 units. In lines of a
 * text area and of rich text `\n`.
 */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

export type Act =
  | { readonly kind: "click"; readonly at: MarkNode & { readonly point: MarkPoint } }
  /** To this place; the document's root element means the page. In the visitor's CSS pixels. */
  | { readonly kind: "scroll"; readonly node: MarkNode; readonly x: number; readonly y: number }
  /** In a `select`: these options and no others, by their place in the list. */
  | { readonly kind: "choose"; readonly node: MarkNode; readonly options: readonly number[] }
  /** Of fields that hold no free text (date, time, range, colour, number): the value as HTML writes it. */
  | { readonly kind: "set"; readonly node: MarkNode; readonly value: string }
  /** Begins to write in a field: the page answers with what is in it, and tells each change from then on. */
  | { readonly kind: "open"; readonly node: MarkNode }
  /** Writes in the open field, as it was at `revision`. */
  | { readonly kind: "write"; readonly node: MarkNode; readonly revision: number; readonly splice: Splice }
  /** Done with the open field: it loses the focus, and the page is told so (`change`). */
  | { readonly kind: "leave" };

export type ActKind = Act["kind"];

/** Numbered from 1 within its grant, each higher than the one before: nothing is done twice. */
export interface ActMessage {
  readonly grant: number;
  readonly seq: number;
  readonly act: Act;
}

/** Hub to the visitor's page: with whose it is, of the hub's own knowledge. */
export interface ActCall extends ActMessage {
  readonly by: MarkedBy;
}

export const ACT_REFUSALS = [
  /** No grant, one that is over, or of another viewer. */
  "noGrant",
  /** The number was used already. */
  "repeated",
  /** The page, or the element, is gone. */
  "gone",
  /** Something else lies over it, or it has no box. */
  "covered",
  /** Masked: the visitor's alone. */
  "masked",
  /** The site wants nobody but the visitor to do it. */
  "site",
  "disabled",
  "readonly",
  /** Sends, pays, or opens a window of the browser's: "please click here". */
  "visitorOnly",
  /** The visitor is being asked whether this may be pressed. */
  "asking",
  /** The visitor said no. */
  "refused",
  /** Not what this element can take. */
  "unfit",
  /** The visitor is writing there. */
  "visitorWrites",
  /** Faster than a person. */
  "flooded",
] as const;
export type ActRefusal = (typeof ACT_REFUSALS)[number];

/** The page's answer to one act. */
export interface ActAnswer {
  readonly viewer: number;
  readonly grant: number;
  readonly seq: number;
  readonly outcome: "done" | ActRefusal;
}

/** The open field, told to who writes in it: first whole, then change by change. */
export type FieldNews =
  | {
      readonly kind: "opened";
      readonly node: MarkNode;
      /** Of which act it is the answer. */
      readonly of: number;
      readonly revision: number;
      readonly text: string;
      /** Null: as long as wanted. */
      readonly maxLength: number | null;
      readonly multiline: boolean;
    }
  /** `of`: of which act it is what became; null: the visitor's, or the page's own. Revisions rise by one. */
  | {
      readonly kind: "changed";
      readonly node: MarkNode;
      readonly revision: number;
      readonly splice: Splice;
      readonly of: number | null;
    }
  /** It is gone, or shown no longer, or another field is open. */
  | { readonly kind: "closed"; readonly node: MarkNode };

export interface FieldTold {
  readonly viewer: number;
  readonly grant: number;
  readonly news: FieldNews;
}

/** What the agent did, told by the page once it is done, for the receipt. Labels and texts as agents may see them. */
export interface Deed {
  readonly grant: number;
  readonly kind: "click" | "choose" | "set" | "write" | "undo";
  /** The page's path, as masked as all addresses. */
  readonly path: string;
  /** What it is called on the page; empty: it has no name, or a masked one. */
  readonly label: string;
  /** What stands there now. Absent: it is nothing that holds a value. */
  readonly value?: string;
}

/** A page's own field may hold more than this: then nobody else writes in it. */
export const FIELD_TEXT_MAX = 100_000;
export const ACT_TEXT_MAX = 10_000;
export const ACT_OPTIONS_MAX = 1_000;
export const ACT_VALUE_MAX = 200;
export const DEED_LABEL_MAX = 200;
export const DEED_VALUE_MAX = 500;
/** What one viewer's acts may be: at once, and then in a second. */
export const ACT_BURST = 60;
export const ACTS_PER_SECOND = 30;
