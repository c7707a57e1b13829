/**
 * Tabs of one site in one browser find each other without storage: a tab without a visit asks, and a living tab tells
 * its own. A tab that sleeps neither asks nor answers, and keeps no channel: an open one would keep the page out of the
 * back/forward cache.
 */
import type { VisitId } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import type { SharedVisit, VisitStore } from "../shared/visit.ts";
import { clock, listen } from "./natives.ts";

/** A living tab answers in a few milliseconds. */
const ANSWER_WITHIN_MS = 50;

export interface SistersOptions {
  readonly siteKey: string;
  readonly visit: VisitStore;
  /** Not to be joined. */
  readonly shunned: VisitId | null | undefined;
}

export const createSisters = ({ siteKey, visit, shunned }: SistersOptions) => {
  let channel: BroadcastChannel | null = null;
  let answered = () => {};
  const heard = (data: SharedVisit | null) => {
    const { token, visitId, startedAtMs, quietUntilMs } = visit.get();
    if (!data) {
      if (token !== null) channel?.postMessage({ token, visitId, startedAtMs, quietUntilMs });
    } else if (token === null && data.visitId !== shunned) {
      visit.join(data);
      answered();
    }
  };
  return {
    /** Ready to answer. Forbidden in some frames; then this tab is a visit of its own. */
    wake: guard(() => {
      channel ??= new BroadcastChannel(`lotse:${siteKey}`);
      listen(channel, "message", event => heard((event as MessageEvent).data));
    }),
    sleep: () => {
      channel?.close();
      channel = null;
    },
    /** Joins the visit of a tab that lives beside this one, if there is one. */
    ask: () =>
      new Promise<void>(resolve => {
        answered = resolve;
        clock.after(ANSWER_WITHIN_MS, resolve);
        channel?.postMessage(null);
      }),
  };
};
