/** Who is on the sites, why rules do or do not act, and an agent's own invitation: over the wire. */
import type { BeaconAnswer, ConversationId, LiveVisitors, RuleId, SiteId, VisitId } from "@lotse/protocol";
import { afterAll, afterEach, expect, it } from "vitest";
import { DEMO_AGENTS, type DemoAgent, nordwindSeed } from "../../demo/nordwind.ts";
import { DEMO_RULE } from "../../demo/nordwindRules.ts";
import { ADMINISTRATOR, CAST, SECOND_SITE_KEY } from "../../test/cast.ts";
import { type BeaconInput, startWholeHub } from "../../test/wholeHub.ts";
import { LIVE_EVERY_MS } from "./liveViews.ts";

const hub = await startWholeHub({ cast: CAST });
afterAll(() => hub.close());

const [ANNA, BEN] = DEMO_AGENTS as readonly DemoAgent[] as [DemoAgent, DemoAgent];
const SITE = nordwindSeed(() => "").sites[0]?.id as SiteId;
const SHOP = "http://localhost:3301";
const VIEW = "00000000-0000-4000-8000-00000000f00d";

const administrator = await hub.agent(ADMINISTRATOR);
const anna = await hub.agent(ANNA);
const ben = await hub.agent(BEN);
for (const agent of [anna, ben]) {
  await agent.ask("console:open", {});
  await agent.ask("presence:set", { presence: "available" });
}

/** Nobody of an earlier test is there any more. */
afterEach(() => hub.clock.advance(200_000));

const arrive = (path: string, observed: Record<string, number | string> = {}, more: BeaconInput = {}) => {
  hub.clock.advance(1_000);
  return hub.beacon({
    facts: {
      page: { url: `${SHOP}${path}`, title: `Seite ${path}`, referrer: "" },
      ...{ visit: { pages: 1, ms: 1_000 }, forms: {}, products: {}, observed },
    },
    ...more,
  });
};

const ALL = { sort: "newest", offset: 0, limit: 50 } as const;
const urlsOf = ({ visitors }: LiveVisitors) => visitors.map(({ page }) => page.url.replace(SHOP, ""));

const invite = (visitId: VisitId, agent = anna) =>
  agent.raw("visitor:invite", { visitId, kind: "chat" }) as Promise<{
    readonly ok: boolean;
    readonly value: { readonly invitation: { readonly id: string } };
    readonly error: { readonly code: string };
  }>;
const codeOf = async (visitId: VisitId) => (await invite(visitId)).error.code;

it("lists who is on the site: by page, basket and order, a page at a time, until nothing is heard of them", async () => {
  await arrive("/a");
  await arrive("/b", { "basket.value": 90, "basket.count": 2, "visit.device": "phone" });
  await arrive("/c", { "basket.value": 20 });
  const all = await anna.ask("visitors:list", ALL);
  expect(urlsOf(all)).toEqual(["/c", "/b", "/a"]);
  expect(all).toMatchObject({ total: 3, onSite: 3 });
  expect(all.visitors[1]).toMatchObject({
    ...{ device: "phone", basket: { value: 90, count: 2 }, contact: "none", language: "de" },
    siteId: SITE,
  });
  const page = await anna.ask("visitors:list", { ...ALL, sort: "basket", offset: 1, limit: 1 });
  expect(urlsOf(page)).toEqual(["/c"]);
  expect(page.total).toBe(3);
  expect(urlsOf(await anna.ask("visitors:list", { ...ALL, basket: "filled" }))).toEqual(["/c", "/b"]);
  const found = await anna.ask("visitors:list", { ...ALL, page: "seite /A" });
  expect([urlsOf(found), found.total, found.onSite]).toEqual([["/a"], 1, 3]);
  hub.clock.advance(all.goneAfterMs + 1);
  expect(await anna.ask("visitors:list", ALL)).toMatchObject({ total: 0, onSite: 0, visitors: [] });
});

