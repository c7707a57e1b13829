/** Who made a recorded visit, as the hub would have known them at a moment of it: no visit, success or talk of later. Pure. */
import type { VisitId } from "@lotse/protocol";
import type { RecordedVisit, StoredMoment, VisitorRecord } from "@lotse/storage";

/** `moment`: by then it was known, or not yet, whose the visit is. */
export const visitorAt = (
  recorded: RecordedVisit,
  moment: Pick<StoredMoment, "contactId">,
  atMs: number,
): VisitorRecord => {
  const { visitId, firstAtMs, visitorId, visits } = recorded;
  const contactId = moment.contactId ?? null;
  const others = visits.filter(each => each.visitId !== visitId && each.startedAtMs <= atMs);
  const lastSeenMs = others.map(each => Math.min(each.lastSeenAtMs, atMs));
  return {
    key: visitorId ?? contactId ?? visitId,
    visitNumber: others.length + 1,
    startedAtMs: firstAtMs,
    previousSeenAtMs: lastSeenMs.length === 0 ? null : Math.max(...lastSeenMs),
    conversations: recorded.conversations.filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs <= atMs)
      .length,
    purchases: recorded.conversionsAtMs.filter(each => each <= atMs).length,
    contactId,
    attributes: contactId === null ? {} : recorded.attributes,
  };
};

/** In the order in which they are one person's; without this visit. */
export const otherVisits = ({ visitId, visits }: RecordedVisit): readonly VisitId[] =>
  visits.map(each => each.visitId).filter(each => each !== visitId);
