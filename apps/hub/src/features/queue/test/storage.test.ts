import { randomUUID } from "node:crypto";
import type { OfferId } from "@lotse/protocol";
import type { Storage, TenantSeed } from "@lotse/storage";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { FakeClock } from "@lotse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agent, agentRecord, openDesk, ruleRecord, SITE, TENANT, visitor } from "./desk.ts";

const ANNA = agentRecord(1, ["Sales"], 2);
const RULE = ruleRecord(1, "Sales");
const SEED: TenantSeed = {
  tenant: { id: TENANT, name: "Nordwind" },
  sites: [
    {
      id: SITE,
      key: "demo",
      name: "Nordwind Versicherung",
      enabled: true,
      origins: ["http://localhost:*"],
      language: "de",
      strictMasking: false,
      maskRules: [],
      assetOrigins: [],
      pushOrigins: [],
      consent: "assumed",
    },
  ],
  rules: [RULE],
  agents: [ANNA],
};

let storage: Storage;
const clock = new FakeClock();

beforeAll(async () => {
  ({ storage } = await openPgliteStorage({ dataDir: "memory" }));
  await storage.seedTenant(SEED);
  const page = { url: "https://shop.example/", title: "Shop", atMs: clock.nowMs() };
  const { url, title } = page;
  const facts = {
    page: { url, title, referrer: "" },
    visit: { pages: 1, ms: 0 },
    forms: {},
    products: {},
  };
  await storage.recordVisits(
    TENANT,
    [1, 2, 3].map(n => ({
      id: visitor(n).visitId,
      siteId: SITE,
      atMs: clock.nowMs(),
      language: "de",
      facts,
      step: page,
    })),
  );
});
afterAll(() => storage.close());

const onDuty = async () => {
  const desk = await openDesk({ agents: [ANNA], storage, clock, ids: randomUUID });
  await desk.queue.agentConnected(agent(ANNA));
  return desk;
};

test("the real store keeps an invitation's acceptance, a conversation's way, and a restart in between", async () => {
  const desk = await onDuty();
  const invited = await desk.queue.invite({ tenantId: TENANT, visitId: visitor(1).visitId, rule: RULE });
  const invitationId = invited?.id;
  if (invitationId === undefined) throw new Error("nobody was free");
  const answered = await desk.queue.answerInvitation(visitor(1), { invitationId, answer: "accept" });
  expect(answered).toMatchObject({ outcome: "assigned", conversation: { state: "active", lastSeq: 2 } });
  const decisions = await storage.listDecisions(TENANT, visitor(1).visitId);
  expect(decisions.map(decision => decision.outcome)).toEqual(["shown", "accepted"]);

  const waiting = await desk.queue.openConversation({ actor: visitor(2), topic: "Tarif", skill: "Sales" });
  // Who came first is known from the time alone after a restart
  clock.advance(1);
  const third = await desk.queue.openConversation({ actor: visitor(3), topic: null, skill: null });
  await desk.queue.close();

  const again = await onDuty();
  const [offer] = again.queue.offersOf(ANNA.id);
  expect(offer).toMatchObject({ conversationId: waiting.id, topic: "Tarif" });
  expect(again.queue.position(third.id)).toBe(1);
  const accepted = await again.queue.acceptOffer(agent(ANNA), offer?.id as OfferId);
  expect(accepted).toMatchObject({ conversation: { id: waiting.id, state: "active" } });
  await again.queue.endConversation(agent(ANNA), waiting.id);
  expect((await storage.readConversation(TENANT, waiting.id))?.state).toBe("ended");
  expect(again.queue.offersOf(ANNA.id)).toMatchObject([{ conversationId: third.id }]);
  const notices = await storage.readMessages(TENANT, { conversationId: waiting.id, afterSeq: 0, limit: 10 });
  expect(notices.map(message => message.body)).toMatchObject([
    { notice: "opened" },
    { notice: "agentJoined" },
    { notice: "ended", by: "agent" },
  ]);
  await again.queue.close();
});

test("two hubs on one store: the older one's commit is refused, and it takes over only openly", async () => {
  const older = await onDuty();
  for (const actor of [visitor(1), visitor(3)]) {
    const open = await storage.findOpenConversation(TENANT, actor.visitId);
    if (open !== null) await older.queue.endConversation(actor, open.id);
  }
  const newer = await onDuty();
  const ask = { tenantId: TENANT, visitId: visitor(2).visitId, rule: RULE };
  await expect(older.queue.invite(ask)).rejects.toMatchObject({ code: "EPOCH_STALE" });
  expect(older.logged).toContain("routing lost");
  await older.queue.close();
  await newer.queue.close();
});
