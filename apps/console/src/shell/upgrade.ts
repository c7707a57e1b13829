/**
 * The hub speaks another protocol than this page: the page is old, or the hub is. The page is fetched anew once; if
 * that did not help, a person has to know. Decides only; whoever asks reloads.
 */
import type { TabKeep } from "../ports.ts";

const MARK = "reloadedFor";

export const createUpgrade = (keep: TabKeep, protocol: number) => ({
  /** What to do about VERSION_UNSUPPORTED: a second reload would bring the same page again. */
  refused(): "reload" | "tell" {
    const mark = String(protocol);
    if (keep.get(MARK) === mark) return "tell";
    keep.set(MARK, mark);
    // Where nothing can be kept, nothing says that it was tried: better a page that asks than one that never rests.
    return keep.get(MARK) === mark ? "reload" : "tell";
  },
  /** It works: should it fail again, that is another story. */
  accepted(): void {
    keep.remove(MARK);
  },
});

export type Upgrade = ReturnType<typeof createUpgrade>;
