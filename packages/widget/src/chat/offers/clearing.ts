/**
 * Fetches what keeps cards off fields, once something on the page has the focus: most never need it. Until it is there no card
 * stands beside that, whatever it is. Knows nothing of fields and places.
 */
import { Cell } from "../../core/cell.ts";
import { fetchWhenDue } from "../../core/fetchWhenDue.ts";
import type { LoaderContext } from "../../shared/bridge.ts";
import type * as clear from "./clear/index.ts";

const ASK_AGAIN_MS = 100;

export const createClearing = (context: LoaderContext) => {
  const { host, root, clock } = context;
  const isInPage = () => {
    const active = document.activeElement;
    return active !== null && active !== host && !active.matches("body,a,button");
  };
  const isDue = new Cell(isInPage());
  const cell = new Cell<typeof clear | null>(null);
  let quietInMs = (): number => (isInPage() ? ASK_AGAIN_MS : 0);
  const look = () =>
    requestAnimationFrame(() => {
      if (cell.peek() !== null) return;
      const isIn = isInPage();
      isDue.value ||= isIn;
      const card = root.querySelector<HTMLElement>(".card:not(.over)");
      if (card !== null) card.dataset.corner = isIn ? "none" : "right";
    });
  const abort = new AbortController();
  const { signal } = abort;
  for (const type of ["focus", "blur"]) window.addEventListener(type, look, { capture: true, signal });
  const stop = fetchWhenDue({
    cell,
    clock,
    isDue: () => isDue.value,
    load: async () => {
      const module = await import("./clear/index.ts");
      if (!signal.aborted) quietInMs = module.startClear(context, signal);
      return module;
    },
  });
  return {
    /** Like the loader's, of what the loader does not hear. */
    quietInMs: () => quietInMs(),
    close: () => {
      stop();
      abort.abort();
    },
  };
};
