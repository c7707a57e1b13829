/**
 * Tells that a page asks for something that the plan does not have: each word of a site once in an hour, and not more of them
 * than somebody would read. Whoever invents words fills no trail.
 */
import type { Clock, SiteId } from "@lotse/protocol";
import type { VisitorActor } from "../../command.ts";
import { createBuckets, type Quota } from "../../limits.ts";

const HOUR_MS = 3_600_000;
const PER_WORD: Quota = { points: 1, perMs: HOUR_MS };
const PER_SITE: Quota = { points: 20, perMs: HOUR_MS };

const keyOf = (siteId: SiteId, word: string): string => `${siteId} ${word}`;

export type TellUnknown = (actor: VisitorActor, word: string) => void;

export const createUnknownWords = (clock: Clock, tell: TellUnknown): TellUnknown => {
  const words = createBuckets(PER_WORD, clock);
  const sites = createBuckets(PER_SITE, clock);
  return (actor, word) => {
    const { siteId } = actor;
    const key = keyOf(siteId, word);
    if (words.waitMs(key, 1) > 0 || sites.waitMs(siteId, 1) > 0) return;
    words.take(key, 1);
    sites.take(siteId, 1);
    tell(actor, word);
  };
};