it("says which sites the agent serves, and lists those of one", async () => {
  await arrive("/here");
  await arrive("/there", {}, { site: SECOND_SITE_KEY });
  const all = await anna.ask("visitors:list", ALL);
  expect(urlsOf(all)).toEqual(["/there", "/here"]);
  expect(all.sites.map(({ id }) => id).toSorted()).toEqual(all.visitors.map(one => one.siteId).toSorted());
  for (const { siteId, page } of all.visitors) {
    const one = await anna.ask("visitors:list", { ...ALL, siteId });
    expect([urlsOf(one), one.total, one.onSite]).toEqual([[page.url.replace(SHOP, "")], 1, 2]);
  }
});

it("tells a console that looks of changes, together, and none that no longer does", async () => {
  expect((await ben.ask("visitors:watch", { viewId: VIEW, ...ALL })).onSite).toBe(0);
  await arrive("/a");
  await arrive("/b");
  hub.clock.advance(5_000);
  const told = await ben.next("visitors:changed");
  expect(told).toMatchObject({ viewId: VIEW });
  await ben.ask("visitors:unwatch", { viewId: VIEW });
  const heard = ben.heard("visitors:changed");
  await arrive("/c");
  hub.clock.advance(5_000);
  await ben.ask("visitors:list", ALL);
  expect(ben.heard("visitors:changed")).toBe(heard);
});

it("says which rule lacks least, and what, to an agent; why it does not act to those who lead", async () => {
  const { visitId } = await arrive("/quote", {}, { asks: [DEMO_RULE] });
  const [row] = (await anna.ask("visitors:list", { ...ALL, sort: "close" })).visitors;
  expect(row?.close).toMatchObject({ missing: expect.any(Number), lacks: expect.any(Array) });
  expect(await anna.raw("radar:trace", { visitId })).toMatchObject({ error: { code: "NOT_FOUND" } });
  const trace = await administrator.ask("radar:trace", { visitId, ruleId: DEMO_RULE });
  const [rule] = trace.rules;
  expect(trace).toMatchObject({ visitId, presence: "inView" });
  expect(rule).toMatchObject({ state: "published", now: { gate: { kind: "suppressed" } } });
  expect(rule?.now?.lines[0]).toMatchObject({ depth: 0, verdict: "no" });
  expect(rule?.now?.lacks?.de).toBeTruthy();
  hub.clock.advance(200_000);
  const later = await administrator.ask("radar:trace", { visitId, ruleId: DEMO_RULE });
  expect(later.presence).toBe("gone");
});

it("says whom a rule fits now, published or not yet saved, and of whom it knows nothing", async () => {
  await arrive("/a", {}, { productViewed: "P" });
  const asked = { siteId: SITE, ruleId: DEMO_RULE };
  const before = await administrator.ask("radar:matching", asked);
  expect(before.onSite).toBe(1);
  expect(await anna.raw("radar:matching", asked)).toMatchObject({ ok: false });
  const unknown = { ...asked, ruleId: "00000000-0000-4000-8000-00000000dead" as RuleId };
  expect(await administrator.raw("radar:matching", unknown)).toMatchObject({ error: { code: "NOT_FOUND" } });
});

const talk = async ({ token }: BeaconAnswer, invitationId: string, answer: "accept" | "decline") => {
  const visitor = await hub.visitor(token);
  const said = await visitor.raw("invitation:answer", { invitationId, answer });
  return { visitor, said };
};

it("holds the agent's own slot for an invitation by hand; a yes is a conversation with that agent, and nothing rings", async () => {
  const seen = await arrive("/a");
  const { value } = await invite(seen.visitId);
  expect(await anna.ask("visitor:invitations", {})).toMatchObject({
    invitations: [{ visitId: seen.visitId }],
  });
  // The page hears of it with its next word
  const next = await hub.beacon({ token: seen.token });
  expect(next.decisions).toMatchObject([{ outcome: "offer", invitation: { id: value.invitation.id } }]);
  const { visitor, said } = await talk(next, value.invitation.id, "accept");
  expect(said).toMatchObject({ ok: true, value: { outcome: "assigned" } });
  expect(anna.heard("offer:made")).toBe(0);
  expect(await codeOf(seen.visitId)).toBe("VISITOR_TALKING");
  const resumed = await anna.ask("visitors:list", ALL);
  expect(resumed.visitors.find(({ visitId }) => visitId === seen.visitId)?.contact).toBe("talking");
  const { conversation } = await visitor.ask("visit:resume", {});
  await anna.ask("conversation:end", { conversationId: conversation?.id as ConversationId });
  visitor.close();
});

