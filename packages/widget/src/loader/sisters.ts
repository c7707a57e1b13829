/**
 * Tabs of one site in one browser find each other without storage: a tab without a visit asks, and a living tab tells
 * its own. What is asked is whose visit it may be (null: nobody's yet), so that what a person who was proven to be one
 * has said is handed to no other. A tab that sleeps neither asks nor answers, and keeps no channel: an open one would
 * keep the page out of the back/forward cache.
 */
import type { VisitId } from "@lotse/protocol";
import { ANSWER_WITHIN_MS, channelName, FORGET, type Said } from "../shared/channel.ts";
import { guard } from "../shared/guard.ts";
import type { VisitStore } from "../shared/visit.ts";
import { clock, listen } from "./natives.ts";

export interface SistersOptions {
  readonly siteKey: string;
  readonly visit: VisitStore;
  /** Not to be joined. */
  readonly shunned: VisitId | null | undefined;
  /** Whoever was here has gone: nothing of theirs is to be seen in any tab. */
  readonly onForget: () => void;
}

export const createSisters = ({ siteKey, visit, shunned, onForget }: SistersOptions) => {
  let channel: BroadcastChannel | null = null;
  let answered = () => {};
  const heard = (data: Said) => {
    const { token, visitId, contactId, startedAtMs, quietUntilMs } = visit.get();
    if (data === FORGET) onForget();
    else if (data === null || typeof data === "string") {
      if (token !== null && data === contactId)
        channel?.postMessage({ token, visitId, contactId, startedAtMs, quietUntilMs });
    } else if (
      // Of this visit, a sister tells whose it is.
      token === null ? data.contactId === contactId && data.visitId !== shunned : data.visitId === visitId
    ) {
      visit.join(data);
      answered();
    }
  };
  return {
    /** Ready to answer. Forbidden in some frames; then this tab is a visit of its own. */
    wake: guard(() => {
      channel ??= new BroadcastChannel(channelName(siteKey));
      listen(channel, "message", event => heard((event as MessageEvent).data));
    }),
    /** Until it wakes again. */
    close: () => {
      channel?.close();
      channel = null;
    },
    /** Here and in every other tab. */
    forget: () => {
      channel?.postMessage(FORGET);
      onForget();
    },
    /** Joins the visit of a tab that lives beside this one, if there is one. */
    ask: () =>
      new Promise<void>(resolve => {
        answered = resolve;
        clock.after(ANSWER_WITHIN_MS, resolve);
        channel?.postMessage(visit.get().contactId);
      }),
  };
};
