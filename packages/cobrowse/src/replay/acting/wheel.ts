/** Turns of the agent's wheel as places to scroll to: counted on from what was asked for last, while the page follows. */
import type { Act, MarkNode } from "@lotse/protocol";
import { createDom, isElement } from "../../capture/dom.ts";

interface Going {
  readonly element: Element;
  readonly atMs: number;
  x: number;
  y: number;
}

const EVERY_MS = 80;
/** The page has had time to follow: from then on what it shows counts. */
const FOLLOWED_MS = 600;
const SCROLLS = /auto|scroll|overlay/;

const canScroll = (element: Element, dx: number, dy: number): boolean => {
  const view = element.ownerDocument.defaultView;
  const isPage = element === element.ownerDocument.scrollingElement;
  const style = view?.getComputedStyle(element);
  /** Left in this direction; a pixel may be a part of one. */
  const room = (at: number, most: number, by: number, how = ""): boolean =>
    (by > 0 ? at < most - 1 : by < 0 && at > 0) && (isPage || SCROLLS.test(how));
  return (
    room(element.scrollTop, element.scrollHeight - element.clientHeight, dy, style?.overflowY) ||
    room(element.scrollLeft, element.scrollWidth - element.clientWidth, dx, style?.overflowX)
  );
};

export const createWheel = (parts: {
  readonly nodeOf: (element: Element) => MarkNode | null;
  readonly act: (act: Act) => void;
  readonly nowMs: () => number;
}) => {
  const dom = createDom(window);
  let going: Going | null = null;
  let timer: number | undefined;

  const send = (): void => {
    timer = undefined;
    const node = going === null ? null : parts.nodeOf(going.element);
    if (going !== null && node !== null)
      parts.act({ kind: "scroll", node, x: Math.round(going.x), y: Math.round(going.y) });
  };
  const scrollable = (from: Element, dx: number, dy: number): Element | null => {
    for (let at: Node | null = from; at !== null; at = dom.shownParent(at)) {
      if (isElement(at) && canScroll(at, dx, dy)) return at;
    }
    return null;
  };
  return {
    turn: (from: Element, dx: number, dy: number): void => {
      const element = scrollable(from, dx, dy);
      if (element === null) return;
      const atMs = parts.nowMs();
      const before = going?.element === element && atMs - going.atMs < FOLLOWED_MS ? going : null;
      const clamp = (to: number, size: number, seen: number): number =>
        Math.max(0, Math.min(to, size - seen));
      going = {
        ...{ element, atMs },
        x: clamp((before?.x ?? element.scrollLeft) + dx, element.scrollWidth, element.clientWidth),
        y: clamp((before?.y ?? element.scrollTop) + dy, element.scrollHeight, element.clientHeight),
      };
      timer ??= window.setTimeout(send, EVERY_MS);
    },
    close: (): void => clearTimeout(timer),
  };
};
