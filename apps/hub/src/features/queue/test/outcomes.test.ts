/** How each wait ended: what service levels are measured by. */
import type { OfferId, WorkItemId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, TENANT, visitor } from "./desk.ts";
import { ANNA, MINUTE_MS, open, openWith, planWith, queue, RULE } from "./floor.ts";

type Open = Awaited<ReturnType<typeof openWith>>;

describe("how a wait ended", () => {
  const outcomesOf = ({ storage }: Open) =>
    [...storage.tables.outcomes.values()].map(({ outcome, waitedMs }) => [outcome, waitedMs / MINUTE_MS]);

  test("is recorded of everybody: answered at once, later, or gone before; and of nobody twice", async () => {
    const desk = await openWith(planWith([queue(1, "general")]));
    await desk.queue.agentConnected(agent(ANNA));
    const accept = () => desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    const [first, second] = [await open(desk, 1), await open(desk, 2)];
    await accept();
    desk.clock.advance(MINUTE_MS);
    const third = await open(desk, 3);
    // Put back and taken again: it was answered before
    const workItemId = desk.queue.desk.workOf(agent(ANNA))?.work[0]?.workItemId as WorkItemId;
    await desk.queue.work.putBack(agent(ANNA), { workItemId, assignment: 1 });
    await accept();
    desk.clock.advance(MINUTE_MS);
    await desk.queue.endConversation(visitor(3), third.id);
    await desk.queue.endConversation(visitor(1), first.id);
    await desk.queue.endConversation(agent(ANNA), second.id);
    expect(outcomesOf(desk)).toEqual([
      ["answered", 0],
      ["answered", 1],
      ["left", 1],
    ]);
  });

  test("of an invitation that was accepted is none: nobody waited", async () => {
    const desk = await openWith(planWith([queue(1, "general", { key: "Sales" })]));
    await desk.queue.agentConnected(agent(ANNA));
    const invited = await desk.queue.invite({ tenantId: TENANT, visitId: visitor(1).visitId, rule: RULE });
    if (invited === null) throw new Error("Somebody is free");
    await desk.queue.answerInvitation(visitor(1), { invitationId: invited.id, answer: "accept" });
    expect(outcomesOf(desk)).toEqual([]);
  });
});
