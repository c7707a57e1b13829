/** Identification over the wire: what a page may prove, what it may not, and what the agent sees of it. */
import { randomUUID } from "node:crypto";
import {
  type BeaconAnswer,
  ID_PATTERN,
  type IdentityKeyView,
  type Result,
  type SiteId,
} from "@lotse/protocol";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT, nordwindSeed } from "../../demo/nordwind.ts";
import { type AgentLine, SHOP_ORIGIN, startWholeHub, type WholeHub } from "../../test/wholeHub.ts";

const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];
const SITE = (nordwindSeed(() => "").sites[0]?.id ?? "") as SiteId;

let hub: WholeHub;
let anna: AgentLine;
let key: IdentityKeyView;
beforeAll(async () => {
  hub = await startWholeHub();
  const agents = await hub.storage.listAgents(DEMO_TENANT);
  const administrators = agents
    .filter(agent => agent.id === ANNA.id)
    .map(agent => ({ ...agent, role: "administrator" as const }));
  await hub.storage.seedTenant({
    tenant: { id: DEMO_TENANT, name: "Nordwind" },
    sites: [],
    rules: [],
    agents: administrators,
  });
  anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  key = (await anna.ask("identityKey:add", { siteId: SITE })).key;
});
afterAll(() => hub.close());

const tokenOf = (claims: Record<string, unknown>, { kid, secret } = key): Promise<string> =>
  new SignJWT({ exp: Math.floor(hub.clock.nowMs() / 1_000) + 300, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg: "HS256", kid })
    .sign(new TextEncoder().encode(secret));

const post = async (name: string, visit: BeaconAnswer, input: unknown) => {
  const response = await fetch(`${hub.url}/api/v1/commands/${name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: SHOP_ORIGIN,
      authorization: `Bearer ${visit.token}`,
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, result: (await response.json()) as Result<unknown> };
};
const identify = (visit: BeaconAnswer, token: string) => post("visitor:identify", visit, { token });

const refusal = (code: string) => ({ result: { ok: false, error: { code } } });

describe("identification", () => {
  it("gives the visit its name, in the conversation that is open and in the visit shown", async () => {
    const visit = await hub.beacon();
    const visitor = await hub.visitor(visit.token);
    await visitor.ask("conversation:open", { skill: "Sales" });
    const offer = await anna.next("offer:made");
    expect(offer.visitorLabel).toMatch(/^Visitor [0-9A-F]{4}$/);
    await anna.ask("offer:accept", { offerId: offer.id });
    await anna.ask("visit:show", { visitId: visit.visitId });
    const answer = await identify(visit, await tokenOf({ sub: "c-1", name: "Erika Mustermann" }));
    const value = { contactId: expect.stringMatching(ID_PATTERN), name: "Erika Mustermann" };
    expect(answer).toEqual({ status: 200, result: { ok: true, value } });
    expect(await anna.next("visit:changed")).toMatchObject({ visitorLabel: "Erika Mustermann" });
    await expect
      .poll(async () => (await anna.ask("console:open", {})).conversations[0]?.visitorLabel)
      .toBe("Erika Mustermann");
  });

  it("takes a token again on its visit, and on no other", async () => {
    const [visit, thief] = [await hub.beacon(), await hub.beacon()];
    const token = await tokenOf({ sub: "c-2" });
    expect((await identify(visit, token)).status).toBe(200);
    expect((await identify(visit, token)).status).toBe(200);
    expect(await identify(thief, token)).toMatchObject({ status: 401, ...refusal("IDENTITY_INVALID") });
  });

  it("never turns one person's visit into another's; the token is good for the next visit", async () => {
    const visit = await hub.beacon();
    await identify(visit, await tokenOf({ sub: "c-3" }));
    const other = await tokenOf({ sub: "c-4", name: "Max" });
    expect(await identify(visit, other)).toMatchObject({ status: 409, ...refusal("IDENTITY_OTHER") });
    expect((await identify(await hub.beacon(), other)).status).toBe(200);
  });

  it("answers every bad token alike, byte for byte, and logs none of it", async () => {
    const visit = await hub.beacon();
    const [used, far] = [await tokenOf({ sub: "c-5" }), await hub.beacon()];
    await identify(far, used);
    const expired = { exp: Math.floor(hub.clock.nowMs() / 1_000) - 100 };
    const tokens = [
      "nonsense",
      used,
      `${(await tokenOf({ sub: "c-6" })).slice(0, -4)}AAAA`,
      await tokenOf({ sub: "c-7", ...expired }),
      await tokenOf({ sub: "" }),
      await tokenOf({ sub: "c-8" }, { ...key, kid: randomUUID() }),
    ];
    const answers = await Promise.all(tokens.map(token => identify(visit, token)));
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, ...refusal("IDENTITY_INVALID") });
    for (const token of tokens.slice(1)) expect(hub.logText()).not.toContain(token.slice(-20));
    const foreigner = await hub.beacon({ site: "other" });
    expect(await identify(foreigner, await tokenOf({ sub: "c-9" }))).toEqual(answers[0]);
  });

  it("knows another visit's conversation no more than one that does not exist", async () => {
    const visit = await hub.beacon();
    const visitor = await hub.visitor(visit.token);
    const { conversation } = await visitor.ask("conversation:open", {});
    const stranger = await hub.beacon();
    const answers = await Promise.all(
      [conversation.id, randomUUID()].map(conversationId =>
        post("conversation:resume", stranger, { conversationId, afterSeq: 0 }),
      ),
    );
    expect(answers[0]).toMatchObject({ status: 404, ...refusal("NOT_FOUND") });
    expect(answers[1]).toEqual(answers[0]);
  });
});

describe("a site's keys", () => {
  it("rotate without a gap: two live at a time, a retired one signs nothing", async () => {
    const { key: second } = await anna.ask("identityKey:add", { siteId: SITE });
    expect(await anna.raw("identityKey:add", { siteId: SITE })).toMatchObject({
      error: { code: "IDENTITY_KEYS_FULL" },
    });
    for (const one of [key, second]) {
      expect((await identify(await hub.beacon(), await tokenOf({ sub: "r" }, one))).status).toBe(200);
    }
    await anna.ask("identityKey:retire", { siteId: SITE, kid: second.kid });
    expect((await identify(await hub.beacon(), await tokenOf({ sub: "r" }, second))).status).toBe(401);
    const { keys } = await anna.ask("identityKey:list", { siteId: SITE });
    expect(keys.find(one => one.kid === key.kid)?.secret).toBe(key.secret);
    expect(keys.find(one => one.kid === second.kid)).toMatchObject({ secret: "" });
  });

  it("are no business of an agent's who is no administrator", async () => {
    const ben = await hub.agent(BEN);
    for (const name of ["identityKey:list", "identityKey:add", "identityKey:retire"]) {
      const input = { siteId: SITE, ...(name.endsWith("retire") ? { kid: key.kid } : {}) };
      expect(await ben.raw(name, input)).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    }
  });
});
