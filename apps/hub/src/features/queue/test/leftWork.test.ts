/** A callback or a message that was left instead of waiting: what it is about, in whose queue it waits, and as what. */
import type { ContactRequestView, RoutingPlan } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, agentRecord, type Desk, openDesk, SITE, TENANT, visitor } from "./desk.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, WORK_PLAN } from "./plans.ts";

const ANNA = agentRecord(1, ["Claims"], 2);
const { visitId, siteId } = visitor(1);

type Kind = ContactRequestView["kind"];
interface Asked {
  readonly topic?: string;
  readonly skill?: string;
}

const openWith = (plan: RoutingPlan = WORK_PLAN) => openDesk({ agents: [ANNA], plan });

const matterOf = (
  desk: Desk,
  { topic = null, skill = null }: Record<keyof Asked, string | null> | Asked = {},
) => desk.queue.items.matterOf(TENANT, { visitId, siteId, topic, skill });

/** Left as the requests feature does: with the matter as it is known at that moment. */
const leave = async (desk: Desk, kind: Kind, asked: Asked = {}): Promise<void> => {
  const reach = kind === "callback" ? "+49 30 1" : "erika@example.com";
  const request = { id: `r-${kind}`, visitId, kind, reach, text: "ab 17 Uhr", leftAtMs: desk.clock.nowMs() };
  await desk.queue.items.requestLeft(TENANT, { ...request, ...matterOf(desk, asked) });
};

const lastWaiting = (desk: Desk) => desk.queue.waiting(TENANT).at(-1);

describe("what it is about", () => {
  test("of who waits is what they wait for, wherever they were sent meanwhile", async () => {
    const desk = await openWith();
    await desk.queue.openConversation({ actor: visitor(1), topic: "Glasbruch", skill: "claims" });
    const matter = { topic: "Glasbruch", skill: "claims", queueId: CLAIMS_QUEUE };
    expect(matterOf(desk)).toEqual(matter);
    expect(matterOf(desk, { topic: "Anderes", skill: "general" })).toEqual(matter);
    expect(desk.queue.items.matterOf(TENANT, { ...visitor(2), topic: null, skill: null })).toEqual({
      ...{ topic: null, skill: null, queueId: GENERAL_QUEUE },
    });
  });

  test("is else what the page names, as for a conversation, or its website's", async () => {
    const desk = await openWith();
    const claims = { skill: "claims", queueId: CLAIMS_QUEUE };
    // A queue's key names the queue, and is nothing to read
    expect(matterOf(desk, { topic: "claims" })).toEqual({ topic: null, ...claims });
    expect(matterOf(desk, { topic: "Glasbruch", skill: "claims" })).toEqual({
      topic: "Glasbruch",
      ...claims,
    });
    expect(matterOf(desk, { skill: "Claims" })).toEqual({ topic: null, ...claims, skill: "Claims" });
    expect(matterOf(desk, { topic: "Glasbruch" })).toMatchObject({ skill: null, queueId: GENERAL_QUEUE });
    const sites = [{ siteId: SITE, queueId: CLAIMS_QUEUE, hours: null }];
    await desk.queue.planSaved(TENANT, { ...WORK_PLAN, sites });
    expect(matterOf(desk, { topic: "Glasbruch" })).toMatchObject({ skill: null, queueId: CLAIMS_QUEUE });
  });
});

