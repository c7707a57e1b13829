/** What members' changes mean for work, and for people who are members of two organisations. */
import type { AgentId, MembershipsView, Result, TenantId } from "@lotse/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT } from "../../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST, OTHER_ADMINISTRATOR } from "../../../test/cast.ts";
import { type AgentLine, OTHER_AGENT, startWholeHub, type WholeHub } from "../../../test/wholeHub.ts";
import {
  codeOf,
  invite,
  join,
  LINKS_WITHOUT_END,
  memberOf,
  QUICK,
  readLink,
  redeem,
  signInAs,
  tokenOf,
  welcomeOf,
} from "./people.ts";

let hub: WholeHub;
let admin: AgentLine;
beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST, passwords: QUICK, limits: LINKS_WITHOUT_END });
  admin = await hub.agent(ADMINISTRATOR);
});
afterAll(() => hub.close());

/** A visitor who waits for somebody with a skill that only this test's people have. */
const waiting = async (skill: string) => {
  const visitor = await hub.visitor((await hub.beacon()).token);
  const { conversation } = await visitor.ask("conversation:open", { skill });
  return { visitor, conversationId: conversation.id };
};

describe("work", () => {
  it("waits again when its agent is removed, rings at another, and both sides are told", async () => {
    const skills = [{ skill: "Removal", level: 3 }];
    const gone = await join(hub, admin, { name: "Xaver", skills });
    const first = await hub.console(await signInAs(hub, gone.email));
    await first.ask("console:open", {});
    const { visitor, conversationId } = await waiting("Removal");
    const { id: offerId } = await first.next("offer:made");
    await first.ask("offer:accept", { offerId });
    const next = await join(hub, admin, { name: "Xenia", skills });
    const second = await hub.console(await signInAs(hub, next.email));
    await second.ask("console:open", {});

    await admin.ask("member:remove", { agentId: gone.id });
    await first.ended;
    const offer = await second.next("offer:made");
    expect(offer.conversationId).toBe(conversationId);
    const { conversation } = await second.ask("offer:accept", { offerId: offer.id });
    expect(conversation).toMatchObject({ state: "active", agent: { id: next.id } });
    const seen = [];
    do seen.push(await visitor.next("conversation:changed"));
    while (seen.at(-1)?.agent?.id !== next.id);
    expect(seen.map(({ state }) => state)).toContain("waiting");
    expect(codeOf(await visitor.raw("conversation:resume", { conversationId, afterSeq: 0 }))).toBe("ok");
    second.close();
    visitor.close();
  });

  it("goes by skills and capacity as they are now, and never over the capacity", async () => {
    // Not on duty: but for him nobody would know what "Fresh" means
    await join(hub, admin, { name: "Quirin", skills: [{ skill: "Fresh", level: 2 }], capacity: 1 });
    const member = await join(hub, admin, { name: "Zoe", skills: [], capacity: 1 });
    const line = await hub.console(await signInAs(hub, member.email));
    await line.ask("console:open", {});
    const one = await waiting("Fresh");
    // Who comes later stands behind; of two who come at once, nobody could say.
    hub.clock.advance(1);
    const two = await waiting("Fresh");
    expect(line.heard("offer:made")).toBe(0);
    const skills = [{ skill: "Fresh", level: 2 }];
    const { member: skilled } = await admin.ask("member:change", { agentId: member.id, skills });
    expect(skilled).toMatchObject({ skills, presence: "available" });
    const offer = await line.next("offer:made");
    expect(offer.conversationId).toBe(one.conversationId);
    await line.ask("offer:accept", { offerId: offer.id });
    // Full: the second waits until there is room for two.
    expect(codeOf(await line.raw("console:open", {}))).toBe("ok");
    expect(line.heard("offer:made")).toBe(0);
    await admin.ask("member:change", { agentId: member.id, capacity: 2 });
    expect((await line.next("offer:made")).conversationId).toBe(two.conversationId);
    // Less than what is there: what rings goes back, what was taken stays.
    await admin.ask("member:change", { agentId: member.id, capacity: 0 });
    await line.next("offer:ended");
    const { conversations, agent } = await line.ask("console:open", {});
    expect(conversations.map(({ id }) => id)).toEqual([one.conversationId]);
    expect(agent.capacity).toBe(0);
    for (const { visitor } of [one, two]) visitor.close();
    line.close();
  });
});

