/**
 * Says now and then what the structure sent so far comes to, so that a mirror that went wrong is noticed. Counted from what
 * left, and from nothing else: it tells nothing that was not sent. Knows nothing of the page, nor of who compares.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { EVENT } from "../../wire/events.ts";
import type { Extras, ExtrasHost } from "./host.ts";
import { SentTree } from "./SentTree.ts";

/** Of time in which something was sent. */
const EVERY_MS = 10_000;

export const createDigests = ({ clock, sum }: Pick<ExtrasHost, "clock" | "sum">): Extras => {
  /** Null until a picture was seen from its beginning. */
  let tree: SentTree | null = null;
  let isDue = false;
  let cancelDue: Unsubscribe | null = null;
  let cancelWork: Unsubscribe | null = null;

  /** Said at once when all is entered, so that it is of what was sent up to here. */
  const say = (): void => {
    if (!isDue || cancelWork !== null) return;
    isDue = false;
    if (tree !== null) sum(tree.digest);
  };
  const work = (): void => {
    cancelWork = null;
    try {
      if (tree?.step() === false) cancelWork = clock.after(0, work);
    } catch {
      // Then nothing is said until the next picture; what is shared is not the less.
      tree = null;
    }
    say();
  };
  return {
    seen: event => {
      if (event.type === EVENT.digest) return;
      if (event.type === EVENT.full) tree = new SentTree(event.data.node);
      else if (tree?.take(event) === false) tree = null;
      cancelWork ??= clock.after(0, work);
      cancelDue ??= clock.after(EVERY_MS, () => {
        cancelDue = null;
        isDue = true;
        say();
      });
    },
    stop: () => {
      cancelDue?.();
      cancelWork?.();
    },
  };
};
