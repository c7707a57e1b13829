/** Who made a recorded visit, as the hub would have known them at a moment of it: no visit, success, talk or name of later. Pure. */
import type { VisitId } from "@lotse/protocol";
import type { RecordedVisit, StoredMoment, VisitorRecord } from "@lotse/storage";

/** Whose the visit was known to be by then, if it was. */
type Known = Pick<StoredMoment, "contactId" | "visitorId">;
type Other = RecordedVisit["visits"][number];

/** In the order in which they began; without this visit, and without those that only what was said later makes the same person's. */
const othersAt = ({ visitId, visits }: RecordedVisit, { contactId, visitorId }: Known): readonly Other[] =>
  visits.filter(
    each =>
      each.visitId !== visitId &&
      ((contactId !== undefined && each.contactId === contactId) ||
        (visitorId !== undefined && each.visitorId === visitorId)),
  );

export const otherVisits = (recorded: RecordedVisit, known: Known): readonly VisitId[] =>
  othersAt(recorded, known).map(({ visitId }) => visitId);

export const visitorAt = (recorded: RecordedVisit, known: Known, atMs: number): VisitorRecord => {
  const { visitId, firstAtMs, conversations, conversions } = recorded;
  const contactId = known.contactId ?? null;
  const others = othersAt(recorded, known).filter(({ startedAtMs }) => startedAtMs <= atMs);
  const lastSeenMs = others.map(each => Math.min(each.lastSeenAtMs, atMs));
  const mine = new Set([visitId, ...others.map(each => each.visitId)]);
  return {
    key: known.visitorId ?? contactId ?? visitId,
    visitNumber: others.length + 1,
    startedAtMs: firstAtMs,
    previousSeenAtMs: lastSeenMs.length === 0 ? null : Math.max(...lastSeenMs),
    conversations: conversations.filter(
      talk => mine.has(talk.visitId) && talk.endedAtMs !== null && talk.endedAtMs <= atMs,
    ).length,
    purchases: conversions.filter(one => mine.has(one.visitId) && one.atMs <= atMs).length,
    contactId,
    attributes: contactId === null ? {} : recorded.attributes,
  };
};
