/**
 * A desk whose hub dies by kill -9, entered by the front door: what agents and visitors had is there again, each thing once,
 * and the work goes on from there.
 */
import type { RuleId } from "@lotse/protocol";
import { canStartPostgres } from "@lotse/testkit/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Console, Guest } from "./desk/people.ts";
import { DESK_PLAN } from "./desk/plan.ts";
import { type HubUnderTest, startHubUnderTest } from "./hubUnderTest.ts";

/** The demo's: invites whoever looks at product P. */
const RULE = "6c6f7473-6500-4000-8000-000000000003" as RuleId;
/** A death costs a start of the hub; on a busy machine that may take a while. */
const WITHIN_MS = 600_000;
const PATIENCE = { timeout: 60_000, interval: 100 };

/** What a console shows, but for what is another's to say: the ids of offers, which ring anew, and the time of day. */
const look = async (console: Console) => {
  const { agent, offers, work = [], meter } = await console.ask("console:open", {});
  const { presence, presenceReason } = agent;
  return {
    ...{ presence, presenceReason, meter },
    offers: offers.map(({ workItemId }) => workItemId),
    work: work.map(({ assignedAtMs: _, ...view }) => view),
  };
};

describe.each([
  ["pglite", true],
  ["postgres", canStartPostgres()],
] as const)("a desk whose hub is killed, on %s", (engine, possible) => {
  let hub: HubUnderTest;
  let people: { readonly anna: Console; readonly ben: Console; readonly clara: Console };
  const guests: Guest[] = [];

  beforeAll(async () => {
    if (!possible) return;
    hub = await startHubUnderTest({ engine });
    const open = (first: string) => {
      const who = hub.agents.find(({ name }) => name.startsWith(first));
      if (who === undefined) throw new Error(`the demo has no ${first}`);
      return Console.open(hub.url, who);
    };
    people = { clara: await open("Clara"), anna: await open("Anna"), ben: await open("Ben") };
  }, WITHIN_MS);
  afterAll(async () => {
    for (const one of [...guests, ...Object.values(people ?? {})]) one.close();
    await hub?.close();
  });

  const come = async (asks: readonly RuleId[] = []): Promise<Guest> => {
    const guest = await Guest.come(hub.url, [...asks]);
    guests.push(guest);
    return guest;
  };
  const lookAll = async () => ({
    anna: await look(people.anna),
    ben: await look(people.ben),
    clara: await look(people.clara),
    waiting: (await people.clara.ask("console:open", {})).queue.map(({ workItemId }) => workItemId),
  });
  const reborn = async (): Promise<void> => {
    await hub.kill();
    await hub.start();
    for (const one of [...guests, ...Object.values(people)]) one.reopen();
  };

  it.skipIf(!possible)(
    "keeps presence with its reason, what rings, is set aside, wrapped up or reserved: once, and nobody has too much",
    async () => {
      const { anna, ben, clara } = people;
      for (const one of [anna, ben]) await one.ask("presence:set", { presence: "away" });
      await clara.ask("presence:set", { presence: "away", reason: "Verwaltung" });
      const { version } = await clara.ask("plan:read", {});
      await clara.ask("plan:save", { plan: DESK_PLAN as never, version });
      const { secret } = await clara.ask("apiKey:add", { name: "Poststelle", scopes: ["workItems"] });
      const bring = async (channel: string): Promise<void> => {
        const answer = await fetch(`${hub.url}/api/v1/work-items`, {
          method: "POST",
          headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
          body: JSON.stringify({ key: channel, channel, queue: "desk", subject: channel, body: "" }),
        });
        expect(answer.status, await answer.text()).toBe(201);
      };

      // Anna is on the phone, her mail set aside, and away for everything else
      await anna.ask("presence:set", { presence: "available" });
      await bring("email");
      await bring("call");
      await anna.ask("presence:set", { presence: "away", reason: "Am Telefon" });
      // Ben wraps up a callback, somebody is invited to him, and somebody's chat rings: that is all he can take
      await ben.ask("presence:set", { presence: "available" });
      await bring("callback");
      const [called] = (await look(ben)).work;
      if (called === undefined) throw new Error("Ben has no callback");
      await ben.ask("work:done", { workItemId: called.workItemId, assignment: called.assignment });
      const invited = await come([RULE]);
      const [decision] = invited.decisions;
      if (decision?.outcome !== "offer") throw new Error(`nobody was invited: ${JSON.stringify(decision)}`);
      const [ringing, waiting] = [await come(), await come()];
      const { conversation: first } = await ringing.ask("conversation:open", { skill: "desk" });
      const { conversation: second } = await waiting.ask("conversation:open", { skill: "desk" });

      const before = await lookAll();
      expect(before).toMatchObject({
        anna: {
          ...{ presence: "away", presenceReason: "Am Telefon", offers: [], meter: { units: 4, used: 4 } },
          work: [
            { place: "assigned", subject: "call" },
            { place: "parked", subject: "email", units: 0 },
          ],
        },
        ben: {
          ...{ presence: "available", presenceReason: null, offers: [expect.any(String)] },
          work: [{ place: "wrapUp", subject: "callback", units: 2 }],
          meter: {
            units: 4,
            used: 4,
            holds: [{ kind: "wrapUp" }, { kind: "reservation" }, { kind: "offer" }],
          },
        },
        clara: { presence: "away", presenceReason: "Verwaltung", work: [], meter: { used: 0 } },
      });
      expect(before.waiting).toHaveLength(2);
      for (let death = 0; death < 2; death += 1) {
        await reborn();
        await expect.poll(lookAll, PATIENCE).toEqual(before);
      }

      // And all of it goes on
      const { invitation } = decision;
      const answer = await invited.ask("invitation:answer", {
        invitationId: invitation.id,
        answer: "accept",
      });
      if (answer.outcome !== "assigned") throw new Error(`the invitation came to be ${answer.outcome}`);
      const takeOffer = async (): Promise<void> => {
        const { offers } = await ben.ask("console:open", {});
        expect(offers).toHaveLength(1);
        for (const { id } of offers) await ben.ask("offer:accept", { offerId: id });
      };
      await takeOffer();
      expect((await look(ben)).offers).toEqual([]);
      await ben.ask("wrapUp:end", { workItemId: called.workItemId });
      await takeOffer();
      await anna.ask("presence:set", { presence: "available" });
      const call = before.anna.work[0];
      if (call === undefined) throw new Error("Anna has no call");
      await anna.ask("work:done", { workItemId: call.workItemId, assignment: call.assignment });
      const later = await lookAll();
      expect(later).toMatchObject({
        anna: { presence: "available", work: [{ place: "assigned", subject: "email", assignment: 2 }] },
        ben: {
          meter: { used: 3 },
          work: [{ place: "assigned" }, { place: "assigned" }, { place: "assigned" }],
        },
        waiting: [],
      });
      await reborn();
      await expect.poll(lookAll, PATIENCE).toEqual(later);
      const talks = [
        [invited, answer.conversation.id],
        [ringing, first.id],
        [waiting, second.id],
      ] as const;
      for (const [guest, id] of talks) {
        expect(await guest.read(id)).toEqual(["opened", "agentJoined"]);
        await ben.ask("conversation:end", { conversationId: id });
      }
      for (const { workItemId, assignment } of later.anna.work) {
        await anna.ask("work:done", { workItemId, assignment });
      }
      await reborn();
      const nothing = { offers: [], work: [], meter: { used: 0 } };
      await expect.poll(lookAll, PATIENCE).toMatchObject({ anna: nothing, ben: nothing, waiting: [] });
      for (const [guest, id] of talks)
        expect(await guest.read(id)).toEqual(["opened", "agentJoined", "ended"]);
    },
    WITHIN_MS,
  );
});