describe("a person in two organisations", () => {
  const memberships = async (cookie: string): Promise<MembershipsView> => {
    const result = (await (
      await hub.request("/api/v1/memberships", { cookie })
    ).json()) as Result<MembershipsView>;
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  const choose = async (cookie: string, tenantId: string): Promise<Result<unknown>> =>
    (await hub.request("/api/v1/memberships/choose", { cookie, body: { tenantId } })).json() as never;

  it("proves the password there is, keeps it, and works in one of them at a time", async () => {
    const other = await signInAs(hub, OTHER_AGENT.email, OTHER_AGENT.password);
    const home = (await memberships(other)).activeTenantId as TenantId;
    const { member, link } = await invite(admin, "Dora", { email: OTHER_AGENT.email });
    const token = tokenOf(link);
    expect(await readLink(hub, token)).toMatchObject({ ok: true, value: { hasPassword: true } });
    expect(codeOf(await redeem(hub, token))).toBe("CREDENTIALS_INVALID");
    expect(codeOf(await choose(other, DEMO_TENANT))).toBe("NOT_FOUND");
    expect(codeOf(await redeem(hub, token, { password: OTHER_AGENT.password }))).toBe("ok");

    // The session that was there goes on where it was, until it is told otherwise.
    const atHome = await hub.console(other);
    expect((await atHome.ask("console:open", {})).agent.id).toBe(OTHER_AGENT.id);
    expect((await memberships(other)).memberships.map(({ tenantId }) => tenantId).sort()).toEqual(
      [home, DEMO_TENANT].sort(),
    );
    expect(await choose(other, DEMO_TENANT)).toMatchObject({
      ok: true,
      value: { activeTenantId: DEMO_TENANT },
    });
    await atHome.ended;
    const away = await hub.console(other);
    expect((await away.ask("console:open", {})).agent.id).toBe(member.id);

    // Neither administrator gives away a password that opens the other's door.
    const otherAdmin = await hub.agent(OTHER_ADMINISTRATOR);
    expect(codeOf(await admin.raw("member:renewLink", { agentId: member.id }))).toBe("FORBIDDEN");
    expect(codeOf(await otherAdmin.raw("member:renewLink", { agentId: OTHER_AGENT.id }))).toBe("FORBIDDEN");
    otherAdmin.close();

    await admin.ask("member:remove", { agentId: member.id });
    await away.ended;
    expect(await welcomeOf(hub, other)).toBe("SESSION_REVOKED");
    expect(await memberships(other)).toMatchObject({
      activeTenantId: null,
      memberships: [{ tenantId: home }],
    });
    await choose(other, home);
    expect(await welcomeOf(hub, other)).toBe("ok");
  });

  it("asks for the console's own origin, and for a session", async () => {
    const cookie = await signInAs(hub, OTHER_AGENT.email, OTHER_AGENT.password);
    const foreign = await fetch(`${hub.url}/api/v1/memberships/choose`, {
      method: "POST",
      headers: { cookie, origin: "https://evil.example", "content-type": "application/json" },
      body: JSON.stringify({ tenantId: DEMO_TENANT }),
    });
    expect([foreign.status, await foreign.json()]).toMatchObject([403, { error: { code: "ORIGIN_DENIED" } }]);
    const nobody = await hub.request("/api/v1/memberships");
    expect([nobody.status, await nobody.json()]).toMatchObject([401, { error: { code: "SESSION_REVOKED" } }]);
  });
});

describe("a link from one address", () => {
  it("is tried a few times a minute, no more", async () => {
    const strict = await startWholeHub({ passwords: QUICK, limits: { links: { points: 3, perMs: 60_000 } } });
    const codes = [];
    for (let time = 0; time < 5; time++) codes.push(codeOf(await readLink(strict, `guess ${time}`)));
    expect(codes).toEqual(["LINK_INVALID", "LINK_INVALID", "LINK_INVALID", "RATE_LIMITED", "RATE_LIMITED"]);
    await strict.close();
  });

  it("is not asked for by other sites' pages", async () => {
    const body = JSON.stringify({ token: "x" });
    const headers = { "content-type": "application/json", "sec-fetch-site": "cross-site" };
    const response = await fetch(`${hub.url}/api/v1/account-links/read`, { method: "POST", headers, body });
    expect(await response.json()).toMatchObject({ ok: false, error: { code: "ORIGIN_DENIED" } });
  });
});

it("a demo's agents are members like everybody", async () => {
  const [anna] = DEMO_AGENTS;
  expect(await memberOf(admin, anna?.id as AgentId)).toMatchObject({ state: "active", role: "agent" });
});
