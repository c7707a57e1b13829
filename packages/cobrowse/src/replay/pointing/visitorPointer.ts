/**
 * What the Replayer's own cursor does not show on its synchronous path: a ring where the visitor clicked or touched,
 * and that nothing has moved for a while. Knows no agents' marks.
 */
import { EVENT, type PageEvent, SOURCE } from "../../wire/events.ts";

const IDLE_MS = 10_000;
/** rrweb's kinds of interaction. */
const CLICK = 2;
const TOUCH_START = 7;

const isMovement = (event: PageEvent): boolean =>
  event.type === EVENT.incremental &&
  [SOURCE.mouseMove, SOURCE.touchMove, SOURCE.drag, SOURCE.mouseInteraction].some(
    source => event.data.source === source,
  );

/** A click from the keyboard has no place. */
const isPress = (event: PageEvent): boolean =>
  event.type === EVENT.incremental &&
  event.data.source === SOURCE.mouseInteraction &&
  (event.data.type === CLICK || event.data.type === TOUCH_START) &&
  ((event.data.x ?? 0) !== 0 || (event.data.y ?? 0) !== 0);

export interface VisitorPointer {
  /** After the events were applied. */
  shown(events: readonly PageEvent[]): void;
  close(): void;
}

export const createVisitorPointer = (stage: HTMLElement): VisitorPointer => {
  let timer: number | undefined;
  const mouse = (): HTMLElement | null => stage.querySelector<HTMLElement>(".replayer-mouse");

  const ring = ({ style }: HTMLElement): void => {
    const made = stage.ownerDocument.createElement("div");
    made.className = "visitor-click";
    made.setAttribute("aria-hidden", "true");
    made.style.left = style.left;
    made.style.top = style.top;
    made.addEventListener("animationend", () => made.remove());
    for (const old of [...stage.querySelectorAll(".visitor-click")].slice(0, -10)) old.remove();
    stage.append(made);
  };
  return {
    shown: events => {
      const at = mouse();
      if (at === null || !events.some(isMovement)) return;
      at.classList.remove("idle");
      clearTimeout(timer);
      timer = window.setTimeout(() => mouse()?.classList.add("idle"), IDLE_MS);
      if (events.some(isPress)) ring(at);
    },
    close: () => clearTimeout(timer),
  };
};
