/** On a small screen the board folds to a handle: who sees the page, and Stop. Fetched where the screen is small. */
import type { Language } from "@lotse/protocol";
import css from "./fold.css?inline";

const WORDS = { de: "Leiste einklappen", en: "Fold the bar" } as const;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export const addFold = (root: ShadowRoot, board: HTMLElement, language: Language): void => {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const fold = document.createElement("button");
  fold.type = "button";
  fold.className = "fold";
  fold.dataset.testid = "cobrowse-fold";
  fold.setAttribute("aria-label", WORDS[language]);
  fold.setAttribute("aria-pressed", "false");
  fold.addEventListener("click", () =>
    fold.setAttribute("aria-pressed", String(board.classList.toggle("folded"))),
  );
  board.append(fold);
};
