/** What several rules, tabs and ways of knowing somebody do to one visitor: over the wire. */
import { randomUUID } from "node:crypto";
import type { BeaconAnswer, RuleId } from "@lotse/protocol";
import { afterAll, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT, type DemoAgent } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST } from "../../test/cast.ts";
import { createRuleKit, EVERYBODY, MESSAGE, NO_CAPS, WORDS } from "../../test/ruleKit.ts";
import { startWholeHub } from "../../test/wholeHub.ts";
import { CALM_MS } from "./screen.ts";

const hub = await startWholeHub({ cast: CAST });
afterAll(() => hub.close());

const [ANNA] = DEMO_AGENTS as readonly DemoAgent[] as [DemoAgent];
const { publish, configure, identify } = createRuleKit(hub, await hub.agent(ADMINISTRATOR));
await configure({ budget: NO_CAPS });

const reasonOf = ({ decisions }: BeaconAnswer, ruleId: RuleId) => {
  const decision = decisions.find(one => one.ruleId === ruleId);
  return decision?.outcome === "suppressed" ? decision.reason : decision?.outcome;
};
const shownIn = async ({ visitId }: BeaconAnswer): Promise<readonly RuleId[]> =>
  (await hub.storage.listDecisions(DEMO_TENANT, visitId))
    .filter(({ outcome }) => outcome === "shown")
    .map(({ ruleId }) => ruleId);

const answer = async (token: string, hintId = "", given: "accept" | "decline"): Promise<void> => {
  const visitor = await hub.visitor(token);
  await visitor.ask("hint:answer", { hintId, answer: given });
  visitor.close();
};
const hintOf = ({ decisions }: BeaconAnswer): string | undefined =>
  decisions.flatMap(one => (one.outcome === "hint" ? [one.hint.id] : []))[0];
const restOf = ({ decisions }: BeaconAnswer, ruleId: RuleId): number | null | undefined => {
  const decision = decisions.find(one => one.ruleId === ruleId);
  return decision?.outcome === "suppressed" ? decision.retryAfterMs : undefined;
};

it("brings the next one soon after an answer, in the order of priority, whichever the page asks about first", async () => {
  const [low, middle, high] = [
    await publish(MESSAGE, { priority: 1 }),
    await publish(MESSAGE, { priority: 2 }),
    await publish(MESSAGE, { priority: 3 }),
  ] as const;
  const first = await hub.beacon({ asks: [high, middle, low] });
  const { token } = first;
  expect([high, middle, low].map(ruleId => reasonOf(first, ruleId))).toEqual([
    ...["hint", "alreadyOffered", "alreadyOffered"],
  ]);
  // Both come back at the same time, before the calm is over
  const rests = [middle, low].map(ruleId => restOf(first, ruleId) ?? Number.POSITIVE_INFINITY);
  expect(rests[0]).toBe(rests[1]);
  expect(rests[0]).toBeLessThanOrEqual(CALM_MS);
  hub.clock.advance(4_000);
  await answer(token, hintOf(first), "decline");
  // From here on the page asks about the last one alone
  hub.clock.advance(5_000);
  const tooSoon = await hub.beacon({ asks: [low], token });
  expect([reasonOf(tooSoon, low), restOf(tooSoon, low)]).toEqual(["tooSoon", CALM_MS - 5_000]);
  hub.clock.advance(CALM_MS - 5_000);
  const second = await hub.beacon({ asks: [low], token });
  expect([middle, low].map(ruleId => reasonOf(second, ruleId))).toEqual(["hint", "alreadyOffered"]);
  await answer(token, hintOf(second), "accept");
  // What was taken is not asked about again
  expect(restOf(await hub.beacon({ asks: [middle], token }), middle)).toBeNull();
  hub.clock.advance(CALM_MS);
  const third = await hub.beacon({ asks: [low], token });
  expect([high, middle, low].map(ruleId => reasonOf(third, ruleId))).toEqual([undefined, undefined, "hint"]);
});

it("shows one thing at a time: of two hints the more important one, and no other while it stands", async () => {
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  const high = await publish(MESSAGE, { priority: 10 });
  const low = await publish(MESSAGE, { priority: 5 });
  const invitation = await publish({ do: "inviteToChat", skill: "Sales", text: WORDS });
  const asks = [invitation, low, high];
  const first = await hub.beacon({ asks });
  expect(asks.map(ruleId => reasonOf(first, ruleId))).toEqual(["alreadyOffered", "alreadyOffered", "hint"]);
  expect(await shownIn(first)).toEqual([high]);
  const { token } = first;
  hub.clock.advance(2_000);
  expect(reasonOf(await hub.beacon({ asks: [low], token }), low)).toBe("alreadyOffered");
  // Once it is answered, the next may come; and then it stands in turn
  const [hint] = first.decisions.flatMap(one => (one.outcome === "hint" ? [one.hint.id] : []));
  await answer(token, hint, "decline");
  hub.clock.advance(CALM_MS);
  expect(reasonOf(await hub.beacon({ asks: [low], token }), low)).toBe("hint");
  expect(reasonOf(await hub.beacon({ asks: [invitation], token }), invitation)).toBe("alreadyOffered");
  // An answer that never came keeps nobody waiting for ever
  hub.clock.advance(3 * 60_000);
  expect(reasonOf(await hub.beacon({ asks: [invitation], token }), invitation)).toBe("offer");
  anna.close();
});

