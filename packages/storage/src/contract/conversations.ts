/** Visits, receipts, requests, co-browsing, decisions: what is stored beside the messages. */
import type { ContactRequestView, QueueId, VisitId } from "@lotse/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { DecisionRecord } from "../rules.ts";
import {
  newCobrowseId,
  newConversation,
  newVisit,
  START_MS,
  textMessage,
  visitUpdate,
  type World,
} from "./fixture.ts";

export const visitContract = (world: () => World): void => {
  test("a visit is its latest facts, its first and last time and its journey", async () => {
    const w = world();
    const id = w.makeId() as VisitId;
    const step = (page: number) => ({
      url: `https://shop.example/${page}`,
      title: `Page ${page}`,
      atMs: START_MS + page,
    });
    const facts = visitUpdate(w, id).facts;
    await w.storage.recordVisits(w.tenantId, [visitUpdate(w, id, { step: step(1), atMs: START_MS + 1 })]);
    await w.storage.recordVisits(w.tenantId, [
      visitUpdate(w, id, { step: step(2), atMs: START_MS + 2 }),
      visitUpdate(w, id, {
        step: null,
        atMs: START_MS + 3,
        language: "en",
        facts: { ...facts, visit: { pages: 2, ms: 9 } },
      }),
    ]);
    // A beacon that was slow on its way.
    await w.storage.recordVisits(w.tenantId, [visitUpdate(w, id, { step: null, atMs: START_MS })]);
    expect(await w.storage.readVisit(w.tenantId, id)).toEqual({
      id,
      siteId: w.siteId,
      startedAtMs: START_MS,
      lastSeenAtMs: START_MS + 3,
      language: "en",
      facts: { ...facts, visit: { pages: 2, ms: 9 } },
      journey: [step(1), step(2)],
    });
  });

  test("a journey keeps its last 50 steps, oldest first", async () => {
    const w = world();
    const id = w.makeId() as VisitId;
    const updates = Array.from({ length: 130 }, (_, index) =>
      visitUpdate(w, id, {
        atMs: START_MS + index,
        step: { url: `https://shop.example/${index}`, title: "", atMs: START_MS + index },
      }),
    );
    await w.storage.recordVisits(w.tenantId, updates.slice(0, 40));
    await w.storage.recordVisits(w.tenantId, updates.slice(40, 60));
    await Promise.all(updates.slice(60).map(update => w.storage.recordVisits(w.tenantId, [update])));
    const visit = await w.storage.readVisit(w.tenantId, id);
    expect(visit?.journey.map(step => step.atMs - START_MS)).toEqual(
      Array.from({ length: 50 }, (_, index) => 80 + index),
    );
  });

  test("decisions are listed in the order they were made, per visit", async () => {
    const w = world();
    const [visitId, other] = [await newVisit(w), await newVisit(w)];
    const decision = (visit: VisitId, atMs: number): DecisionRecord => ({
      visitId: visit,
      ruleId: w.ruleId,
      ruleVersion: 1,
      outcome: "suppressed",
      reason: "noAgentFree",
      invitationId: null,
      atMs,
    });
    const mine = [decision(visitId, 3), decision(visitId, 1), decision(visitId, 2)];
    await w.storage.appendDecisions(w.tenantId, [...mine.slice(0, 2), decision(other, 9)]);
    await w.storage.appendDecisions(w.tenantId, mine.slice(2));
    await w.storage.appendDecisions(w.tenantId, []);
    expect(await w.storage.listDecisions(w.tenantId, visitId)).toEqual(mine);
  });

  test("a request is left once however often it is told, and the newest is listed first", async () => {
    const w = world();
    const visitId = await newVisit(w);
    const request = (leftAtMs: number) => ({
      id: w.makeId(),
      visitId,
      kind: "callback" as const,
      reach: "+49 30 1234567",
      text: "Bitte nach 18 Uhr",
      leftAtMs,
      ...{ topic: null, skill: null, queueId: null },
    });
    const queueId = w.makeId() as QueueId;
    const matter = { topic: "Glasbruch", skill: "Claims", queueId };
    const [older, newer] = [request(START_MS), { ...request(START_MS + 1), ...matter }];
    const leave = (left: ContactRequestView) => w.storage.leaveRequest(w.tenantId, left);
    expect(await leave(newer)).toEqual({ request: newer, isNew: true });
    expect(await leave(older)).toEqual({ request: older, isNew: true });
    // Left again, in other words: it stays what it was
    expect(await leave({ ...older, reach: "someone@else.example" })).toEqual({
      request: older,
      isNew: false,
    });
    const listed = await w.storage.listRequests(w.tenantId);
    expect(listed.filter(one => one.visitId === visitId)).toEqual([newer, older]);
  });

  test("a co-browsing session is open until it is declined or ended", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const requested = {
      id: newCobrowseId(w),
      conversationId,
      agentId: w.agentId,
      state: "requested" as const,
      requestedAtMs: START_MS,
      startedAtMs: null,
      endedAtMs: null,
      endedBy: null,
    };
    const mine = async () =>
      (await w.storage.listOpenCobrowse(w.tenantId)).filter(one => one.id === requested.id);
    await w.storage.putCobrowse(w.tenantId, requested);
    expect(await mine()).toEqual([requested]);
    const active = { ...requested, state: "active" as const, startedAtMs: START_MS + 1 };
    await w.storage.putCobrowse(w.tenantId, active);
    expect(await mine()).toEqual([active]);
    await w.storage.putCobrowse(w.tenantId, {
      ...active,
      state: "ended",
      endedAtMs: START_MS + 2,
      endedBy: "visitor",
    });
    expect(await mine()).toEqual([]);
  });
};

export const receiptContract = (world: () => World): void => {
  test("receipts only grow, never past the last message, and each side has its own", async () => {
    const w = world();
    const count = 6;
    const mark = fc.record({
      side: fc.constantFrom("visitor" as const, "agent" as const),
      deliveredSeq: fc.nat(count + 3),
      readSeq: fc.nat(count + 3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mark, { minLength: 1, maxLength: 12 }), async marks => {
        const conversationId = await newConversation(w);
        const messages = Array.from({ length: count }, () => textMessage(w, conversationId));
        await w.storage.appendMessages(w.tenantId, messages);
        const expected = {
          visitor: { deliveredSeq: 0, readSeq: 0 },
          agent: { deliveredSeq: 0, readSeq: 0 },
        };
        for (const { side, deliveredSeq, readSeq } of marks) {
          const before = expected[side];
          expected[side] = {
            deliveredSeq: Math.min(count, Math.max(before.deliveredSeq, deliveredSeq, readSeq)),
            readSeq: Math.min(count, Math.max(before.readSeq, readSeq)),
          };
          const answer = await w.storage.markReceipt(w.tenantId, {
            conversationId,
            side,
            deliveredSeq,
            readSeq,
          });
          expect(answer).toEqual(expected[side]);
        }
        const stored = await w.storage.readConversation(w.tenantId, conversationId);
        expect(stored?.receipts).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
};