describe("as work", () => {
  test("a callback waits with the number, a message with the mail address, both with the topic, also over a restart", async () => {
    const desk = await openWith();
    await leave(desk, "callback", { topic: "Glasbruch", skill: "claims" });
    expect(lastWaiting(desk)).toMatchObject({
      ...{ channel: "callback", queueId: CLAIMS_QUEUE, visitorLabel: "Visitor 01" },
      subject: "Glasbruch · +49 30 1",
    });
    await leave(desk, "message", { topic: "Glasbruch" });
    const waiting = {
      ...{ channel: "email", queueId: GENERAL_QUEUE, conversationId: null },
      subject: "Glasbruch · erika@example.com",
    };
    expect(lastWaiting(desk)).toMatchObject(waiting);
    await desk.queue.close();
    const again = await openDesk({ ...desk, agents: [ANNA] });
    expect(lastWaiting(again)).toMatchObject(waiting);
    await again.queue.agentConnected(agent(ANNA));
    const work = [await again.queue.work.next(agent(ANNA)), await again.queue.work.next(agent(ANNA))];
    expect(work).toMatchObject([
      { work: { contact: { phone: "+49 30 1" }, body: "ab 17 Uhr" } },
      { work: { contact: { name: "Visitor 01", email: "erika@example.com" }, body: "ab 17 Uhr" } },
    ]);
  });

  test("without a topic it is called by its address", async () => {
    const desk = await openWith();
    await leave(desk, "callback", { topic: "claims" });
    expect(lastWaiting(desk)).toMatchObject({ subject: "+49 30 1", queueId: CLAIMS_QUEUE });
  });

  test("a message is mail, unless messages are work of their own", async () => {
    const [first] = WORK_PLAN.channels;
    if (first === undefined) throw new Error("The plan has no channels");
    const desk = await openWith({
      ...WORK_PLAN,
      channels: [...WORK_PLAN.channels, { ...first, id: "message" }],
    });
    await leave(desk, "message");
    expect(lastWaiting(desk)).toMatchObject({ channel: "message" });
  });

  test("a desk that neither calls back nor writes has it on the list of what was left alone", async () => {
    const desk = await openWith({ ...WORK_PLAN, channels: WORK_PLAN.channels.slice(0, 1), blending: [] });
    await leave(desk, "callback");
    await leave(desk, "message");
    expect(desk.queue.waiting(TENANT)).toEqual([]);
  });

  test("whose skill no queue knows, but somebody has, waits for them", async () => {
    const yodler = agentRecord(2, ["Yodelling"], 1);
    const desk = await openDesk({ agents: [ANNA, yodler], plan: WORK_PLAN });
    await leave(desk, "message", { skill: "Yodelling" });
    await desk.queue.agentConnected(agent(ANNA));
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    const workItemId = lastWaiting(desk)?.workItemId;
    if (workItemId === undefined) throw new Error("Nothing waits");
    expect(await desk.queue.work.explain(agent(ANNA), workItemId)).toMatchObject({
      ...{ queueId: GENERAL_QUEUE, needs: [{ skill: "Yodelling", level: 1 }] },
    });
  });

  test("whose skill nobody knows comes to the usual queue, called by that word", async () => {
    const desk = await openWith();
    await leave(desk, "callback", { skill: "pharmacist" });
    expect(lastWaiting(desk)).toMatchObject({
      ...{ queueId: GENERAL_QUEUE, skill: null, subject: "pharmacist · +49 30 1" },
    });
    await desk.queue.agentConnected(agent(ANNA));
    expect(desk.queue.offersOf(ANNA.id)).toHaveLength(1);
  });

  test("whose queue is gone meanwhile waits where it leads now", async () => {
    const desk = await openWith();
    const matter = matterOf(desk, { topic: "Glasbruch", skill: "claims" });
    await desk.queue.planSaved(TENANT, {
      ...WORK_PLAN,
      queues: WORK_PLAN.queues.filter(({ id }) => id !== CLAIMS_QUEUE),
    });
    const request = {
      id: "r1",
      visitId,
      kind: "callback",
      reach: "+49 30 1",
      text: "",
      leftAtMs: 1,
    } as const;
    await desk.queue.items.requestLeft(TENANT, { ...request, ...matter });
    expect(lastWaiting(desk)).toMatchObject({ queueId: GENERAL_QUEUE, subject: "Glasbruch · +49 30 1" });
  });
});
