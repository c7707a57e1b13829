/** What tabs of one site in one browser say to each other, over a `BroadcastChannel`. */
import type { ContactId } from "@lotse/protocol";
import type { SharedVisit } from "./visit.ts";

/** A question: whose visit may it be (null: nobody's yet). An answer, or news of a visit. Or: forget everything. */
export type Said = ContactId | null | Partial<SharedVisit> | typeof FORGET;

export const FORGET = 0;

/** A living tab answers in a few milliseconds. */
export const ANSWER_WITHIN_MS = 50;

export const channelName = (siteKey: string) => `lotse:${siteKey}`;
