/**
 * Where the mirrored page stands: at the visitor's viewport size, never reflowed, scaled down to the window and
 * centred, or as large as it is and moved about by scrolling the window. Knows nothing of recordings.
 */
import type { Unsubscribe } from "@lotse/protocol";
import type { Zoom } from "./port.ts";

export interface Stage {
  readonly element: HTMLElement;
  resize(width: number, height: number): void;
  /** Pixels of the screen per pixel of the page. */
  scale(): number;
  zoom(zoom: Zoom): void;
  viewport(): { readonly width: number; readonly height: number };
  /** No page to show. */
  empty(): void;
  close: Unsubscribe;
}

export const createStage = (root: HTMLElement): Stage => {
  const element = root.ownerDocument.createElement("div");
  element.className = "stage";
  root.append(element);
  let scale = 1;
  let zoom: Zoom = "fit";
  let size: { readonly width: number; readonly height: number } | null = null;

  const fit = (): void => {
    element.hidden = size === null;
    if (size === null) return;
    const fitting = Math.min(root.clientWidth / size.width, root.clientHeight / size.height, 1);
    scale = zoom === "fit" ? fitting : 1;
    const left = Math.max(0, (root.clientWidth - size.width * scale) / 2);
    const top = Math.max(0, (root.clientHeight - size.height * scale) / 2);
    element.style.width = `${size.width}px`;
    element.style.height = `${size.height}px`;
    element.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    element.style.setProperty("--scale", String(scale));
  };
  const zoomTo = (to: Zoom): void => {
    zoom = to;
    root.style.overflow = to === "actual" ? "auto" : "";
    // Without a pointer it is moved by the arrow keys.
    root.tabIndex = to === "actual" ? 0 : -1;
    root.scrollTo(0, 0);
    fit();
  };
  const observer = new ResizeObserver(fit);
  observer.observe(root);
  fit();
  return {
    element,
    resize: (width, height) => {
      size = { width, height };
      fit();
    },
    scale: () => scale,
    zoom: zoomTo,
    viewport: () => size ?? { width: 0, height: 0 },
    empty: () => {
      size = null;
      fit();
    },
    close: () => {
      observer.disconnect();
      element.remove();
    },
  };
};
