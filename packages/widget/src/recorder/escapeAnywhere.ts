/** Escape, wherever the visitor's keys are: also in frames of the page's own origin, and before the page hears of it. */
import type { Unsubscribe } from "@lotse/protocol";

export const escapeAnywhere = (onEscape: () => void): Unsubscribe => {
  /** By document: a frame that moves on has the same window without our ears. */
  const heard = new Map<Document, Window>();
  const onKey = (event: KeyboardEvent): void => {
    if (event.isTrusted && event.key === "Escape") onEscape();
  };
  const listen = (target: Window): void => {
    try {
      if (heard.has(target.document)) return;
      target.addEventListener("keydown", onKey, true);
      target.addEventListener("blur", onBlur, true);
      heard.set(target.document, target);
    } catch {
      // Another origin's: its keys are its own, the button in the board is not.
    }
  };
  /** The focus may have gone into a frame. */
  const onBlur = (event: Event): void => {
    const { document } = event.currentTarget as Window;
    const inner = document.activeElement;
    if (inner instanceof HTMLIFrameElement && inner.contentWindow !== null) listen(inner.contentWindow);
  };
  listen(window);
  return () => {
    for (const target of heard.values()) {
      target.removeEventListener("keydown", onKey, true);
      target.removeEventListener("blur", onBlur, true);
    }
    heard.clear();
  };
};
