/** Recorded visits, and what they are compared with: nothing without a beginning, nothing over the bound, nobody else's. */
import type {
  ContactId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  RuleId,
  VisitId,
} from "@lotse/protocol";
import { MANUAL_RULE_ID } from "@lotse/protocol";
import { expect, test } from "vitest";
import { MOMENTS_MAX, type RecordedMoment } from "../records.ts";
import type { DecisionRecord } from "../rules.ts";
import type { RoutingWrite } from "../Storage.ts";
import { createWorld, invitation, newVisit, START_MS, visitUpdate, type World } from "./fixture.ts";

const DAY_MS = 86_400_000;
const ALWAYS = { fromMs: 0, toMs: START_MS + 100 * DAY_MS };

export const momentOf = (atMs: number, more: Partial<RecordedMoment> = {}): RecordedMoment => ({
  atMs,
  change: { visit: { pages: 1, ms: atMs - START_MS }, forms: { quote: { activeMs: 5, active: true } } },
  ...more,
});
const whole = (atMs: number): RecordedMoment => momentOf(atMs, { whole: true });

const told = (w: World, id: VisitId, moment: RecordedMoment, visitorId?: string): Promise<void> =>
  w.storage.recordVisits(w.tenantId, [
    visitUpdate(w, id, { atMs: moment.atMs, moment, ...(visitorId === undefined ? {} : { visitorId }) }),
  ]);

const recordedOf = async (w: World, limit = 10) => {
  const query = { siteId: w.siteId, ...ALWAYS };
  const all = [];
  let cursor: string | null = null;
  do {
    const page = await w.storage.listRecordedVisits(w.tenantId, { ...query, cursor, limit });
    all.push(...page.visits);
    cursor = page.cursor;
  } while (cursor !== null);
  expect(await w.storage.countRecordedVisits(w.tenantId, query)).toBe(all.length);
  return all;
};

const line = (w: World, visitId: VisitId, more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  ...{ visitId, ruleId: w.ruleId, ruleVersion: 1, outcome: "shown", reason: null },
  ...{ invitationId: null, atMs: START_MS, action: "inviteToChat", ...more },
});

const commit = (w: World, ...writes: RoutingWrite[]) =>
  w.storage.commitRouting({ tenantId: w.tenantId, epoch: w.epoch, writes });

/** Invited at `atMs`, ended a second later; what was accepted becomes a conversation of `talkMs`. */
const invited = async (
  w: World,
  visitId: VisitId,
  { end, atMs, talkMs }: { readonly end: InvitationEnd; readonly atMs: number; readonly talkMs?: number },
): Promise<InvitationId> => {
  const made = { ...invitation(w, visitId), createdAtMs: atMs, state: end };
  const [id, endedAtMs] = [w.makeId() as ConversationId, atMs + 1_000];
  const opening = { id, visitId, siteId: w.siteId, topic: null, openedAtMs: endedAtMs };
  const decision = line(w, visitId, { invitationId: made.id });
  await commit(
    w,
    { write: "invitation", invitation: made },
    { write: "decision", decision: { ...decision, atMs } },
    { write: "decision", decision: { ...decision, outcome: end, atMs: endedAtMs } },
    ...(talkMs === undefined
      ? []
      : ([
          { write: "conversation.open", conversation: opening },
          { write: "conversation.assign", conversationId: id, agentId: w.agentId },
          { write: "conversation.end", conversationId: id, atMs: endedAtMs + talkMs },
        ] as const)),
  );
  return made.id;
};

