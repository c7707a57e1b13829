/** What a rule does, from its publication to what the visitor, the agents and other systems hear of it: over the wire. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { BeaconAnswer, CommandInput, RuleDefinition, RuleId } from "@lotse/protocol";
import { afterAll, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT, type DemoAgent } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST } from "../../test/cast.ts";
import { createRuleKit, MESSAGE, NO_CAPS, SITE, WORDS } from "../../test/ruleKit.ts";
import { type BeaconInput, startWholeHub } from "../../test/wholeHub.ts";
import { signatureOf } from "./hook.ts";

const DAY_MS = 86_400_000;

interface Heard {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Another system, which takes what it is told as long as `status` says so. */
const startOther = async () => {
  const heard: Heard[] = [];
  const state = { status: 204, holds: null as Promise<void> | null };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const answer = () => response.writeHead(state.status, { location: "/elsewhere" }).end();
      if (state.holds === null) answer();
      else void state.holds.then(answer);
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { heard, state, host, close: () => new Promise(resolve => server.close(resolve)) };
};

const other = await startOther();
const hub = await startWholeHub({ cast: CAST, hookHosts: new Set([other.host]) });
afterAll(async () => {
  await hub.close();
  await other.close();
});

const [ANNA, , CLARA] = DEMO_AGENTS as readonly DemoAgent[] as [DemoAgent, DemoAgent, DemoAgent];
const administrator = await hub.agent(ADMINISTRATOR);
const { publish, configure, identify } = createRuleKit(hub, administrator);

const ask = (ruleId: RuleId, input: BeaconInput = {}) => hub.beacon({ ...input, asks: [ruleId] });
const linesOf = async ({ visitId }: Pick<BeaconAnswer, "visitId">, ruleId: RuleId) =>
  (await hub.storage.listDecisions(DEMO_TENANT, visitId)).filter(line => line.ruleId === ruleId);
const outcomesOf = async (answer: Pick<BeaconAnswer, "visitId">, ruleId: RuleId) =>
  (await linesOf(answer, ruleId)).map(({ outcome, reason }) =>
    outcome === "suppressed" ? `${outcome} ${reason}` : outcome,
  );
const reasonOf = ({ decisions: [decision] }: BeaconAnswer) =>
  decision?.outcome === "suppressed" ? decision.reason : decision?.outcome;

