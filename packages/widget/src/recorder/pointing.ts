/**
 * Pointing on the visitor's side: fetches what draws when the first mark arrives, and gives the visitor the last word,
 * in the frame's board: clear what was drawn, switch pointing off. Knows no capture and no connection.
 */
import type { MarkShow } from "@lotse/cobrowse/control";
import type { Language, Marked, MarkNode } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import type { Frame } from "./frame.ts";

const WORDS = {
  de: { clear: "Marken löschen", off: "Zeigen aus", on: "Zeigen erlauben" },
  en: { clear: "Clear marks", off: "Pointing off", on: "Allow pointing" },
} as const satisfies Record<Language, object>;

export interface Pointing {
  take(marked: Marked): void;
  /** What the hub remembers from pages before. A hub that has forgotten is told again. */
  adopt(allowed: boolean): void;
  /** The visitor allows it again, where the agent asked. */
  allow(): void;
  /** What was shown belongs to a connection that is gone. */
  clear(): void;
  /** Idempotent. */
  close(): void;
}

export interface PointingParts {
  readonly context: Pick<LoaderContext, "root" | "clock" | "language">;
  readonly frame: Frame;
  readonly nodeOf: (node: MarkNode) => Node | null;
  readonly shownParent: (node: Node) => Node | null;
  readonly onAllowed: (allowed: boolean) => void;
}

const button = (testId: string, onPress: () => void): HTMLButtonElement => {
  const made = document.createElement("button");
  made.type = "button";
  made.hidden = true;
  made.dataset.testid = testId;
  made.addEventListener("click", event => {
    if (event.isTrusted) onPress();
  });
  return made;
};

export const createPointingSide = ({
  context,
  frame,
  nodeOf,
  shownParent,
  onAllowed,
}: PointingParts): Pointing => {
  const words = WORDS[context.language];
  let allowed = true;
  let closed = false;
  let show: MarkShow | null = null;
  /** What arrives while the drawing is on its way; null: it is not. */
  let early: Marked[] | null = null;

  const clearing = button("pointing-clear", () => show?.clearDrawn());
  const switching = button("pointing-switch", () => {
    set(!allowed);
    onAllowed(allowed);
  });
  clearing.textContent = words.clear;
  const set = (now: boolean): void => {
    allowed = now;
    switching.textContent = allowed ? words.off : words.on;
    if (allowed) return;
    switching.hidden = false;
    early = null;
    show?.clear();
  };
  set(true);
  frame.tools.append(clearing, switching);

  const load = async (): Promise<void> => {
    const { createPointing } = await import("@lotse/cobrowse/control");
    if (closed) return;
    show ??= createPointing({
      ...{ window, clock: context.clock, root: context.root, below: frame.element },
      ...{ nodeOf, shownParent },
      onDrawn: hasDrawn => {
        clearing.hidden = !hasDrawn;
      },
    });
    for (const marked of early ?? []) show.take(marked);
    early = null;
  };

  return {
    take: marked => {
      if (!allowed || closed) return;
      switching.hidden = false;
      if (show !== null) show.take(marked);
      else if (early !== null) early.push(marked);
      else {
        early = [marked];
        // Without it the page is shared all the same; the next mark asks again.
        load().catch(() => {
          early = null;
        });
      }
    },
    adopt: before => {
      if (!before) set(false);
      else if (!allowed) onAllowed(false);
    },
    allow: () => set(true),
    clear: () => {
      early = null;
      show?.clear();
    },
    close: () => {
      closed = true;
      early = null;
      show?.close();
    },
  };
};
