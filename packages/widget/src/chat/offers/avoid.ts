/**
 * Keeps a card off the field the visitor is in: it goes to the other corner, or folds small where neither corner is
 * free.
 */
import type { Unsubscribe } from "@lotse/protocol";

const overlaps = (a: DOMRect, b: DOMRect) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isField = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches("input,textarea,select,[contenteditable]"));

export const keepClear = (place: HTMLElement): Unsubscribe => {
  let planned = 0;
  const settle = () => {
    planned = 0;
    const card = place.querySelector<HTMLElement>(".card:not(.over)");
    if (card === null) return;
    const field = document.activeElement;
    for (const corner of ["right", "left", "small"]) {
      card.dataset.corner = corner;
      if (!isField(field) || !overlaps(card.getBoundingClientRect(), field.getBoundingClientRect())) return;
    }
  };
  const plan = () => {
    if (planned === 0) planned = requestAnimationFrame(settle);
  };
  const watched: readonly [EventTarget | null, string][] = [
    [document, "focusin"],
    [document, "focusout"],
    [document, "scroll"],
    [window, "resize"],
    [window.visualViewport, "resize"],
    [window.visualViewport, "scroll"],
  ];
  for (const [target, type] of watched)
    target?.addEventListener(type, plan, { passive: true, capture: true });
  const drawn = new MutationObserver(plan);
  drawn.observe(place, { childList: true, subtree: true });
  plan();
  return () => {
    drawn.disconnect();
    cancelAnimationFrame(planned);
    for (const [target, type] of watched) target?.removeEventListener(type, plan, { capture: true });
  };
};
