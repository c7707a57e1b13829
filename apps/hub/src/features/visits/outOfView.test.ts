/** A page that is hidden, silent or left: nothing runs on that nobody saw, and who has gone is judged as it was then. Over the wire. */
import type { RuleId, VisitId } from "@lotse/protocol";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { DEMO_AGENTS, type DemoAgent } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST } from "../../test/cast.ts";
import { createRuleKit, MESSAGE, SITE, WORDS } from "../../test/ruleKit.ts";
import { startWholeHub } from "../../test/wholeHub.ts";
import { LEFT_KEPT_MS } from "./onSite.ts";

const hub = await startWholeHub({ cast: CAST });
afterAll(() => hub.close());
const [ANNA] = DEMO_AGENTS as readonly DemoAgent[] as [DemoAgent];
const administrator = await hub.agent(ADMINISTRATOR);
const anna = await hub.agent(ANNA);
await anna.ask("console:open", {});
const { publish } = createRuleKit(hub, administrator);
const SKILL = (await anna.ask("console:open", {})).agent.skills[0]?.skill ?? "";

const SLOW = await publish(MESSAGE, { cel: 'form("quote").seconds > 60', name: "Lange im Antrag" });
const FREE = await publish({ do: "inviteToChat", skill: SKILL, text: WORDS }, { name: "Jemand ist frei" });
const ALL = { sort: "newest", offset: 0, limit: 50 } as const;

beforeEach(() => anna.ask("presence:set", { presence: "available" }));
afterEach(() => hub.clock.advance(300_000));

/** In the form for so many seconds, which go on as long as the page is in view. */
const say = (seconds: number, more: { readonly token?: string; readonly hidden?: boolean } = {}) => {
  const { token, hidden } = more;
  return hub.beacon({
    facts: {
      page: { url: "http://localhost:3301/quote", title: "Antrag", referrer: "" },
      visit: { pages: 1, ms: seconds * 1_000 },
      forms: { quote: { activeMs: seconds * 1_000, active: hidden !== true } },
      products: {},
    },
    ...(token === undefined ? {} : { token }),
    ...(hidden === undefined ? {} : { more: { hidden } }),
  });
};

const traceOf = async (visitId: VisitId, ruleId: RuleId) => {
  const { presence, rules } = await administrator.ask("radar:trace", { visitId, ruleId });
  const [{ now, state, version, steps } = {}] = rules;
  return { presence, state, version, steps, gate: now?.gate, text: now?.lines[0]?.text.en };
};

const listed = async () => (await administrator.ask("visitors:list", { ...ALL, ruleId: SLOW })).visitors;
const matching = async () =>
  (await administrator.ask("radar:matching", { siteId: SITE, ruleId: SLOW })).matching;

it("goes on with what ran while the page is in view", async () => {
  const { visitId } = await say(40);
  hub.clock.advance(10_000);
  expect(await traceOf(visitId, SLOW)).toMatchObject({
    ...{ presence: "inView", gate: { kind: "suppressed", reason: "notMatched" } },
    text: expect.stringContaining("50 seconds"),
  });
  expect(await listed()).toMatchObject([{ visitId, inView: true }]);
  hub.clock.advance(20_000);
  expect(await traceOf(visitId, SLOW)).toMatchObject({ presence: "inView", gate: { kind: "go" } });
  expect(await matching()).toBe(1);
});

it("lets nothing run on in a hidden tab, and goes on when it is shown", async () => {
  const { visitId, token } = await say(40);
  await say(50, { token, hidden: true });
  for (const ms of [1_000, 100_000]) {
    hub.clock.advance(ms);
    expect(await traceOf(visitId, SLOW)).toMatchObject({
      ...{ presence: "hidden", gate: { kind: "suppressed", reason: "notMatched" } },
      text: expect.stringContaining("50 seconds"),
    });
    expect(await listed()).toMatchObject([
      { visitId, inView: false, close: { ruleName: "Lange im Antrag" } },
    ]);
    expect(await matching()).toBe(0);
  }
  await say(50, { token });
  hub.clock.advance(11_000);
  expect(await traceOf(visitId, SLOW)).toMatchObject({ presence: "inView", gate: { kind: "go" } });
});

it("takes a page for out of view that is silent for longer than one in view would be", async () => {
  const { visitId } = await say(1);
  hub.clock.advance(140_000);
  expect(await traceOf(visitId, SLOW)).toMatchObject({
    presence: "hidden",
    text: expect.stringContaining("1 minute 16 seconds"),
  });
});

it("judges who has gone as it was at their last word: the rules and the house of then", async () => {
  const retired = await publish(MESSAGE, { name: "Bald zurückgezogen" });
  const { visitId, token } = await say(40);
  await say(50, { token, hidden: true });
  hub.clock.advance(10_000);
  // What comes after is not what the visitor was judged by
  await anna.ask("presence:set", { presence: "away" });
  await administrator.ask("rules:retire", { ruleId: retired, inForce: 1 });
  const later = await publish(MESSAGE, { name: "Erst danach" });
  hub.clock.advance(200_000);
  const { rules, presence } = await administrator.ask("radar:trace", { visitId });
  expect(presence).toBe("gone");
  const names = rules.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["Lange im Antrag", "Jemand ist frei", "Bald zurückgezogen"]));
  expect(names).not.toContain("Erst danach");
  expect(await traceOf(visitId, FREE)).toMatchObject({
    state: "published",
    version: 1,
    gate: { kind: "go" },
  });
  expect(await traceOf(visitId, retired)).toMatchObject({ state: "published", gate: { kind: "go" } });
  expect(await traceOf(visitId, later)).toMatchObject({ version: null, gate: undefined });
  expect((await traceOf(visitId, SLOW)).text).toContain("50 seconds");
});

it("lists who has gone for those who lead, the latest first", async () => {
  const first = await say(1);
  hub.clock.advance(1_000);
  const second = await say(2);
  hub.clock.advance(200_000);
  const page = await administrator.ask("visitors:list", { ...ALL, who: "left" });
  expect(page.onSite).toBe(0);
  expect(page.visitors.slice(0, 2).map(({ visitId }) => visitId)).toEqual([second.visitId, first.visitId]);
  expect(page.visitors[0]).toMatchObject({ inView: false, close: null });
  expect(await anna.raw("visitors:list", { ...ALL, who: "left" })).toMatchObject({
    error: { code: "NOT_FOUND" },
  });
  // Who comes back has not gone
  await say(3, { token: second.token });
  const later = await administrator.ask("visitors:list", { ...ALL, who: "left" });
  expect(later.visitors[0]?.visitId).toBe(first.visitId);
  hub.clock.advance(LEFT_KEPT_MS + 200_000);
  expect((await administrator.ask("visitors:list", { ...ALL, who: "left" })).total).toBe(0);
});

it("says of who has gone that nobody was free then, though somebody is now", async () => {
  await anna.ask("presence:set", { presence: "away" });
  hub.clock.advance(1_000);
  const { visitId } = await say(40);
  hub.clock.advance(1_000);
  await anna.ask("presence:set", { presence: "available" });
  hub.clock.advance(200_000);
  expect(await traceOf(visitId, FREE)).toMatchObject({
    ...{ presence: "gone", gate: { kind: "suppressed", reason: "noAgentFree" } },
  });
});