/** Until the log says so: what goes out to other systems is not waited for by the beacon. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise(resolve => setImmediate(resolve));
};

it("shows a message, takes its answer once, and asks no more on this visit", async () => {
  const ruleId = await publish({ do: "openLink", url: "https://shop.example/help", text: WORDS });
  const first = await ask(ruleId);
  const [decision] = first.decisions;
  if (decision?.outcome !== "hint") throw new Error("no hint");
  const link = { kind: "link", url: "https://shop.example/help", text: WORDS, ruleId };
  expect(decision.hint).toMatchObject(link);
  expect(reasonOf(await ask(ruleId, { token: first.token }))).toBe("alreadyOffered");
  const visitor = await hub.visitor(first.token);
  const answer = { hintId: decision.hint.id, answer: "accept" } as const;
  await visitor.ask("hint:answer", answer);
  await visitor.ask("hint:answer", { ...answer, answer: "decline" });
  const told = ["matched", "shown", "matched", "suppressed alreadyOffered", "accepted"];
  expect(await outcomesOf(first, ruleId)).toEqual(told);
  const stranger = await hub.visitor((await hub.beacon()).token);
  await expect(stranger.ask("hint:answer", answer)).rejects.toThrow("NOT_FOUND");
});

it("counts the visits of one browser together, and those of another not", async () => {
  const caps = { ...NO_CAPS, perDay: 1 };
  const ruleId = await publish(MESSAGE, { caps });
  const visitor = randomUUID();
  expect(reasonOf(await ask(ruleId, { more: { visitor } }))).toBe("hint");
  expect(reasonOf(await ask(ruleId, { more: { visitor } }))).toBe("cappedDay");
  expect(reasonOf(await ask(ruleId, { more: { visitor: randomUUID() } }))).toBe("hint");
  hub.clock.advance(24 * 3_600_000);
  expect(reasonOf(await ask(ruleId, { more: { visitor } }))).toBe("hint");
});

it("does not ask one person more often than it may, however many of their tabs ask at once", async () => {
  const caps = { ...NO_CAPS, perDay: 1 };
  const ruleId = await publish(MESSAGE, { caps });
  const visitor = randomUUID();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(ruleId, { more: { visitor } })));
  expect(answers.map(reasonOf).filter(reason => reason === "hint")).toHaveLength(1);
});

it("knows returning visitors, and waits while they type", async () => {
  const audience = { sharePercent: 100, visitors: "returning", languages: null, signedIn: "all" } as const;
  const ruleId = await publish({ do: "offerCallback", text: WORDS }, { audience });
  const visitor = randomUUID();
  expect(reasonOf(await ask(ruleId, { more: { visitor } }))).toBe("outsideAudience");
  expect(reasonOf(await ask(ruleId, { more: { visitor, typing: true } }))).toBe("typing");
  expect((await ask(ruleId, { more: { visitor } })).decisions[0]).toMatchObject({
    hint: { kind: "callback" },
  });
});

it("tires nobody: all rules of a site share a budget", async () => {
  const [first, second] = [await publish(MESSAGE), await publish(MESSAGE)];
  await configure({ budget: { ...NO_CAPS, perVisit: 1 } });
  const answer = await ask(first);
  expect(reasonOf(answer)).toBe("hint");
  hub.clock.advance(3 * 60_000);
  expect(reasonOf(await ask(second, { token: answer.token }))).toBe("overBudget");
  await configure({ budget: NO_CAPS });
});

it("leaves some out, tells the log, and tells both sides of a success, once", async () => {
  await configure({ conversionPages: ["/order/*/thanks"] });
  // What is shown keeps others back: whoever leaves out comes first
  const left = { holdoutPercent: 100, priority: 9 };
  const [asking, holding] = [await publish(MESSAGE), await publish(MESSAGE, left)];
  const first = await hub.beacon({ asks: [asking, holding] });
  expect(await outcomesOf(first, holding)).toEqual(["matched", "heldOut"]);
  const { token } = first;
  const conversions = [{ id: randomUUID(), value: 49.9 }];
  await hub.beacon({ token, more: { conversions } });
  await hub.beacon({ token, more: { conversions } });
  for (let n = 0; n < 2; n++) await hub.beacon({ token, url: "http://localhost:3301/order/17/thanks?x=1" });
  for (const ruleId of [asking, holding]) {
    const converted = (await linesOf(first, ruleId)).filter(({ outcome }) => outcome === "converted");
    expect(converted.map(({ value }) => value)).toEqual([49.9, undefined]);
  }
});

it("takes no success that was there before the rule for the rule's", async () => {
  await configure({ conversionPages: ["/order/*/thanks"] });
  const ruleId = await publish(MESSAGE);
  const conversions = [{ id: randomUUID(), value: 49.9 }];
  const url = "http://localhost:3301/order/17/thanks";
  const answer = await hub.beacon({ asks: [ruleId], url, more: { conversions } });
  expect(await outcomesOf(answer, ruleId)).toEqual(["matched", "shown"]);
  // Told again, it is the same one still; the next one is the rule's
  await hub.beacon({ token: answer.token, more: { conversions } });
  await hub.beacon({ token: answer.token, more: { conversions: [{ id: randomUUID(), value: 1 }] } });
  expect(await outcomesOf(answer, ruleId)).toEqual(["matched", "shown", "converted"]);
});

