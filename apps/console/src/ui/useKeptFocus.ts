/**
 * The focus outlives what had it: when a control goes away, the next one that is still there takes it, so that nobody who
 * works by keyboard alone is thrown back to the top of the page. Knows nothing of what the controls do.
 */
import { useEffect, useRef } from "preact/hooks";

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

const isLeft = (control: HTMLElement): boolean => control.isConnected && !control.matches(":disabled");

export const useKeptFocus = <E extends HTMLElement>() => {
  const root = useRef<E>(null);
  useEffect(() => {
    const area = root.current;
    if (area === null) return;
    let last: HTMLElement | null = null;
    let dialog: Element | null = null;
    let order: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement ? target : null;
      dialog = last?.closest("dialog") ?? null;
      order = [...area.querySelectorAll<HTMLElement>(CONTROLS)];
    };
    const gone = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      // A dialog that goes gives the focus back to where it came from.
      if (dialog?.isConnected === false) return;
      const at = order.indexOf(last);
      const next = order.slice(at + 1).find(isLeft) ?? order.slice(0, Math.max(at, 0)).findLast(isLeft);
      (next ?? area).focus();
    });
    area.addEventListener("focusin", remember);
    gone.observe(area, { childList: true, subtree: true });
    return () => {
      area.removeEventListener("focusin", remember);
      gone.disconnect();
    };
  }, []);
  return root;
};
