/** What becomes of a visitor whose page asks for what there is not, or for whom nobody is there. */
import type { OfferId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, test } from "vitest";
import { createUnknownWords } from "../unknownWords.ts";
import { agent, agentRecord, openDesk, SITE, TENANT, visitor } from "./desk.ts";
import { ANNA, BEN, look, MINUTE_MS, open, openWith, planWith, queue } from "./floor.ts";

const GENERAL = queue(1, "general");
const CLAIMS = queue(2, "claims", { needs: [{ skill: "Claims", level: 1 }] });

describe("a word that nobody knows", () => {
  test("leads to the usual queue and is what it is about; whoever writes pages is told", async () => {
    const desk = await openWith(planWith([GENERAL, CLAIMS]));
    await desk.queue.agentConnected(agent(ANNA));
    expect(await look(desk, { skill: "pharmacist" })).toMatchObject({ queue: null, state: "free" });
    expect(await open(desk, 1, { skill: "pharmacist" })).toMatchObject({ topic: "pharmacist" });
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([
      { topic: "pharmacist", skill: null, queueId: GENERAL.id },
    ]);
    expect(desk.toldOf("unknownWord")).toEqual([
      { to: visitor(9).visitId, event: "unknownWord", payload: "pharmacist" },
      { to: visitor(1).visitId, event: "unknownWord", payload: "pharmacist" },
    ]);
  });

  test("leads to the queue of the website, and a topic that the page names stays", async () => {
    const plan = planWith([GENERAL, CLAIMS]);
    const sites = [{ siteId: SITE, queueId: CLAIMS.id, hours: null }];
    const desk = await openWith({ ...plan, sites });
    await desk.queue.agentConnected(agent(BEN));
    await open(desk, 1, { topic: "Glasbruch", skill: "pharmacist" });
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ topic: "Glasbruch", queueId: CLAIMS.id }]);
  });

  test("was known as long as the plan had it: what a queue is renamed to is what pages must say", async () => {
    const desk = await openWith(planWith([GENERAL, queue(3, "pharmacist")]));
    expect(await look(desk, { skill: "pharmacist" })).toMatchObject({ queue: { key: "pharmacist" } });
    expect(desk.toldOf("unknownWord")).toEqual([]);
    await desk.queue.planSaved(TENANT, planWith([GENERAL, queue(3, "rx")]));
    await open(desk, 1, { skill: "pharmacist" });
    expect(desk.queue.waiting(TENANT)).toMatchObject([{ queueId: GENERAL.id, topic: "pharmacist" }]);
  });

  test("that one agent has as a skill is known, though no queue asks for it", async () => {
    const yodler = agentRecord(3, ["Yodelling"], 1);
    const desk = await openDesk({ agents: [ANNA, yodler], plan: planWith([GENERAL]) });
    await desk.queue.agentConnected(agent(ANNA));
    await open(desk, 1, { skill: "Yodelling" });
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    await desk.queue.agentConnected(agent(yodler));
    expect(desk.queue.offersOf(yodler.id)).toHaveLength(1);
  });

  test("is told once in an hour for each website, and no more of them than one would read", () => {
    const clock = new FakeClock();
    const told: string[] = [];
    const tell = createUnknownWords(clock, (_, word) => void told.push(word));
    for (let n = 0; n < 3; n++) tell(visitor(n), "rx");
    expect(told.splice(0)).toEqual(["rx"]);
    clock.advance(60 * MINUTE_MS);
    for (let n = 0; n < 100; n++) tell(visitor(1), `word ${n}`);
    expect(told).toHaveLength(20);
  });
});

describe("with nobody on duty who may take it", () => {
  const WAYS = ["callback", "message"];

  test("it is said before waiting, and while waiting the ways out stay offered", async () => {
    const desk = await openWith(planWith([GENERAL, CLAIMS]));
    await desk.queue.agentConnected(agent(ANNA));
    const outlook = await look(desk, { skill: "claims" });
    expect(outlook).toMatchObject({ state: "busy", position: 1, nobodyOnDuty: true, alternatives: WAYS });
    const { id } = await open(desk, 1, { skill: "claims" });
    expect(desk.queue.waitOf(id)).toMatchObject({ position: 1, alternatives: WAYS });
    await open(desk, 2, { skill: "claims" });
    desk.events();
    await desk.queue.agentConnected(agent(BEN));
    await desk.queue.acceptOffer(agent(BEN), desk.queue.offersOf(BEN.id)[0]?.id as OfferId);
    expect((await look(desk, { skill: "claims" })).nobodyOnDuty).toBeUndefined();
    expect(desk.queue.waitOf(id).alternatives ?? []).toEqual([]);
  });

  test("a queue that asks for less after a while has somebody", async () => {
    const relaxations = [{ afterMs: MINUTE_MS, needs: [] }];
    const desk = await openWith(planWith([GENERAL, { ...CLAIMS, relaxations }]));
    await desk.queue.agentConnected(agent(ANNA));
    const outlook = await look(desk, { skill: "claims" });
    expect([outlook.state, outlook.nobodyOnDuty]).toEqual(["busy", undefined]);
  });

  test("who loses the skill leaves those who wait with other ways, and they are told", async () => {
    const desk = await openWith(planWith([GENERAL, CLAIMS]));
    await desk.queue.agentConnected(agent(BEN));
    for (let n = 1; n <= 3; n++) await open(desk, n, { skill: "claims" });
    const { id } = await open(desk, 4, { skill: "claims" });
    expect(desk.queue.waitOf(id).alternatives).toEqual([]);
    desk.events();
    desk.storage.agents = [ANNA, { ...BEN, skills: [] }];
    await desk.queue.agentChanged(TENANT, BEN.id);
    expect(desk.queue.waitOf(id).alternatives).toEqual(WAYS);
    expect(desk.toldOf("changed").map(({ to }) => to)).toContain(id);
  });
});
