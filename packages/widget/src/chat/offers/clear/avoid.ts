/**
 * Keeps a card off the field the visitor is in: it takes the first place that is free, folded where there is no room for all
 * of it, and is held back where there is none at all. Looks again with every frame, but only while there are both a card and
 * such a field.
 */
import type { Unsubscribe } from "@lotse/protocol";
import type { LoaderContext } from "../../../shared/bridge.ts";
import { guard } from "../../../shared/guard.ts";
import { type Box, findFocus, hidesFocus } from "./focus.ts";
import { addUnfold, UNFOLD } from "./folding.ts";
import { HELD_WORDS } from "./words.ts";

/** Also room for the field's outline, and for the card's rise. */
const GAP_PX = 8;

const HELD = "none";
const PLACES = ["right", "left", "top", "folded", "folded-top"];
/** Where a card is whole again, on the same side. */
const UNFOLDED: Readonly<Record<string, string>> = { [HELD]: "right", folded: "right", "folded-top": "top" };

/** Where it is laid out, wherever an animation shows it just now. */
const covers = ({ offsetLeft, offsetTop, offsetWidth, offsetHeight }: HTMLElement, field: Box): boolean =>
  offsetLeft < field.right + GAP_PX &&
  field.left < offsetLeft + offsetWidth + GAP_PX &&
  offsetTop < field.bottom + GAP_PX &&
  field.top < offsetTop + offsetHeight + GAP_PX;

const settle = (card: HTMLElement, field: Box | undefined): void => {
  const places = card.querySelector(UNFOLD) === null ? PLACES.slice(0, 3) : PLACES;
  for (const place of [...places, HELD]) {
    card.dataset.corner = place;
    if (field === undefined || !covers(card, field)) return;
  }
};

/** For those who do not see that there is something they could read. */
const createStatus = ({ root, language }: LoaderContext) => {
  const status = document.createElement("p");
  status.className = "hidden";
  status.role = "status";
  status.dataset.testid = "held";
  root.append(status);
  return {
    tell: (isHeld: boolean) => {
      const says = isHeld ? HELD_WORDS[language] : "";
      if (says !== status.textContent) status.textContent = says;
    },
    close: () => status.remove(),
  };
};

export const keepClear = (context: LoaderContext): Unsubscribe => {
  const { host, root } = context;
  const { tell, close } = createStatus(context);
  let planned = 0;
  let seen = "";
  const look = guard(() => {
    planned = 0;
    const card = root.querySelector<HTMLElement>(".card:not(.over)");
    if (card === null) return tell(false);
    addUnfold(card);
    const field = findFocus(host)?.box;
    if (field !== undefined || hidesFocus(host)) plan();
    // Under the hand that is about to press a button it stays where it is.
    const isIn = card.contains(root.activeElement);
    const now = [isIn, field?.left, field?.top, field?.right, field?.bottom, innerWidth, innerHeight].join();
    if (now === seen) return;
    seen = now;
    const { corner = "right" } = card.dataset;
    if (isIn) card.dataset.corner = UNFOLDED[corner] ?? corner;
    else settle(card, field);
    tell(card.dataset.corner === HELD);
  });
  const plan = () => {
    if (planned === 0) planned = requestAnimationFrame(look);
  };
  const redrawn = new MutationObserver(() => {
    seen = "";
    plan();
  });
  const watched: readonly [EventTarget, string][] = [
    [document, "focusin"],
    [document, "focusout"],
    // The focus went into a frame, or came back.
    [window, "blur"],
    [window, "focus"],
    [window, "resize"],
  ];
  for (const [target, type] of watched) target.addEventListener(type, plan, true);
  redrawn.observe(root, { childList: true, subtree: true });
  plan();
  return () => {
    close();
    redrawn.disconnect();
    cancelAnimationFrame(planned);
    for (const [target, type] of watched) target.removeEventListener(type, plan, true);
  };
};