it("asks a person no more often than it may, if only one of their tabs knows who they are", async () => {
  const ruleId = await publish(MESSAGE, { caps: { ...NO_CAPS, perDay: 1 } });
  for (let n = 0; n < 8; n++) {
    const more = { visitor: randomUUID() };
    const [named, nameless] = [await hub.beacon({ more }), await hub.beacon({ more })];
    await identify(named.token, { sub: `tabs ${n}` });
    const other = await hub.beacon();
    await identify(other.token, { sub: `tabs ${n}` });
    // Whoever is in the middle is known to both of the others; those are strangers to each other
    const asks = [ruleId];
    const [here, there] = await Promise.all([
      hub.beacon({ asks, token: named.token, more }),
      hub.beacon({
        asks,
        token: n % 2 === 0 ? nameless.token : other.token,
        ...(n % 2 === 0 ? { more } : {}),
      }),
    ]);
    expect([here, there].map(answer => reasonOf(answer, ruleId)).toSorted()).toEqual(["cappedDay", "hint"]);
  }
});

it("forgets no cap in a long visit, however much was written down since", async () => {
  const ruleId = await publish(MESSAGE, { caps: { ...NO_CAPS, perVisit: 1 } });
  const visitor = randomUUID();
  const answer = await hub.beacon({ asks: [ruleId], more: { visitor } });
  const daily = await publish(MESSAGE, { caps: { ...NO_CAPS, perDay: 1 } });
  hub.clock.advance(3 * 60_000);
  await hub.beacon({ asks: [daily], token: answer.token, more: { visitor } });
  const { visitId, token } = answer;
  const atMs = hub.clock.nowMs();
  const pauses = Array.from({ length: 2_500 }, (_, n) => ({
    ...{ visitId, ruleId, ruleVersion: 1, invitationId: null, atMs, action: MESSAGE.do },
    ...(n % 2 === 0
      ? ({ outcome: "matched", reason: null } as const)
      : ({ outcome: "suppressed", reason: "typing" } as const)),
  }));
  await hub.storage.appendDecisions(DEMO_TENANT, pauses);
  hub.clock.advance(3 * 60_000);
  expect(reasonOf(await hub.beacon({ asks: [ruleId], token, more: { visitor } }), ruleId)).toBe(
    "cappedVisit",
  );
  const next = await hub.beacon({ asks: [daily], more: { visitor } });
  expect(reasonOf(next, daily)).toBe("cappedDay");
});

it("stays on one side within a visit, and in those after it, whoever the visitor turns out to be", async () => {
  const telling = { do: "notifyAgent", skill: null, text: WORDS } as const;
  const [one, another] = [await publish(telling), await publish(telling)];
  const half = await publish(MESSAGE, { audience: { ...EVERYBODY, sharePercent: 50 } });
  await configure({ holdoutPercent: 50 });
  const sides = new Set<string>();
  for (let n = 0; n < 16; n++) {
    // Half of them say who they are, the others agree to be recognised; in the middle of the visit
    const more = n % 2 === 0 ? {} : { visitor: randomUUID() };
    const before = await hub.beacon({ asks: [one, half] });
    if (n % 2 === 0) await identify(before.token, { sub: `side ${n}` });
    const after = await hub.beacon({ asks: [another, half], token: before.token, more });
    const side = reasonOf(before, one);
    expect(reasonOf(after, another)).toBe(side);
    const isOut = reasonOf(before, half) === "outsideAudience";
    expect(reasonOf(after, half) === "outsideAudience").toBe(isOut);
    const again = await hub.beacon({ more });
    if (n % 2 === 0) await identify(again.token, { sub: `side ${n}` });
    const later = await hub.beacon({ asks: [half], token: again.token, more });
    expect(reasonOf(later, half) === "outsideAudience").toBe(isOut);
    sides.add(`${side} ${isOut}`);
  }
  expect(sides.size).toBeGreaterThan(2);
  await configure({ holdoutPercent: 0 });
});

it("leaves out a form or product whose name means something to JavaScript, and hears the rest", async () => {
  const ruleId = await publish(MESSAGE, { cel: 'product("P").viewed && form("quote").seconds > 1' });
  // As a page would send it: with a key of its own that is called so
  const names = ["__proto__", "constructor", "prototype"];
  const form = { activeMs: 2_000, active: true };
  const product = { viewing: false, name: "P" };
  const ownly = <T>(value: T, good: string) =>
    Object.fromEntries([...names, good].map(name => [name, value])) as Record<string, T>;
  const answer = await hub.beacon({
    asks: [ruleId],
    facts: {
      page: { url: "http://localhost:3301/p/P", title: "P", referrer: "" },
      visit: { pages: 1, ms: 1_000 },
      ...{ forms: ownly(form, "quote"), products: ownly(product, "P") },
    },
  });
  expect(reasonOf(answer, ruleId)).toBe("hint");
});

it("says that it waits for an agent only where an agent would make it true", async () => {
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  const rules: readonly [cel: string, reason: string][] = [
    ['visit.pages >= 1 && skill("Sales").free == 0', "notMatched"],
    ['queue("Sales").waiting > 5', "notMatched"],
    ['visit.pages >= 1 && skill("Sales").free >= 5', "noAgentFree"],
    ['visit.pages >= 1 && !(skill("Service").free == 0)', "noAgentFree"],
    ['skill("Service").free == 1', "noAgentFree"],
    ['queue("Sales").waiting == 0 && skill("Service").free > 0', "noAgentFree"],
    ['visit.pages > 1000 && skill("Service").free > 0', "notMatched"],
  ];
  for (const [cel, reason] of rules) {
    const ruleId = await publish(MESSAGE, { cel });
    expect([cel, reasonOf(await hub.beacon({ asks: [ruleId] }), ruleId)]).toEqual([cel, reason]);
  }
  anna.close();
});
