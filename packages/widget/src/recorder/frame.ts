/**
 * The frame "pilot on board" around the page: who sees it, and Stop within reach. Moves nothing; where it would cover much of
 * a small page, it folds to a handle that keeps both.
 */
import type { Language } from "@lotse/protocol";
import { createEye } from "./eye.ts";
import css from "./frame.css?inline";
import type { SightPage } from "./sight.ts";

const WORDS = {
  de: { title: "Lotse an Bord.", sees: "sieht diese Seite.", stop: "Beenden" },
  en: { title: "Pilot on board.", sees: "sees this page.", stop: "Stop" },
} as const;

export interface Frame {
  readonly element: Element;
  /** In the board beside Stop, for what else the visitor may decide. */
  readonly tools: HTMLElement;
  remove(): void;
}

const offerFold = (root: ShadowRoot, board: HTMLElement, language: Language): void => {
  const small = matchMedia("(max-width: 479px)");
  const offer = (): void => {
    if (!small.matches) return;
    small.removeEventListener("change", offer);
    // Not to be had (offline): the board stays as it is.
    import("./fold.ts").then(({ addFold }) => addFold(root, board, language)).catch(() => undefined);
  };
  small.addEventListener("change", offer);
  offer();
};

export const createFrame = (options: {
  readonly root: ShadowRoot;
  readonly language: Language;
  readonly agentName: string;
  /** Null while nothing is recorded. */
  readonly page: () => SightPage | null;
  /** Only a click that a person made. */
  readonly onStop: () => void;
}): Frame => {
  const { root } = options;
  const words = WORDS[options.language];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  const frame = document.createElement("div");
  const board = document.createElement("div");
  const text = document.createElement("p");
  const title = document.createElement("b");
  const name = document.createElement("span");
  const tools = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "frame";
  frame.dataset.testid = "cobrowse-frame";
  board.className = "board flag";
  board.setAttribute("role", "status");
  title.textContent = words.title;
  name.textContent = options.agentName;
  text.append(title, " ", name, ` ${words.sees}`);
  button.type = "button";
  button.dataset.testid = "cobrowse-stop";
  button.textContent = words.stop;
  button.addEventListener("click", event => {
    if (event.isTrusted) options.onStop();
  });
  tools.className = "hand";
  const eye = createEye({ ...options, frame });
  board.append(text, tools, eye.button, button);
  frame.append(board);
  root.append(frame);
  offerFold(root, board, options.language);
  return {
    element: frame,
    tools,
    remove: () => {
      eye.close();
      frame.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter(one => one !== sheet);
    },
  };
};