it("says at once to whoever looks who has invited a visitor and who talks with them", async () => {
  const seen = await arrive("/a");
  const me = (await anna.ask("console:open", {})).agent;
  await ben.ask("visitors:watch", { viewId: VIEW, ...ALL });
  /** What was told before is passed over; no more time goes by than changes may be held back for. */
  const rowTold = async (contact: string) => {
    hub.clock.advance(LIVE_EVERY_MS);
    for (;;) {
      const { visitors } = await ben.next("visitors:changed");
      const row = visitors.find(({ visitId }) => visitId === seen.visitId);
      if (row?.contact === contact) return row;
    }
  };
  const { value } = await invite(seen.visitId);
  const card = { id: me.id, name: me.name };
  expect(await rowTold("invited")).toMatchObject({ contactWith: card });
  const next = await hub.beacon({ token: seen.token });
  const { visitor } = await talk(next, value.invitation.id, "accept");
  expect(await rowTold("talking")).toMatchObject({ contactWith: card });
  const { conversation } = await visitor.ask("visit:resume", {});
  await anna.ask("conversation:end", { conversationId: conversation?.id as ConversationId });
  expect((await rowTold("none")).contactWith).toBeUndefined();
  await ben.ask("visitors:unwatch", { viewId: VIEW });
  visitor.close();
});

it("says before one asks whether there is a slot to invite with", async () => {
  const takes = async () => (await anna.ask("console:open", {})).meter?.takes;
  const { capacity } = (await anna.ask("console:open", {})).agent;
  const visits: VisitId[] = [];
  while (visits.length < capacity) visits.push((await arrive(`/${visits.length}`)).visitId);
  for (const visitId of visits) {
    expect(await takes()).toContain("chat");
    expect(await invite(visitId)).toMatchObject({ ok: true });
  }
  expect(await takes()).not.toContain("chat");
  expect(await codeOf((await arrive("/more")).visitId)).toBe("CAPACITY_FULL");
});

it("refuses an invitation by hand with the reason, and takes it back only from whose it is", async () => {
  const first = await arrive("/a");
  const { value } = await invite(first.visitId);
  const invitationId = value.invitation.id;
  expect(await codeOf(first.visitId)).toBe("VISITOR_INVITED");
  expect(await ben.raw("visitor:withdraw", { invitationId })).toMatchObject({ error: { code: "NOT_FOUND" } });
  expect(await anna.raw("visitor:withdraw", { invitationId })).toMatchObject({ ok: true });
  expect(await anna.raw("visitor:withdraw", { invitationId })).toMatchObject({
    error: { code: "INVITATION_ENDED" },
  });

  const second = await arrive("/b");
  const { value: offered } = await invite(second.visitId);
  const { visitor } = await talk(second, offered.invitation.id, "decline");
  expect(await codeOf(second.visitId)).toBe("VISITOR_DECLINED");
  visitor.close();

  const third = await arrive("/c");
  await anna.ask("presence:set", { presence: "away" });
  expect(await codeOf(third.visitId)).toBe("NOT_AVAILABLE");
  await anna.ask("presence:set", { presence: "available" });
  hub.clock.advance(200_000);
  expect(await codeOf(third.visitId)).toBe("VISITOR_GONE");
  expect(await codeOf("00000000-0000-4000-8000-00000000dead" as VisitId)).toBe("NOT_FOUND");
});

it("is never over the agent's capacity, and ends by itself", async () => {
  const codes: string[] = [];
  const open: VisitId[] = [];
  for (let count = 0; count < 12; count++) {
    const { visitId } = await arrive(`/${count}`);
    const answer = await invite(visitId);
    if (answer.ok) open.push(visitId);
    else codes.push(answer.error.code);
  }
  expect(open.length).toBeGreaterThan(0);
  expect(new Set(codes)).toEqual(new Set(["CAPACITY_FULL"]));
  expect((await anna.ask("visitor:invitations", {})).invitations).toHaveLength(open.length);
  hub.clock.advance(91_000);
  await expect
    .poll(async () => (await anna.ask("visitor:invitations", {})).invitations, { timeout: 10_000 })
    .toEqual([]);
});
