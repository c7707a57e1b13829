/** Whoever adds something to a list goes on in it: the first control of what was added takes the focus. */
import { useLayoutEffect, useRef } from "preact/hooks";

export interface Adding<E extends HTMLElement> {
  /** What was added is the last of its items. */
  readonly list: { readonly current: E | null };
  readonly add: (how: () => void) => void;
}

export const useAdding = <E extends HTMLElement>(items = ":scope > *"): Adding<E> => {
  const list = useRef<E>(null);
  const isAdding = useRef(false);
  useLayoutEffect(() => {
    if (!isAdding.current) return;
    isAdding.current = false;
    const added = [...(list.current?.querySelectorAll(items) ?? [])].at(-1);
    added?.querySelector<HTMLElement>("input, select, summary")?.focus();
  });
  return {
    list,
    add: how => {
      isAdding.current = true;
      how();
    },
  };
};
