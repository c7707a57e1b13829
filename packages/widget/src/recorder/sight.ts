/**
 * "What does the agent see?": what is hidden is hatched on the page itself, and the visitor hides more with a click. Lies
 * over the page and moves nothing; while it is open no click reaches the page. Knows nothing of why something is hidden.
 */

import { boxOf } from "@lotse/cobrowse/boxOf";
import type { Capture } from "@lotse/cobrowse/capture";
import { createStrokes } from "@lotse/cobrowse/strokes";
import type { Language } from "@lotse/protocol";
import css from "./sight.css?inline";

export type SightPage = Pick<Capture, "hidden" | "paint" | "unpaint">;

export interface Sight {
  /** A click of a person's on the button. */
  toggle(): void;
  close(): void;
}

const WORDS = {
  de: {
    legend:
      "Schraffiertes wird nicht gezeigt. Ein Klick verbirgt mehr, ein zweiter zeigt es wieder. Mit Pfeiltasten und Eingabe geht es auch. Esc schließt.",
    kept: "Verborgen, auch auf weiteren Seiten in diesem Tab.",
    here: "Verborgen, solange diese Seite offen ist.",
    shown: "Wieder zu sehen.",
    fixed: "Ist immer verborgen.",
  },
  en: {
    legend:
      "What is hatched is not shown. A click hides more, another shows it again. Arrow keys and Enter work, too. Esc closes.",
    kept: "Hidden, on further pages in this tab, too.",
    here: "Hidden while this page is open.",
    shown: "Shown again.",
    fixed: "Is always hidden.",
  },
} as const;

/** What a keyboard goes through. */
const PLACES =
  "input,select,textarea,button,p,li,td,th,dt,dd,h1,h2,h3,h4,label,img,figure,table,section,article,form,iframe,video,canvas";
const KEPT_FROM_PAGE =
  "pointerdown pointerup pointermove mousedown mouseup click dblclick contextmenu auxclick touchstart touchend keydown keyup keypress".split(
    " ",
  );

const element = (tag: string, className: string): HTMLElement => {
  const made = document.createElement(tag);
  made.className = className;
  return made;
};

const isInView = (target: Element): boolean => {
  const { left, top, width, height } = target.getBoundingClientRect();
  const isThere = width > 0 && height > 0 && top + height > 0 && left + width > 0;
  return isThere && top < window.innerHeight && left < window.innerWidth;
};

/** The innermost element of the page at a point; frames are one. */
const targetAt = (x: number, y: number, host: Element): Element | null => {
  let found: Element | null = null;
  let at: DocumentOrShadowRoot | null = document;
  while (at !== null) {
    const next: Element | undefined = at.elementsFromPoint(x, y).find(one => one !== host && one !== found);
    if (next === undefined) break;
    found = next;
    at = next.shadowRoot;
  }
  return found === document.documentElement || found === document.body ? null : found;
};

export const createSight = (options: {
  readonly root: ShadowRoot;
  readonly frame: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly language: Language;
  readonly page: () => SightPage | null;
}): Sight => {
  const { frame, button, page } = options;
  const words = WORDS[options.language];
  const layer = element("div", "sight");
  const boxes = element("div", "boxes");
  const legend = element("p", "legend");
  const cursor = element("div", "cursor");
  layer.tabIndex = 0;
  layer.setAttribute("role", "application");
  layer.setAttribute("aria-label", button.title);
  layer.dataset.testid = "cobrowse-sight-layer";
  legend.setAttribute("role", "status");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  options.root.adoptedStyleSheets = [...options.root.adoptedStyleSheets, sheet];
  layer.append(boxes, cursor, legend);
  let drawing = 0;
  let chosen: Element | null = null;

  const place = (box: HTMLElement, target: Element): void => {
    const { left, top, width, height } = boxOf(target);
    box.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
  };
  const draw = (): void => {
    // What has no place on the page (hidden fields) is not there to be seen anyway.
    const hidden = (page()?.hidden() ?? []).filter(target => boxOf(target).width > 0);
    while (boxes.childElementCount > hidden.length) boxes.lastElementChild?.remove();
    while (boxes.childElementCount < hidden.length) boxes.append(element("div", "hatch"));
    for (const [at, target] of hidden.entries()) place(boxes.children[at] as HTMLElement, target);
    cursor.hidden = chosen === null;
    if (chosen !== null) place(cursor, chosen);
  };
  /** Often enough for scrolling; a page of many elements pays less often. */
  const loop = (): void => {
    const before = performance.now();
    draw();
    const pauseMs = Math.max(0, (performance.now() - before) * 10 - 16);
    drawing = window.setTimeout(() => requestAnimationFrame(() => drawing !== 0 && loop()), pauseMs);
  };
  const close = (): void => {
    if (drawing === 0) return;
    clearTimeout(drawing);
    drawing = 0;
    layer.remove();
    button.setAttribute("aria-pressed", "false");
  };
  const open = (): void => {
    legend.textContent = words.legend;
    chosen = null;
    frame.prepend(layer);
    button.setAttribute("aria-pressed", "true");
    layer.focus();
    loop();
  };
  const brush = (target: Element): void => {
    const shared = page();
    if (shared === null) return;
    if (shared.unpaint(target)) legend.textContent = words.shown;
    else if (shared.hidden().some(one => one.contains(target))) legend.textContent = words.fixed;
    else legend.textContent = shared.paint(target, createStrokes) ? words.kept : words.here;
    draw();
  };
  const step = (by: number): void => {
    const places = Array.from(document.querySelectorAll(PLACES)).filter(isInView);
    const at = chosen === null ? -1 : places.indexOf(chosen);
    chosen = places.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % places.length) ?? null;
    legend.textContent = chosen?.textContent?.trim().slice(0, 60) || (chosen?.localName ?? "");
    draw();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && drawing !== 0) {
      close();
      button.focus();
    } else if (event.target !== layer) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") step(1);
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") step(-1);
    else if ((event.key === "Enter" || event.key === " ") && chosen !== null) brush(chosen);
    else return;
    event.preventDefault();
  };
  frame.addEventListener("keydown", event => {
    if (event.isTrusted) onKey(event);
  });
  layer.addEventListener("click", event => {
    const target = event.isTrusted ? targetAt(event.clientX, event.clientY, options.root.host) : null;
    if (target !== null) brush(target);
  });
  for (const name of KEPT_FROM_PAGE) frame.addEventListener(name, event => event.stopPropagation());
  return { close, toggle: () => (drawing === 0 ? open : close)() };
};