export const recordContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);

  test("a visit's moments are kept in order, in batches or one by one, and nobody else sees them", async () => {
    const w = await fresh();
    const [one, two] = [w.makeId() as VisitId, w.makeId() as VisitId];
    await w.storage.recordVisits(w.tenantId, [
      visitUpdate(w, one, { moment: whole(START_MS) }),
      visitUpdate(w, two, { atMs: START_MS + 1, moment: whole(START_MS + 1) }),
      visitUpdate(w, one, { atMs: START_MS + 2, moment: momentOf(START_MS + 2) }),
    ]);
    await told(w, one, momentOf(START_MS + 3, { typing: true }));
    const recorded = await recordedOf(w, 1);
    expect(recorded.map(({ visitId }) => visitId)).toEqual([one, two]);
    expect(recorded[0]?.moments).toEqual([
      whole(START_MS),
      momentOf(START_MS + 2),
      momentOf(START_MS + 3, { typing: true }),
    ]);
    const neighbour = await fresh();
    expect(
      (
        await neighbour.storage.listRecordedVisits(neighbour.tenantId, {
          siteId: w.siteId,
          ...ALWAYS,
          cursor: null,
          limit: 9,
        })
      ).visits,
    ).toEqual([]);
  });

  test("nothing is recorded that does not begin with the whole, and nothing without a moment", async () => {
    const w = await fresh();
    await told(w, w.makeId() as VisitId, momentOf(START_MS));
    await newVisit(w);
    expect(await recordedOf(w)).toEqual([]);
  });

  test("a visit that never ends is recorded up to its bound", async () => {
    const w = await fresh();
    const id = w.makeId() as VisitId;
    await told(w, id, whole(START_MS));
    for (let nth = 1; nth <= MOMENTS_MAX + 5; nth++) await told(w, id, momentOf(START_MS + nth));
    expect((await recordedOf(w))[0]?.moments).toHaveLength(MOMENTS_MAX);
  });

  test("with each goes who it was by then, their other visits, and what came of rules in them", async () => {
    const w = await fresh();
    const [before, now, stranger] = [w.makeId(), w.makeId(), w.makeId()] as VisitId[] as [
      VisitId,
      VisitId,
      VisitId,
    ];
    const browser = w.makeId();
    await told(w, before, whole(START_MS - DAY_MS), browser);
    await told(w, now, whole(START_MS), browser);
    await told(w, stranger, whole(START_MS));
    const who = { subject: "c", name: null, email: null, phone: null, attributes: { tier: "gold" } };
    const contactId = w.makeId() as ContactId;
    await w.storage.identifyVisit(w.tenantId, {
      ...{ ...who, siteId: w.siteId, visitId: now, contactId, jtiHash: w.makeId() },
      ...{ expiresAtMs: START_MS + 1, atMs: START_MS },
    });
    await told(w, now, momentOf(START_MS + 5), browser);
    await w.storage.appendDecisions(w.tenantId, [
      line(w, before, { atMs: START_MS - DAY_MS }),
      line(w, before, { atMs: START_MS - 40 * DAY_MS }),
      line(w, now),
    ]);
    await w.storage.recordConversion(w.tenantId, {
      ...{ visitId: before, key: "k", once: "person", value: 5, atMs: START_MS - 5, sinceMs: 0 },
    });
    const recorded = await recordedOf(w);
    const mine = recorded.find(({ visitId }) => visitId === now);
    expect(mine).toMatchObject({
      ...{
        visitorId: browser,
        sideKey: null,
        contactId,
        attributes: { tier: "gold" },
        firstAtMs: START_MS,
        language: "de",
      },
      visits: [
        { visitId: before, startedAtMs: START_MS - DAY_MS, lastSeenAtMs: START_MS - DAY_MS },
        { visitId: now, startedAtMs: START_MS },
      ],
      conversions: [{ visitId: before, atMs: START_MS - 5 }],
    });
    expect(mine?.moments.map(moment => moment.contactId)).toEqual([undefined, contactId]);
    expect(mine?.moments.map(moment => moment.visitorId)).toEqual([browser, browser]);
    // Of 40 days before there is nothing left to say
    expect(mine?.decisions.map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [START_MS - DAY_MS, "shown"],
      [START_MS, "shown"],
      [START_MS - 5, "converted"],
    ]);
    expect(recorded.find(({ visitId }) => visitId === stranger)?.decisions).toEqual([]);
  });

  test("an invitation is known with its end and with how long was talked", async () => {
    const w = await fresh();
    const [one, two, other] = [await newVisit(w), await newVisit(w), await newVisit(w)];
    const declined = await invited(w, one, { end: "declined", atMs: START_MS });
    const accepted = await invited(w, two, { end: "accepted", atMs: START_MS + 5, talkMs: 60_000 });
    await commit(w, {
      write: "invitation",
      invitation: { ...invitation(w, other), ruleId: w.makeId() as RuleId },
    });
    const query = { ruleId: w.ruleId, ...ALWAYS };
    expect(await w.storage.listPastInvitations(w.tenantId, query)).toEqual([
      {
        ...{ id: declined, visitId: one, agentId: w.agentId, atMs: START_MS, end: "declined" },
        ...{ endedAtMs: START_MS + 1_000, conversationEndedAtMs: null },
      },
      {
        ...{ id: accepted, visitId: two, agentId: w.agentId, atMs: START_MS + 5, end: "accepted" },
        ...{ endedAtMs: START_MS + 1_005, conversationEndedAtMs: START_MS + 61_005 },
      },
    ]);
  });

  test("the median is of invited conversations by that skill, if there are enough of them", async () => {
    const w = await fresh();
    const median = (skill: string) => w.storage.medianConversationMs(w.tenantId, { skill, ...ALWAYS });
    expect(await median("Sales")).toBeNull();
    for (const talkMs of [1, 2, 3, 40, 50]) {
      await invited(w, await newVisit(w), { end: "accepted", atMs: START_MS, talkMs: talkMs * 1_000 });
    }
    const id = w.makeId() as ConversationId;
    const opening = { id, visitId: await newVisit(w), siteId: w.siteId, topic: null, openedAtMs: START_MS };
    await commit(
      w,
      { write: "conversation.open", conversation: opening },
      { write: "conversation.assign", conversationId: id, agentId: w.agentId },
      { write: "conversation.end", conversationId: id, atMs: START_MS + 500_000 },
    );
    expect(await median("Sales")).toBe(3_000);
    expect(await median("Service")).toBe((3_000 + 40_000) / 2);
  });

  test("everybody who was assigned counts once, where they were first, with what they brought since", async () => {
    const w = await fresh();
    const browser = w.makeId();
    const seen = async (visitorId?: string): Promise<VisitId> => {
      const id = w.makeId() as VisitId;
      await w.storage.recordVisits(w.tenantId, [
        visitUpdate(w, id, visitorId === undefined ? {} : { visitorId }),
      ]);
      return id;
    };
    const [again, invitedOne, heldOut, nobody] = [
      await seen(browser),
      await seen(browser),
      await seen(),
      await seen(),
    ];
    const success = { outcome: "converted", value: 10 } as const;
    await w.storage.appendDecisions(w.tenantId, [
      line(w, heldOut, { outcome: "converted", value: 1_000 }),
      line(w, again),
      line(w, invitedOne, { outcome: "heldOut", ruleVersion: 2 }),
      line(w, invitedOne, { ...success, ruleVersion: 2 }),
      line(w, again, success),
      line(w, heldOut, { outcome: "heldOut" }),
      line(w, nobody, { outcome: "matched" }),
      line(w, nobody, { outcome: "converted" }),
    ]);
    await invited(w, nobody, { end: "accepted", atMs: START_MS + 9, talkMs: 60_000 });
    const { sides, talks } = await w.storage.sumLift(w.tenantId, ALWAYS);
    expect(sides).toEqual([
      {
        ...{ ruleId: w.ruleId, share: null, isHeldOut: false, visitors: 2, converted: 1 },
        ...{ value: 20, valueSquares: 400, hasValue: true, byHand: 0, versions: [1] },
      },
      {
        ...{ ruleId: w.ruleId, share: null, isHeldOut: true, visitors: 1, converted: 0 },
        ...{ value: 0, valueSquares: 0, hasValue: false, byHand: 0, versions: [1] },
      },
    ]);
    expect(talks).toEqual([{ ruleId: w.ruleId, share: null, agentMs: 60_000 }]);
  });

  test("whoever was assigned by one chance is summed apart from those of another, and of none", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    await w.storage.appendDecisions(w.tenantId, [
      line(w, visitId),
      line(w, visitId, { share: 12.5 }),
      line(w, visitId, { outcome: "converted" }),
      line(w, visitId, { outcome: "heldOut", share: 12.5 }),
      line(w, await newVisit(w), { outcome: "heldOut", share: 50 }),
    ]);
    const { sides } = await w.storage.sumLift(w.tenantId, ALWAYS);
    const figures = sides.map(each => [each.share, each.isHeldOut, each.visitors, each.converted]);
    expect(figures).toEqual([
      [12.5, false, 1, 1],
      [50, true, 1, 0],
      [null, false, 1, 1],
    ]);
  });

  test("whom an agent invited by hand stays where the rule had put them, is counted, and makes no rule of it", async () => {
    const w = await fresh();
    const [before, after, reached] = [await newVisit(w), await newVisit(w), await newVisit(w)];
    const byHand = { ruleId: MANUAL_RULE_ID, ruleVersion: 0 } as const;
    await w.storage.appendDecisions(w.tenantId, [
      line(w, before, byHand),
      line(w, before, { outcome: "heldOut" }),
      line(w, after, { outcome: "heldOut" }),
      line(w, after, byHand),
      line(w, after, byHand),
      line(w, after, { outcome: "converted", value: 5 }),
      line(w, after, { ...byHand, outcome: "converted", value: 5 }),
      line(w, reached),
    ]);
    const { sides, talks } = await w.storage.sumLift(w.tenantId, ALWAYS);
    expect(sides).toMatchObject([
      { ruleId: w.ruleId, isHeldOut: false, visitors: 1, byHand: 0 },
      { ruleId: w.ruleId, isHeldOut: true, visitors: 2, converted: 1, value: 5, byHand: 1 },
    ]);
    expect(sides).toHaveLength(2);
    expect(talks).toEqual([]);
  });
};
