/** Keeps a scrolling list at its newest line, unless the person has scrolled up to read. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** This near to the end counts as "at the end". */
const NEAR_PX = 60;

export interface StickToEnd {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly atEnd: ReadonlySignal<boolean>;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
}

/** `length` is whatever changes when the list grows. */
export const useStickToEnd = (length: string): StickToEnd => {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const toEnd = () => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    atEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
  };
  useLayoutEffect(() => {
    if (atEnd.peek()) toEnd();
  }, [length]);
  return { scroller, atEnd, toEnd, onScroll };
};
