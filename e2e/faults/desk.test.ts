/**
 * A desk whose hub dies by kill -9, entered by the front door: what agents and visitors had is there again, each thing once,
 * and the work goes on from there.
 */
import { randomUUID } from "node:crypto";
import type { ClientMessageId, ConversationId } from "@lotse/protocol";
import { canStartPostgres } from "@lotse/testkit/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Guest } from "./desk/people.ts";
import { Scene } from "./desk/scene.ts";
import { type HubUnderTest, startHubUnderTest } from "./hubUnderTest.ts";

/** A death costs a start of the hub; on a busy machine that may take a while. */
const WITHIN_MS = 600_000;
const PATIENCE = { timeout: 60_000, interval: 100 };

/** Anna is on the phone, her mail set aside, and away for everything else. */
const annaOnThePhone = async (scene: Scene, bring: (channel: string) => Promise<void>): Promise<void> => {
  await scene.anna.ask("presence:set", { presence: "available" });
  await bring("email");
  await bring("call");
  await scene.anna.ask("presence:set", { presence: "away", reason: "Am Telefon" });
};

/** Ben wraps up a callback, somebody is invited to him, and a chat rings: that is all he can take. */
const benFull = async (scene: Scene, bring: (channel: string) => Promise<void>) => {
  await scene.ben.ask("presence:set", { presence: "available" });
  await bring("callback");
  const wrapUp = await scene.done(scene.ben, "callback");
  const { guest, invitation } = await scene.invited();
  return { wrapUp, guest, invitation, ringing: await scene.opened(), waiting: await scene.opened() };
};

const EVERYTHING = {
  anna: {
    ...{ presence: "away", presenceReason: "Am Telefon", offers: [], meter: { units: 4, used: 4 } },
    work: [
      { place: "assigned", subject: "call", assignment: 1 },
      { place: "parked", subject: "email", units: 0 },
    ],
  },
  ben: {
    ...{ presence: "available", presenceReason: null, offers: [expect.any(String)] },
    work: [{ place: "wrapUp", subject: "callback", units: 2 }],
    meter: { units: 4, used: 4, holds: [{ kind: "wrapUp" }, { kind: "reservation" }, { kind: "offer" }] },
  },
  clara: { presence: "away", presenceReason: "Verwaltung", work: [], meter: { used: 0 } },
  waiting: [expect.any(String), expect.any(String)],
};
/** Mail is back, and Anna helps Ben with the first of three chats. */
const GONE_ON = {
  anna: {
    presence: "available",
    work: [
      { place: "assigned", subject: "email", assignment: 2 },
      { place: "assisting", mode: "conference", units: 1 },
    ],
  },
  ben: {
    meter: { used: 3 },
    work: [
      { place: "assigned", assists: [{ mode: "conference" }] },
      { place: "assigned", assists: [] },
      { place: "assigned", assists: [] },
    ],
  },
  waiting: [],
};

describe.each([
  ["pglite", true],
  ["postgres", canStartPostgres()],
] as const)("a desk whose hub is killed, on %s", (engine, possible) => {
  let hub: HubUnderTest;
  let scene: Scene;
  let full: Awaited<ReturnType<typeof benFull>>;
  const talks: (readonly [Guest, ConversationId])[] = [];

  beforeAll(async () => {
    if (!possible) return;
    hub = await startHubUnderTest({ engine });
    scene = await Scene.open(hub);
    const bring = await scene.prepare();
    await annaOnThePhone(scene, bring);
    full = await benFull(scene, bring);
  }, WITHIN_MS);
  afterAll(async () => {
    scene?.close();
    await hub?.close();
  });

  const survives = async (deaths: number) => {
    const before = await scene.look();
    for (let death = 0; death < deaths; death += 1) {
      await scene.reborn();
      await expect.poll(() => scene.look(), PATIENCE).toEqual(before);
    }
    return before;
  };

  it.skipIf(!possible)(
    "has presence with its reason, what rings, is set aside, wrapped up or reserved: once, and nobody has too much",
    async () => expect(await survives(2)).toMatchObject(EVERYTHING),
    WITHIN_MS,
  );

  it.skipIf(!possible)(
    "goes on: what was reserved is assigned, what waited comes when after-work is over, who helps goes on helping",
    async () => {
      const { anna, ben } = scene;
      const accepting = { invitationId: full.invitation.id, answer: "accept" } as const;
      const accepted = await full.guest.ask("invitation:answer", accepting);
      if (accepted.outcome !== "assigned") throw new Error(`the invitation came to be ${accepted.outcome}`);
      talks.push([full.guest, accepted.conversation.id], full.ringing, full.waiting);
      await scene.take(ben);
      expect((await scene.look()).ben.offers).toEqual([]);
      await ben.ask("wrapUp:end", { workItemId: full.wrapUp.workItemId });
      await scene.take(ben);
      await anna.ask("presence:set", { presence: "available" });
      await scene.done(anna, "call");
      const workItemId = (await scene.look()).ben.work[0]?.workItemId ?? full.wrapUp.workItemId;
      await ben.ask("work:consult", { workItemId, agentId: await scene.idOf(anna), mode: "conference" });
      await scene.take(anna);
      expect(await survives(1)).toMatchObject(GONE_ON);
    },
    WITHIN_MS,
  );

  it.skipIf(!possible)(
    "ends: a helper's words arrive, nobody was told of anything twice, and nothing is left over",
    async () => {
      const { anna, ben } = scene;
      const [helped] = talks[0] === undefined ? [] : [talks[0][1]];
      const messages = [{ clientId: randomUUID() as ClientMessageId, text: "Ich bin noch da" }];
      if (helped !== undefined) await anna.ask("message:send", { conversationId: helped, messages });
      for (const [, conversationId] of talks) await ben.ask("conversation:end", { conversationId });
      await scene.done(anna, "email");
      await scene.reborn();
      const nothing = { offers: [], work: [], meter: { used: 0 } };
      await expect
        .poll(() => scene.look(), PATIENCE)
        .toMatchObject({ anna: nothing, ben: nothing, waiting: [] });
      expect(await Promise.all(talks.map(([guest, id]) => guest.read(id)))).toEqual([
        ["opened", "agentJoined", "agentJoined", "text", "ended"],
        ["opened", "agentJoined", "ended"],
        ["opened", "agentJoined", "ended"],
      ]);
    },
    WITHIN_MS,
  );
});
