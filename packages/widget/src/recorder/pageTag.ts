/** A word at an element of the page, drawn over it from our own shadow root; it follows, and goes with the element. */
import { boxOf } from "@lotse/cobrowse/boxOf";

export interface PageTag {
  /** Null: nowhere. `forMs`: for so long; absent: until it is put elsewhere. */
  at(element: Element | null, words: string, forMs?: number): void;
  close(): void;
}

const EVERY_MS = 100;

export const createPageTag = (frame: Element, className: string): PageTag => {
  const tag = document.createElement("div");
  const word = document.createElement("b");
  tag.className = `tag ${className}`;
  tag.dataset.testid = `tag-${className}`;
  tag.setAttribute("role", "status");
  tag.append(word);
  let target: Element | null = null;
  let timer = 0;
  let untilMs = 0;

  const rest = (): void => {
    clearInterval(timer);
    timer = 0;
    target = null;
    tag.remove();
  };
  const draw = (): void => {
    if (target === null || !target.isConnected || performance.now() > untilMs) {
      rest();
      return;
    }
    const { left, top, width, height } = boxOf(target);
    tag.hidden = width === 0 || top + height < 0 || top > window.innerHeight;
    // Within the frame's own border.
    const [x, y] = [left - frame.clientLeft, top - frame.clientTop];
    tag.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
    tag.classList.toggle("under", top < 90);
  };
  return {
    at: (element, words, forMs = Number.POSITIVE_INFINITY) => {
      if (element === null) {
        rest();
        return;
      }
      target = element;
      untilMs = performance.now() + forMs;
      word.textContent = words;
      if (!tag.isConnected) frame.prepend(tag);
      timer ||= window.setInterval(draw, EVERY_MS);
      draw();
    },
    close: rest,
  };
};
