/**
 * What rrweb does not say, as events of our own between its events. Capture and replay share these shapes. Knows neither
 * how a state is read nor how it is shown.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "./events.ts";

/** Longest picture, as a `data:` address. */
export const PICTURE_CHARS_MAX = 300_000;
/** Of these kinds alone; anything else could be more than a picture. */
export const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;
/** Options chosen in one list. */
export const CHOSEN_MAX = 10_000;
/** A label's box, in CSS pixels to a side. */
export const LABEL_PX_MAX = 20_000;

/** What stands in the mirror as a box with words: it cannot be shown. */
export const LABELS = ["frame", "payment", "video", "audio", "plugin", "closed", "canvas"] as const;
export type Label = (typeof LABELS)[number];

export type ExtraData =
  /** `sheet`: the style sheet of a `style` or `link` is in force. */
  | { readonly kind: "indeterminate" | "popover" | "sheet"; readonly id: number; readonly on: boolean }
  /** Every chosen option of a list, by its place. */
  | { readonly kind: "chosen"; readonly id: number; readonly indexes: readonly number[] }
  /** What an image or a canvas shows, as a `data:` address. */
  | { readonly kind: "picture"; readonly id: number; readonly src: string }
  /** With the size of the box on the visitor's page, in CSS pixels. */
  | {
      readonly kind: "label";
      readonly id: number;
      readonly label: Label;
      readonly width: number;
      readonly height: number;
    };

export interface ExtraEvent {
  readonly type: typeof EVENT.extra;
  readonly timestamp: number;
  readonly data: ExtraData;
}

const addIds = (sn: Sn, ids: number[]): void => {
  ids.push(sn.id);
  if (sn.type === NODE.element || sn.type === NODE.document)
    for (const child of sn.childNodes) addIds(child, ids);
};

/** Nodes that were built anew: nothing that was said of them holds any more. */
export const rebuiltBy = (event: PageEvent): readonly number[] => {
  if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return [];
  const ids: number[] = [];
  for (const { id, attributes } of event.data.attributes) if ("_cssText" in attributes) ids.push(id);
  for (const { node } of event.data.adds) addIds(node, ids);
  return ids;
};
