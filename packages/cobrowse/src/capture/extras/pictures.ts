/**
 * Stills of what the agent's browser cannot draw by itself: canvases, `blob:` images, and the site's own images, which
 * may need the visitor's cookies. Only what is in sight, of no foreign origin, and small; a canvas at most twice a
 * second, when it has changed. What cannot be read is told as such. Knows nothing of masking beyond asking.
 */
import { PICTURE_CHARS_MAX } from "../../wire/extras.ts";
import type { MakeKind } from "./Watch.ts";

const CANVAS_EVERY_MS = 500;
/** Longer side of a still, in pixels: enough to read a chart, small enough to send twice a second. */
const SIDE_PX_MAX = 800;
/** Pictures made in one look, so that a gallery does not stall its page. */
const AT_ONCE = 2;
const QUALITY = 0.7;

interface Still {
  readonly source: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

export const pictures: MakeKind = watch => {
  const { host } = watch;
  const { window, getter } = host;
  const { document } = window;
  const { getBoundingClientRect } = window.Element.prototype;
  const { toDataURL, getContext } = window.HTMLCanvasElement.prototype;
  const { drawImage, clearRect } = window.CanvasRenderingContext2D.prototype;
  const ofImage = <T>(name: string) => getter<T>(window.HTMLImageElement.prototype, name);
  const src = ofImage<string>("currentSrc");
  const complete = ofImage<boolean>("complete");
  const [naturalWidth, naturalHeight] = [ofImage<number>("naturalWidth"), ofImage<number>("naturalHeight")];
  const canvasSide = (name: string) => getter<number>(window.HTMLCanvasElement.prototype, name);
  const [canvasWidth, canvasHeight] = [canvasSide("width"), canvasSide("height")];
  const scratch = document.createElement("canvas");
  const context = getContext.call(scratch, "2d") as CanvasRenderingContext2D | null;
  const lookedMs = new WeakMap<Element, number>();
  /** Drawn once for each address; a new segment is told the same again. */
  const drawn = new WeakMap<Element, { readonly address: string; readonly picture: string | null }>();
  let turn = 0;
  let made = 0;

  const isInSight = (element: Element): boolean => {
    const { top, left, bottom, right, width, height } = getBoundingClientRect.call(element);
    const isSized = width > 0 && height > 0;
    return isSized && bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
  };
  /** Throws where the picture is another origin's. */
  const draw = ({ source, width, height }: Still): string | null => {
    if (context === null || width === 0 || height === 0) return null;
    const scale = Math.min(1, SIDE_PX_MAX / Math.max(width, height));
    scratch.width = Math.max(1, Math.round(width * scale));
    scratch.height = Math.max(1, Math.round(height * scale));
    clearRect.call(context, 0, 0, scratch.width, scratch.height);
    (drawImage as (...given: unknown[]) => void).call(
      context,
      source,
      ...[0, 0, scratch.width, scratch.height],
    );
    const picture = toDataURL.call(scratch, "image/webp", QUALITY);
    return picture.length <= PICTURE_CHARS_MAX ? picture : null;
  };
  const isOwn = (address: string): boolean =>
    address.startsWith("blob:") || address.startsWith(`${window.location.origin}/`);
  const lookAtImage = (element: HTMLImageElement, id: number): void => {
    const address = src(element);
    if (!complete(element) || !isOwn(address)) return;
    let known = drawn.get(element);
    if (known?.address !== address) {
      made += 1;
      const still = { source: element, width: naturalWidth(element), height: naturalHeight(element) };
      known = { address, picture: draw(still) };
      drawn.set(element, known);
    }
    if (known.picture !== null) watch.tell({ kind: "picture", id, src: known.picture }, address);
  };
  const cannotShow = (element: Element, id: number): void => {
    const { width, height } = getBoundingClientRect.call(element);
    const box = { width: Math.round(width), height: Math.round(height) };
    watch.tell({ kind: "label", id, label: "canvas", ...box }, "canvas");
  };
  const lookAtCanvas = (element: HTMLCanvasElement, id: number): void => {
    const nowMs = host.clock.nowMs();
    if (nowMs - (lookedMs.get(element) ?? 0) < CANVAS_EVERY_MS) return;
    lookedMs.set(element, nowMs);
    made += 1;
    // In the frame in which the page draws: what WebGL has drawn is gone a moment later.
    window.requestAnimationFrame(() => {
      if (host.nodeOf(id) !== element || !host.readable(element)) return;
      try {
        const still = { source: element, width: canvasWidth(element), height: canvasHeight(element) };
        const picture = draw(still);
        if (picture !== null) watch.tell({ kind: "picture", id, src: picture }, picture);
      } catch {
        cannotShow(element, id);
      }
    });
  };
  return {
    wants: element => element.localName === "img" || element.localName === "canvas",
    look: (element, id) => {
      const nowMs = host.clock.nowMs();
      if (nowMs !== turn) [turn, made] = [nowMs, 0];
      if (host.strict || made >= AT_ONCE || !isInSight(element) || !host.readable(element)) return;
      if (element.localName === "img") lookAtImage(element as HTMLImageElement, id);
      else lookAtCanvas(element as HTMLCanvasElement, id);
    },
  };
};