it("compares in lift nobody who was reached before anybody was left out", async () => {
  const definition: Partial<RuleDefinition> = { cel: 'page.path == "/lift"' };
  const ruleId = await publish(MESSAGE, definition);
  const url = "http://localhost:3301/lift";
  const visitor = randomUUID();
  const early = await hub.beacon({ asks: [ruleId], url, more: { visitor } });
  expect(await linesOf(early, ruleId)).not.toContainEqual(
    expect.objectContaining({ share: expect.anything() }),
  );
  const liftOf = async () =>
    (await administrator.ask("rules:lift", { days: 30 })).rules.find(each => each.ruleId === ruleId);
  expect(await liftOf()).toMatchObject({ invited: { visitors: 1 }, verdict: { kind: "noHoldout" } });
  await configure({ holdoutPercent: 50 });
  // They stay on their side, and count on none; the next one does
  await hub.beacon({ asks: [ruleId], url, more: { visitor } });
  expect(await liftOf()).toMatchObject({ invited: { visitors: 0 }, heldOut: { visitors: 0 } });
  const late = await hub.beacon({ asks: [ruleId], url });
  expect((await linesOf(late, ruleId)).at(-1)).toMatchObject({ share: 50 });
  const lift = await liftOf();
  expect((lift?.invited.visitors ?? 0) + (lift?.heldOut.visitors ?? 0)).toBe(1);
  await configure({ holdoutPercent: 0 });
});

it("counts each success once: each order, each page come to, and nothing twice by another visit", async () => {
  await configure({ conversionPages: ["/order/*/thanks", "/order/*", "/done"] });
  const ruleId = await publish(MESSAGE);
  const at = (path: string, more: BeaconInput = {}) =>
    hub.beacon({ url: `http://localhost:3301${path}`, ...more });
  const visitor = randomUUID();
  // A success from before the rule does not stand in the way of the same one after it
  const first = await at("/done", { more: { visitor } });
  const { token } = first;
  await at("/x", { token, asks: [ruleId], more: { visitor } });
  const steps: readonly (readonly [path: string, pages: number])[] = [
    ...([
      ["/done", 3],
      ["/done", 3],
      ["/done", 4],
      ["/order/1/thanks", 5],
      ["/order/2/thanks", 6],
    ] as const),
  ];
  for (const [path, pages] of steps) {
    const page = { url: `http://localhost:3301${path}`, title: "", referrer: "" };
    const facts = { page, visit: { pages, ms: 1_000 }, forms: {}, products: {} };
    await hub.beacon({ token, facts, more: { visitor } });
  }
  const shown = ["matched", "shown"];
  expect(await outcomesOf(first, ruleId)).toEqual([...shown, "converted", "converted", "converted"]);
  const conversions = [{ id: randomUUID(), value: 3 }];
  await at("/y", { token, more: { visitor, conversions } });
  const second = await at("/y", { more: { visitor, conversions } });
  expect(await outcomesOf(second, ruleId)).toEqual([]);
  expect((await outcomesOf(first, ruleId)).length).toBe(6);
});

it("tells agents with the skill, and nobody else", async () => {
  const [anna, clara] = [await hub.agent(ANNA), await hub.agent(CLARA)];
  const ruleId = await publish({ do: "notifyAgent", skill: "Sales", text: WORDS }, { name: "Look" });
  const answer = await ask(ruleId);
  expect(answer.decisions).toMatchObject([{ outcome: "done" }]);
  const { visitId } = answer;
  expect(await anna.next("rule:noticed")).toMatchObject({ ruleId, ruleName: "Look", visitId, text: WORDS });
  const everybody = await publish({ do: "notifyAgent", skill: null, text: WORDS });
  await ask(everybody);
  expect((await clara.next("rule:noticed")).ruleId).toBe(everybody);
  expect(clara.heard("rule:noticed")).toBe(0);
  anna.close();
  clara.close();
});

