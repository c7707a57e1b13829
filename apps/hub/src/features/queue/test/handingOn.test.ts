/** Through whose hands work goes: transfers, queues, colleagues asked in, and who acts on it no more. */
import type { OfferId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { describe, expect, test } from "vitest";
import { agent } from "./desk.ts";
import { CLAIMS_QUEUE } from "./plans.ts";
import {
  ANNA,
  accept,
  BEN,
  CLARA,
  chatAtAnna,
  mailAtAnna,
  note,
  restarted,
  stale,
  workOf,
} from "./workDesk.ts";

describe("handing on", () => {
  test("a transfer rings at the colleague with its note, and stays the agent's until then", async () => {
    const { desk, workItemId, conversationId } = await chatAtAnna(BEN);
    const input = { workItemId, assignment: 1, agentId: BEN.id, note };
    await desk.queue.work.transfer(agent(ANNA), input);
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([
      { conversationId, from: { kind: "transfer", agent: { id: ANNA.id }, note } },
    ]);
    expect(workOf(desk, ANNA)).toMatchObject([
      { note: null, asked: [{ kind: "transfer", agent: { id: BEN.id } }] },
    ]);
    const { commits } = desk.storage;
    expect(await accept(desk, BEN)).toMatchObject({ conversation: { id: conversationId } });
    expect(desk.storage.commits).toBe(commits + 1);
    expect(workOf(desk, BEN)).toMatchObject([{ assignment: 2, note, place: "assigned" }]);
    expect([workOf(desk, ANNA), desk.toldOf("left").map(({ to }) => to)]).toEqual([[], [ANNA.id]]);
    expect(desk.storage.tables.conversations.get(conversationId)?.agentId).toBe(BEN.id);
    // The visitor sees who comes, never what colleagues tell each other
    const words = desk.storage.tables.messages.map(({ body }) => body);
    expect(words).toMatchObject([
      { notice: "opened" },
      { notice: "agentJoined", agent: { id: ANNA.id } },
      { notice: "agentJoined", agent: { id: BEN.id } },
    ]);
    expect(JSON.stringify(words)).not.toContain(note);
    const given = (await desk.queue.work.explain(agent(BEN), workItemId)).given;
    expect(given).toMatchObject({ agent: { id: BEN.id }, how: "transfer" });
  });

  test("the one who had it acts on it no more, whatever the act", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const work = desk.queue.work;
    const held = { workItemId, assignment: 1 };
    await work.transfer(agent(ANNA), { ...held, agentId: BEN.id, note });
    await accept(desk, BEN);
    for (const act of [
      work.done(agent(ANNA), held),
      work.putBack(agent(ANNA), held),
      work.transfer(agent(ANNA), { ...held, agentId: CLARA.id, note }),
      work.forward(agent(ANNA), { ...held, queueId: CLAIMS_QUEUE, note }),
      work.consult(agent(ANNA), { workItemId, agentId: CLARA.id }),
      // Nor with a number that was guessed
      work.done(agent(ANNA), { workItemId, assignment: 2 }),
      // And the new one does not act by the old number
      work.done(agent(BEN), held),
    ]) {
      await expect(act).rejects.toMatchObject(stale);
    }
    expect(desk.storage.tables.workItems.get(workItemId)).toMatchObject({
      state: "assigned",
      agentId: BEN.id,
    });
    const again = await restarted(desk);
    await expect(again.queue.work.done(agent(ANNA), held)).rejects.toMatchObject(stale);
    expect(workOf(again, BEN)).toMatchObject([{ assignment: 2, note }]);
  });

  test("a colleague who is away, full or unknown gets nothing; a declined transfer changes nothing", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const give = (agentId: AgentRecord["id"]) =>
      desk.queue.work.transfer(agent(ANNA), { workItemId, assignment: 1, agentId, note: "" });
    await expect(give(CLARA.id)).rejects.toMatchObject({ code: "AGENT_UNAVAILABLE" });
    await expect(give(ANNA.id)).rejects.toMatchObject({ code: "AGENT_UNAVAILABLE" });
    const nobody = ANNA.id.replace("a000", "a999") as typeof ANNA.id;
    await expect(give(nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await give(BEN.id);
    await desk.queue.declineOffer(agent(BEN), desk.queue.offersOf(BEN.id)[0]?.id as OfferId);
    expect(workOf(desk, ANNA)).toMatchObject([{ assignment: 1, asked: [] }]);
    const toldAnna = desk.toldOf("work:changed").filter(({ to }) => to === ANNA.id);
    expect(toldAnna.at(-1)).toMatchObject({ payload: { work: [{ asked: [] }] } });
  });

  test("what is put back keeps its age and comes to the next; to another queue it takes the note along", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const { enqueuedAtMs } = workOf(desk, ANNA)[0] ?? {};
    await desk.pass(5_000);
    await desk.queue.work.putBack(agent(ANNA), { workItemId, assignment: 1 });
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ workItemId, waitedMs: 5_000 }]);
    await accept(desk, BEN);
    expect(workOf(desk, BEN)).toMatchObject([{ enqueuedAtMs, assignment: 2 }]);
    const to = { workItemId, assignment: 2, note };
    const nowhere = CLAIMS_QUEUE.replace("c2", "c9") as typeof CLAIMS_QUEUE;
    const lost = desk.queue.work.forward(agent(BEN), { ...to, queueId: nowhere });
    await expect(lost).rejects.toMatchObject({ code: "QUEUE_UNKNOWN", field: "queueId" });
    await desk.queue.work.forward(agent(BEN), { ...to, queueId: CLAIMS_QUEUE });
    await accept(desk, ANNA);
    expect(workOf(desk, ANNA)).toMatchObject([{ queueId: CLAIMS_QUEUE, note, assignment: 3, enqueuedAtMs }]);
  });

  test("a colleague who is asked in reads along until either ends it; the work stays the agent's", async () => {
    const { desk, workItemId, conversationId } = await chatAtAnna(BEN);
    await desk.queue.work.consult(agent(ANNA), { workItemId, agentId: BEN.id });
    expect(desk.queue.helpersOf(conversationId)).toEqual([]);
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ from: { kind: "consult", note: "" } }]);
    expect(await accept(desk, BEN)).toMatchObject({ conversation: { id: conversationId } });
    expect(desk.queue.helpersOf(conversationId)).toEqual([{ agentId: BEN.id, mode: "consult" }]);
    expect(workOf(desk, BEN)).toMatchObject([{ place: "assisting", agent: { id: ANNA.id }, units: 1 }]);
    expect(workOf(desk, ANNA)).toMatchObject([{ place: "assigned", assists: [{ id: BEN.id }] }]);
    expect(desk.storage.tables.conversations.get(conversationId)?.agentId).toBe(ANNA.id);
    const ending = desk.queue.work.consultEnd(agent(BEN), { workItemId, agentId: ANNA.id });
    await expect(ending).rejects.toMatchObject(stale);
    await desk.queue.work.consultEnd(agent(BEN), { workItemId, agentId: BEN.id });
    expect([desk.queue.helpersOf(conversationId), workOf(desk, BEN)]).toEqual([[], []]);
    expect(desk.toldOf("left")).toMatchObject([{ to: BEN.id, payload: { conversationId } }]);
    expect(workOf(desk, ANNA)).toMatchObject([{ assists: [] }]);
  });
});
