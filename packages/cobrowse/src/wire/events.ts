/**
 * The recorded events as they travel: rrweb's shapes, narrowed to what we send and accept. Capture and replay share
 * these so that neither depends on rrweb's runtime enums. Knows nothing of compression or of the DOM.
 */
import type { DigestEvent } from "./digest.ts";
import type { ExtraEvent } from "./extras.ts";

export const EVENT = {
  full: 2,
  incremental: 3,
  meta: 4,
  /** Ours, beyond rrweb's: how often pictures come. */
  pace: 90,
  /** Ours, too: what rrweb does not say of a node (extras.ts). */
  extra: 91,
  /** And what the structure sent so far comes to (digest.ts). */
  digest: 92,
} as const;
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  styleRule: 8,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedSheet: 15,
} as const;
/** Kinds of `mouseInteraction`. */
export const FOCUS = 5;
export const BLUR = 6;
export const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const;

export type AttributeValue = string | number | boolean | null;
export type Attributes = Record<string, AttributeValue>;

interface NodeBase {
  readonly id: number;
  readonly rootId?: number | undefined;
  readonly isShadow?: boolean | undefined;
  readonly isShadowHost?: boolean | undefined;
}
export interface DocumentSn extends NodeBase {
  readonly type: typeof NODE.document;
  readonly childNodes: readonly Sn[];
  readonly compatMode?: string | undefined;
}
export interface DoctypeSn extends NodeBase {
  readonly type: typeof NODE.doctype;
  readonly name: string;
  readonly publicId: string;
  readonly systemId: string;
}
export interface ElementSn extends NodeBase {
  readonly type: typeof NODE.element;
  readonly tagName: string;
  readonly attributes: Attributes;
  readonly childNodes: readonly Sn[];
  readonly isSVG?: boolean | undefined;
  readonly isCustom?: boolean | undefined;
}
export interface TextSn extends NodeBase {
  readonly type: typeof NODE.text | typeof NODE.cdata | typeof NODE.comment;
  readonly textContent: string;
}
/** A serialized node. */
export type Sn = DocumentSn | DoctypeSn | ElementSn | TextSn;

export type StyleChange = Record<string, string | readonly [string, string] | false>;
export interface AttributeChange {
  readonly id: number;
  readonly attributes: Record<string, string | StyleChange | null>;
}
export interface MutationData {
  readonly source: typeof SOURCE.mutation;
  readonly texts: readonly { readonly id: number; readonly value: string | null }[];
  readonly attributes: readonly AttributeChange[];
  readonly removes: readonly {
    readonly parentId: number;
    readonly id: number;
    readonly isShadow?: boolean | undefined;
  }[];
  readonly adds: readonly { readonly parentId: number; readonly nextId: number | null; readonly node: Sn }[];
  readonly isAttachIframe?: boolean | undefined;
}
export interface PointerData {
  readonly source: typeof SOURCE.mouseMove | typeof SOURCE.touchMove | typeof SOURCE.drag;
  readonly positions: readonly {
    readonly x: number;
    readonly y: number;
    readonly id: number;
    readonly timeOffset: number;
  }[];
}
export interface InteractionData {
  readonly source: typeof SOURCE.mouseInteraction;
  readonly type: number;
  readonly id: number;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly pointerType?: number | undefined;
  /** Of the focus: the browser shows it, as it came by keyboard, say. */
  readonly visible?: boolean | undefined;
}
export interface ScrollData {
  readonly source: typeof SOURCE.scroll;
  readonly id: number;
  readonly x: number;
  readonly y: number;
}
export interface ResizeData {
  readonly source: typeof SOURCE.resize;
  readonly width: number;
  readonly height: number;
}
export interface InputData {
  readonly source: typeof SOURCE.input;
  readonly id: number;
  readonly text: string;
  readonly isChecked: boolean;
}
type RuleIndex = number | readonly number[];
export interface StyleRuleData {
  readonly source: typeof SOURCE.styleRule;
  readonly id?: number | undefined;
  readonly styleId?: number | undefined;
  readonly adds?: readonly { readonly rule: string; readonly index?: RuleIndex | undefined }[] | undefined;
  readonly removes?: readonly { readonly index: RuleIndex }[] | undefined;
  readonly replace?: string | undefined;
  readonly replaceSync?: string | undefined;
}
export interface StyleDeclarationData {
  readonly source: typeof SOURCE.styleDeclaration;
  readonly id?: number | undefined;
  readonly styleId?: number | undefined;
  readonly index: readonly number[];
  readonly set?:
    | { readonly property: string; readonly value: string | null; readonly priority?: string | undefined }
    | undefined;
  readonly remove?: { readonly property: string } | undefined;
}
export interface SelectionData {
  readonly source: typeof SOURCE.selection;
  readonly ranges: readonly {
    readonly start: number;
    readonly startOffset: number;
    readonly end: number;
    readonly endOffset: number;
  }[];
}
export interface AdoptedSheetData {
  readonly source: typeof SOURCE.adoptedSheet;
  readonly id: number;
  readonly styleIds: readonly number[];
  readonly styles?:
    | readonly {
        readonly styleId: number;
        readonly rules: readonly { readonly rule: string; readonly index?: RuleIndex | undefined }[];
      }[]
    | undefined;
}
export type IncrementalData =
  | MutationData
  | PointerData
  | InteractionData
  | ScrollData
  | ResizeData
  | InputData
  | StyleRuleData
  | StyleDeclarationData
  | SelectionData
  | AdoptedSheetData;

export interface MetaEvent {
  readonly type: typeof EVENT.meta;
  readonly timestamp: number;
  readonly data: {
    readonly href: string;
    readonly width: number;
    readonly height: number;
    /** How much of the width the page's scroll bar takes. */
    readonly bar?: number | undefined;
  };
}
export interface FullEvent {
  readonly type: typeof EVENT.full;
  readonly timestamp: number;
  readonly data: {
    readonly node: Sn;
    readonly initialOffset: { readonly top: number; readonly left: number };
  };
}
export interface IncrementalEvent {
  readonly type: typeof EVENT.incremental;
  readonly timestamp: number;
  readonly data: IncrementalData;
}
/**
 * Slow: from here on single changes are left out, and a fresh picture comes now and then; or no more so. Away: the visitor
 * has another tab or window before their eyes.
 */
export interface PaceEvent {
  readonly type: typeof EVENT.pace;
  readonly timestamp: number;
  readonly data: { readonly slow: boolean; readonly away: boolean };
}
export type PageEvent = MetaEvent | FullEvent | IncrementalEvent | PaceEvent | ExtraEvent | DigestEvent;