it("calls another system once a visit, signed; what it does not take, the log says", async () => {
  const ruleId = await publish({ do: "callHook", url: `http://${other.host}/hook?a=1` }, { name: "Told" });
  const { hookSecret } = await administrator.ask("rules:settings", { siteId: SITE });
  const answer = await ask(ruleId);
  // Whatever has come of the first call by then
  await ask(ruleId, { token: answer.token });
  await until(async () => (await outcomesOf(answer, ruleId)).includes("shown"));
  expect(reasonOf(await ask(ruleId, { token: answer.token }))).toBe("cappedVisit");
  expect(other.heard).toHaveLength(1);
  const [call] = other.heard.splice(0);
  const timestamp = String(call?.headers["lotse-timestamp"]);
  expect(JSON.parse(call?.body ?? "")).toEqual({
    ...{ event: "rule.matched", ruleId, ruleName: "Told", ruleVersion: 1, visitId: answer.visitId },
    atMs: hub.clock.nowMs(),
  });
  expect(call?.headers["lotse-signature"]).toBe(
    signatureOf(hookSecret ?? "", { timestamp, body: call?.body ?? "" }),
  );
  expect(call?.headers["lotse-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
  // A redirect is not followed: it has not been taken
  other.state.status = 302;
  const refused = await ask(ruleId);
  await until(async () => (await outcomesOf(refused, ruleId)).includes("suppressed failed"));
  expect(await outcomesOf(refused, ruleId)).toEqual(["matched", "suppressed failed"]);
  expect(other.heard.splice(0)).toHaveLength(1);
  other.state.status = 204;
});

it("tries a call that was not taken again when the page asks, three times a visit; it costs no cap and is no reach in lift", async () => {
  const cel = 'page.path == "/crm"';
  const url = "http://localhost:3301/crm";
  const action = { do: "callHook", url: `http://${other.host}/crm` } as const;
  const ruleId = await publish(action, { cel, caps: { ...NO_CAPS, perDay: 1 } });
  const more = { visitor: randomUUID() };
  const reached = async () =>
    (await administrator.ask("rules:lift", { days: 30 })).rules.find(each => each.ruleId === ruleId)?.invited
      .visitors ?? 0;
  const failedOf = async (answer: BeaconAnswer) =>
    (await outcomesOf(answer, ruleId)).filter(one => one === "suppressed failed").length;
  other.state.status = 500;
  const first = await ask(ruleId, { url, more });
  const { token } = first;
  for (let tries = 1; tries <= 3; tries++) {
    await until(async () => (await failedOf(first)) === tries);
    hub.clock.advance(120_000);
    const next = await ask(ruleId, { url, token, more });
    expect(reasonOf(next)).toBe(tries < 3 ? "done" : "failed");
  }
  expect(other.heard.splice(0)).toHaveLength(3);
  expect(await outcomesOf(first, ruleId)).not.toContain("shown");
  expect(await reached()).toBe(0);
  // In their next visit it is taken, and only then the day's one is spent
  other.state.status = 204;
  const second = await ask(ruleId, { url, more });
  await until(async () => (await outcomesOf(second, ruleId)).includes("shown"));
  expect(await reached()).toBe(1);
  expect(reasonOf(await ask(ruleId, { url, more }))).toBe("cappedDay");
  expect(other.heard.splice(0)).toHaveLength(1);
});

it("does not call a second time for one person while nobody knows what came of the first", async () => {
  const action = { do: "callHook", url: `http://${other.host}/slow` } as const;
  const ruleId = await publish(action, { caps: { perVisit: 2, perDay: 1, perWeek: null } });
  let answer = () => {};
  other.state.holds = new Promise(resolve => {
    answer = resolve;
  });
  const more = { visitor: randomUUID() };
  const first = await ask(ruleId, { more });
  await until(async () => other.heard.length > 0);
  for (const token of [first.token, undefined]) {
    const again = await ask(ruleId, { more, ...(token === undefined ? {} : { token }) });
    expect(again.decisions).toMatchObject([{ outcome: "done" }]);
  }
  answer();
  other.state.holds = null;
  await until(async () => (await outcomesOf(first, ruleId)).includes("shown"));
  expect(reasonOf(await ask(ruleId, { more }))).toBe("cappedDay");
  expect(other.heard.splice(0)).toHaveLength(1);
});

it("invites to share the page: the conversation begins with the question", async () => {
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  const ruleId = await publish({ do: "inviteToCobrowse", skill: "Sales", text: WORDS });
  const answer = await ask(ruleId);
  const [decision] = answer.decisions;
  if (decision?.outcome !== "offer") throw new Error("no offer");
  expect(decision.invitation).toMatchObject({ purpose: "cobrowse", text: WORDS });
  const visitor = await hub.visitor(answer.token);
  const accepted = await visitor.ask("invitation:answer", {
    ...{ invitationId: decision.invitation.id, answer: "accept" },
  });
  if (accepted.outcome !== "assigned") throw new Error("not assigned");
  const conversationId = accepted.conversation.id;
  expect(await visitor.next("cobrowse:changed")).toMatchObject({ conversationId, state: "requested" });
  // The first line of a person is the answer, the next ones are not
  for (const text of ["Hello", "How can I help?"]) {
    const messages = [{ clientId: randomUUID(), text }];
    await anna.ask("message:send", { conversationId, messages } as CommandInput<"message:send">);
  }
  await until(async () => (await outcomesOf(answer, ruleId)).includes("answered"));
  expect(await outcomesOf(answer, ruleId)).toEqual(["matched", "shown", "accepted", "answered"]);
  expect((await linesOf(answer, ruleId)).every(({ action }) => action === "inviteToCobrowse")).toBe(true);
  await anna.ask("conversation:end", { conversationId });
  anna.close();
});

it("judges by what only the hub knows: attributes, hours, queues, the clock", async () => {
  const facts = [
    'contact.identified && contact.attribute("tier") == "gold"',
    'queue("Sales").waiting == 0 && hours("Sales").open',
    "visit.number == 1 && visit.conversations == 0 && time.hour < 24",
  ];
  const rules: RuleId[] = [];
  for (const cel of facts)
    rules.push(await publish({ do: "callHook", url: `http://${other.host}/` }, { cel }));
  const [gold, open, first] = rules as [RuleId, RuleId, RuleId];
  const answer = await hub.beacon({ asks: rules });
  const said = (from: BeaconAnswer) => new Map(from.decisions.map(one => [one.ruleId, one.outcome]));
  expect([said(answer).get(gold), said(answer).get(open), said(answer).get(first)]).toEqual([
    ...["suppressed", "done", "done"],
  ]);
  await identify(answer.token, { sub: "c-1", attributes: { tier: "gold" } });
  expect(said(await hub.beacon({ asks: [gold], token: answer.token })).get(gold)).toBe("done");
});

it("looks in lift no further back than it is known whose a visit was", async () => {
  const ruleId = await publish(MESSAGE, { cel: 'page.path == "/kept"' });
  const liftOf = async () => {
    const { fromMs, toMs, rules } = await administrator.ask("rules:lift", { days: 400 });
    return { days: (toMs - fromMs) / DAY_MS, rule: rules.find(each => each.ruleId === ruleId) };
  };
  const visitor = randomUUID();
  for (let n = 0; n < 2; n++)
    await hub.beacon({ asks: [ruleId], url: "http://localhost:3301/kept", more: { visitor } });
  expect(await liftOf()).toMatchObject({ days: 90, rule: { invited: { visitors: 1 } } });
  hub.clock.advance(91 * DAY_MS);
  // The log knows them still, as two visits of nobody
  const visits = { class: "visits", beforeMs: hub.clock.nowMs() - 90 * DAY_MS, limit: 10_000 } as const;
  await hub.storage.forget(DEMO_TENANT, visits);
  expect((await liftOf()).rule).toBeUndefined();
});
