/** Typing in frames of the page's own origin, which the loader does not hear. Knows of a frame only once the focus is in it. */
import type { LoaderContext } from "../../../shared/bridge.ts";
import { findFocus } from "./focus.ts";

/** As long as the loader waits after the last key. */
const TYPING_MS = 3_000;

export const createFrameSense = ({ clock, host }: LoaderContext) => {
  const heard = new Set<Document>();
  let quietAtMs = 0;
  const typed = () => {
    quietAtMs = clock.nowMs() + TYPING_MS;
  };
  const onInput = (event: Event) => {
    if (event.isTrusted) typed();
  };
  return {
    quietInMs: (): number => {
      const typedIn = findFocus(host)?.field.ownerDocument ?? document;
      if (typedIn !== document && !heard.has(typedIn)) {
        heard.add(typedIn);
        typedIn.addEventListener("input", onInput, true);
        // What was typed in it before, nobody heard.
        typed();
      }
      return quietAtMs - clock.nowMs();
    },
    close: () => {
      for (const one of heard) one.removeEventListener("input", onInput, true);
    },
  };
};
