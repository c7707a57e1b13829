/**
 * The visitor's word about buttons: asked for once on each path of the site, and then good for all of its buttons. One
 * question at a time. Knows no elements.
 */
import type { Clock } from "@lotse/protocol";
import { GRANT_ASK_AGAIN_MS } from "@lotse/protocol/grants";

export type Say = "yes" | "no" | "open";

export interface Asking {
  /** What holds on the path now. */
  said(path: string): Say | null;
  /** Null: somebody else is being asked for. The answer is null if it came too late to count. */
  ask(path: string, question: () => Promise<boolean>): Promise<boolean | null> | null;
  /** Another grant: all is to be asked anew. */
  forget(): void;
}

export const createAsking = (clock: Clock): Asking => {
  let yes = new Set<string>();
  let refused = new Map<string, number>();
  /** The question that is open; a new one for each that is asked. */
  let open: object | null = null;
  return {
    said: path => {
      if (yes.has(path)) return "yes";
      if (open !== null) return "open";
      return (refused.get(path) ?? Number.NEGATIVE_INFINITY) + GRANT_ASK_AGAIN_MS > clock.nowMs()
        ? "no"
        : null;
    },
    ask: (path, question) => {
      if (open !== null) return null;
      const mine = {};
      open = mine;
      const settle = (isYes: boolean): boolean | null => {
        if (open !== mine) return null;
        open = null;
        if (isYes) yes.add(path);
        else refused.set(path, clock.nowMs());
        return isYes;
      };
      return question().then(settle, () => settle(false));
    },
    forget: () => {
      open = null;
      yes = new Set();
      refused = new Map();
    },
  };
};
