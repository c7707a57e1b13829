/**
 * In a document without scripts a canvas is no picture and takes no room. Here each is shown as an image of the canvas's
 * own size, transparent until there is a still of it; how the page's styles size it holds as before. Writes the `content`
 * of mirrored canvases only. Knows nothing of where stills come from.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../../wire/events.ts";

/** What a canvas without the attributes measures. */
const USUAL = { width: 300, height: 150 } as const;

/** What was decoded last for a canvas, and which still is the newest one said. */
const stills = new WeakMap<Element, { readonly src: string; readonly width: number }>();
const newest = new WeakMap<Element, string>();
const written = new WeakMap<Element, string>();

const side = (canvas: Element, name: keyof typeof USUAL): number => {
  const value = Number.parseInt(canvas.getAttribute(name) ?? "", 10);
  return value >= 0 ? value : USUAL[name];
};

const fit = (canvas: HTMLElement): void => {
  const [width, height] = [side(canvas, "width"), side(canvas, "height")];
  const still = stills.get(canvas);
  const empty = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
  // A still may be smaller than what it shows.
  const content =
    still !== undefined && width > 0
      ? `image-set(url("${still.src}") ${still.width / width}x)`
      : `url("data:image/svg+xml,${encodeURIComponent(empty)}")`;
  if (written.get(canvas) === content && canvas.style.content !== "") return;
  written.set(canvas, content);
  canvas.style.setProperty("content", content, "important");
};

/** Swapped once it is decoded, so that nothing flickers. */
export const showStill = (canvas: HTMLElement, src: string): void => {
  if (newest.get(canvas) === src) return;
  newest.set(canvas, src);
  const picture = canvas.ownerDocument.createElement("img");
  picture.addEventListener("load", () => {
    // A later one may have been decoded first.
    if (newest.get(canvas) !== src) return;
    stills.set(canvas, { src, width: picture.naturalWidth });
    fit(canvas);
  });
  picture.src = src;
};

export interface CanvasBoxes {
  /** A packet's events, already applied. */
  shown(events: readonly PageEvent[]): void;
}

export const createCanvasBoxes = (nodeOf: (id: number) => Node | null): CanvasBoxes => {
  const ids = new Set<number>();
  const find = (sn: Sn): void => {
    if (sn.type === NODE.element && sn.tagName === "canvas") ids.add(sn.id);
    if (sn.type === NODE.element || sn.type === NODE.document) sn.childNodes.forEach(find);
  };
  const take = (event: PageEvent): boolean => {
    if (event.type === EVENT.full) {
      ids.clear();
      find(event.data.node);
      return true;
    }
    if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return false;
    for (const { node } of event.data.adds) find(node);
    return event.data.adds.length + event.data.attributes.length > 0;
  };
  return {
    shown: events => {
      if (!events.map(take).includes(true)) return;
      for (const id of ids) {
        const node = nodeOf(id);
        if (node?.nodeName.toLowerCase() === "canvas") fit(node as HTMLElement);
        else ids.delete(id);
      }
    },
  };
};
