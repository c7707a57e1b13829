/** What keeps a card off a field, and off those who type in one. Fetched once something on the page has the focus. */
import type { LoaderContext } from "../../../shared/bridge.ts";
import { addStyles } from "../../styles.ts";
import { keepClear } from "./avoid.ts";
import css from "./clear.css?inline";
import { createFrameSense } from "./frames.ts";

/** Until the signal; tells how long until nobody types in a frame any more. */
export const startClear = (context: LoaderContext, signal: AbortSignal): (() => number) => {
  const frames = createFrameSense(context);
  const undo = [frames.close, keepClear(context), addStyles(context.root, css)];
  signal.addEventListener("abort", () => {
    for (const one of undo) one();
  });
  return frames.quietInMs;
};
