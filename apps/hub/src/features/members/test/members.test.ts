/** Members through the front door: invited, let in, changed, put out; whatever they have open follows at once. */
import type { AgentId } from "@lotse/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS } from "../../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST, SUPERVISOR } from "../../../test/cast.ts";
import { type AgentLine, startWholeHub, type WholeHub } from "../../../test/wholeHub.ts";
import {
  codeOf,
  invite,
  join,
  LINKS_WITHOUT_END,
  memberOf,
  PASSWORD,
  person,
  QUICK,
  readLink,
  redeem,
  signInAs,
  tokenOf,
  welcomeOf,
} from "./people.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const [ANNA, , CLARA] = DEMO_AGENTS;
if (ANNA === undefined || CLARA === undefined) throw new Error("the demo has three agents");

let hub: WholeHub;
let admin: AgentLine;
beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST, passwords: QUICK, limits: LINKS_WITHOUT_END });
  admin = await hub.agent(ADMINISTRATOR);
});
afterAll(() => hub.close());

/** Each case is another person: who had a password once keeps it. */
let klaras = 0;

describe("an invitation", () => {
  it("is a link whose secret only the fragment carries, read as often as one likes, redeemed once", async () => {
    const { member, link, linkExpiresAtMs } = await invite(admin, "Erika");
    expect(member).toMatchObject({ state: "invited", presence: "offline", secondFactor: false });
    expect(link).toMatch(/^http:\/\/localhost:\d+\/console\/welcome#[\w-]{43}$/);
    const token = tokenOf(link);
    const view = {
      kind: "invitation",
      tenantName: "Nordwind",
      name: "Erika",
      email: "erika@nordwind.example",
      hasPassword: false,
      expiresAtMs: linkExpiresAtMs,
    };
    for (let time = 0; time < 3; time++)
      expect(await readLink(hub, token)).toEqual({ ok: true, value: view });
    // 29: whatever previews an address asks with GET.
    expect((await hub.request(`/api/v1/account-links/read?token=${token}`)).status).toBe(404);
    expect(await redeem(hub, token)).toEqual({ ok: true, value: { email: view.email } });
    expect(codeOf(await redeem(hub, token))).toBe("LINK_INVALID");
    const console = await hub.console(await signInAs(hub, view.email));
    const { agent } = await console.ask("console:open", {});
    expect(agent).toMatchObject({
      id: member.id,
      role: "agent",
      skills: [{ skill: "Sales", level: 3 }],
      presence: "available",
    });
    console.close();
    expect((await memberOf(admin, member.id))?.state).toBe("active");
    expect(hub.logText()).not.toContain(token);
  });

  it("is told to other consoles, as are changes before anybody came by it and that it is taken back", async () => {
    const other = await hub.agent(SUPERVISOR);
    const { member } = await invite(admin, "Ulla");
    await other.next("members:changed");
    await admin.ask("member:change", { agentId: member.id, name: "Ulla Neu" });
    await other.next("members:changed");
    await admin.ask("member:remove", { agentId: member.id });
    await other.next("members:changed");
    expect(other.heard("members:changed")).toBe(0);
    other.close();
  });

  it("lets nobody in before it is redeemed", async () => {
    const { member } = await invite(admin, "Frieda");
    const answer = await hub.signIn({ email: member.email, password: PASSWORD });
    expect(answer.status).toBe(401);
  });

  it("is redeemed once, whoever tries at once", async () => {
    const { link } = await invite(admin, "Gustav");
    const tries = Array.from({ length: 6 }, (_, index) =>
      redeem(hub, tokenOf(link), { password: `${PASSWORD} ${index}` }),
    );
    const codes = (await Promise.all(tries)).map(codeOf);
    expect(codes.filter(code => code === "ok")).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(["ok", "LINK_INVALID"]));
    // And the password is the winner's, nobody else's.
    const winner = codes.indexOf("ok");
    const signIns = await Promise.all(
      tries.map((_, index) =>
        hub.signIn({ email: "gustav@nordwind.example", password: `${PASSWORD} ${index}` }),
      ),
    );
    expect(signIns.map(({ status }) => status === 200)).toEqual(codes.map((_, index) => index === winner));
  });

  it("has one answer for unknown, used, replaced and expired links", async () => {
    const { member, link } = await invite(admin, "Hanna");
    const { link: renewed } = await admin.ask("member:renewLink", { agentId: member.id });
    const [used, other] = [await invite(admin, "Ines"), await invite(admin, "Jana")];
    await redeem(hub, tokenOf(used.link));
    const answers = async (token: string) => [
      JSON.stringify(await readLink(hub, token)),
      JSON.stringify(await redeem(hub, token)),
    ];
    const unknown = await answers("x".repeat(43));
    expect(unknown[0]).toContain("LINK_INVALID");
    expect(await answers(tokenOf(link))).toEqual(unknown);
    expect(await answers(tokenOf(used.link))).toEqual(unknown);
    expect(await answers("")).toEqual(unknown);
    hub.clock.advance(3 * DAY_MS - 1);
    expect(codeOf(await readLink(hub, tokenOf(renewed)))).toBe("ok");
    hub.clock.advance(1);
    expect(await answers(tokenOf(renewed))).toEqual(unknown);
    expect(await answers(tokenOf(other.link))).toEqual(unknown);
  });

  it.each([
    ["short", "elfzeichen1"],
    ["the address", "Klara.2@nordwind.example"],
    ["common", "Passwort1234"],
    ["one piece again and again", "abcabcabcabc"],
    ["a sequence", "abcdefghijklmn"],
  ])("refuses a password that is %s, and is not used up by it", async (_case, password) => {
    const { member, link } = await invite(admin, "Klara", { email: `klara.${++klaras}@nordwind.example` });
    expect(codeOf(await redeem(hub, tokenOf(link), { password }))).toBe("PASSWORD_WEAK");
    expect(codeOf(await redeem(hub, tokenOf(link)))).toBe("ok");
    await admin.ask("member:remove", { agentId: member.id });
  });

  it.each([
    ["42 a line break", "eve@nordwind.example\r\nBcc: all@nordwind.example"],
    ["42 a line break at the end", "eve@nordwind.example\n"],
    ["a display name", "Eve <eve@nordwind.example>"],
    ["two addresses", "eve@nordwind.example,adam@nordwind.example"],
    ["no host", "eve"],
    ["a tab", "eve\t@nordwind.example"],
    ["an umlaut that looks like another letter", "ève@nordwind.example"],
  ])("goes to one plain address, not to %s", async (_case, email) => {
    const answer = await admin.raw("member:invite", person("Eve", { email }));
    expect(codeOf(answer)).toBe("EMAIL_INVALID");
  });

  it("goes to an address once per organisation, however it is written", async () => {
    await invite(admin, "Lena");
    const again = person("Lena", { email: " LENA@Nordwind.Example " });
    expect(codeOf(await admin.raw("member:invite", again))).toBe("EMAIL_TAKEN");
    expect(codeOf(await admin.raw("member:invite", person("Anna", { email: ANNA.email })))).toBe(
      "EMAIL_TAKEN",
    );
  });

  it("ends with the removal, and nothing of an address that never came is left", async () => {
    const { member, link } = await invite(admin, "Mona");
    await admin.ask("member:remove", { agentId: member.id });
    expect(codeOf(await redeem(hub, tokenOf(link)))).toBe("LINK_INVALID");
    expect(await memberOf(admin, member.id)).toBeUndefined();
    expect(await rows(`select 1 from "user" where email = 'mona@nordwind.example'`)).toEqual([]);
  });
});

const rows = async (sql: string): Promise<readonly unknown[]> => {
  const connection = await hub.authDialect.createDriver().acquireConnection();
  const query = { sql, parameters: [], query: { kind: "RawNode" } as never, queryId: { queryId: "" } };
  return (await connection.executeQuery(query)).rows;
};

describe("what is open ends at once", () => {
  /** Somebody with two sessions, a console open in each. */
  const twoConsoles = async (name: string) => {
    const member = await join(hub, admin, { name });
    const cookies = [await signInAs(hub, member.email), await signInAs(hub, member.email)] as const;
    const lines = [await hub.console(cookies[0]), await hub.console(cookies[1])] as const;
    return { member, cookies, lines };
  };

  it("25 on signing out: that session's, not the other one's", async () => {
    const { cookies, lines } = await twoConsoles("Nora");
    await hub.request("/api/auth/sign-out", { cookie: cookies[0], body: {} });
    await lines[0].ended;
    expect(await welcomeOf(hub, cookies[0])).toBe("SESSION_REVOKED");
    expect(codeOf(await lines[1].raw("console:open", {}))).toBe("ok");
    lines[1].close();
  });

  it("on revoking a session from the list, and all others", async () => {
    const { cookies, lines } = await twoConsoles("Olga");
    const sessions = (await (
      await hub.request("/api/auth/list-sessions", { cookie: cookies[0] })
    ).json()) as { token: string }[];
    expect(sessions).toHaveLength(2);
    const other = sessions.find(({ token }) => !decodeURIComponent(cookies[0]).includes(token));
    await hub.request("/api/auth/revoke-session", { cookie: cookies[0], body: { token: other?.token } });
    await lines[1].ended;
    expect(await welcomeOf(hub, cookies[1])).toBe("SESSION_REVOKED");
    expect(codeOf(await lines[0].raw("console:open", {}))).toBe("ok");
    const third = await signInAs(hub, "olga@nordwind.example");
    await hub.request("/api/auth/revoke-other-sessions", { cookie: third, body: {} });
    await lines[0].ended;
    expect(await welcomeOf(hub, third)).toBe("ok");
  });

  it("on a new password, which must not be weak and ends every other session", async () => {
    const { cookies, lines } = await twoConsoles("Paula");
    const change = (newPassword: string) =>
      hub.request("/api/auth/change-password", {
        cookie: cookies[0],
        body: { currentPassword: PASSWORD, newPassword, revokeOtherSessions: false },
      });
    const weak = await change("Passwort1234");
    expect([weak.status, await weak.json()]).toMatchObject([400, { error: { code: "PASSWORD_WEAK" } }]);
    expect((await change("ein-anderes-pferd")).status).toBe(200);
    await Promise.all(lines.map(line => line.ended));
    expect(await welcomeOf(hub, cookies[1])).toBe("SESSION_REVOKED");
    expect((await hub.signIn({ email: "paula@nordwind.example", password: PASSWORD })).status).toBe(401);
    expect(await welcomeOf(hub, await signInAs(hub, "paula@nordwind.example", "ein-anderes-pferd"))).toBe(
      "ok",
    );
  });

  it("on an administrator's word, all of them", async () => {
    const { member, cookies, lines } = await twoConsoles("Queenie");
    await admin.ask("member:signOut", { agentId: member.id });
    await Promise.all(lines.map(line => line.ended));
    for (const cookie of cookies) expect(await welcomeOf(hub, cookie)).toBe("SESSION_REVOKED");
    expect(await welcomeOf(hub, await signInAs(hub, member.email))).toBe("ok");
  });

  it("on removal, and a new sign-in lets nobody in", async () => {
    const { member, cookies, lines } = await twoConsoles("Rosa");
    await admin.ask("member:remove", { agentId: member.id });
    await Promise.all(lines.map(line => line.ended));
    expect(await welcomeOf(hub, cookies[0])).toBe("SESSION_REVOKED");
    expect(await welcomeOf(hub, await signInAs(hub, member.email))).toBe("SESSION_REVOKED");
    // Invited again it is the same agent.
    const again = await invite(admin, "Rosa");
    expect(again.member.id).toBe(member.id);
    expect(await welcomeOf(hub, cookies[0])).toBe("SESSION_REVOKED");
  });

  it("on the redemption of a link to a new password, not on its making", async () => {
    const { member, cookies, lines } = await twoConsoles("Selma2");
    const { link, linkExpiresAtMs } = await admin.ask("member:renewLink", { agentId: member.id });
    expect(linkExpiresAtMs).toBe(hub.clock.nowMs() + DAY_MS);
    expect(codeOf(await lines[0].raw("console:open", {}))).toBe("ok");
    const view = await readLink(hub, tokenOf(link));
    expect(view).toMatchObject({ ok: true, value: { kind: "password", hasPassword: false } });
    expect(codeOf(await redeem(hub, tokenOf(link), { password: "das-dritte-pferd" }))).toBe("ok");
    await Promise.all(lines.map(line => line.ended));
    expect(await welcomeOf(hub, cookies[0])).toBe("SESSION_REVOKED");
    expect((await hub.signIn({ email: member.email, password: PASSWORD })).status).toBe(401);
    expect(await welcomeOf(hub, await signInAs(hub, member.email, "das-dritte-pferd"))).toBe("ok");
  });

  it("within five seconds when the session is gone from the database behind the hub's back", async () => {
    const { member, cookies, lines } = await twoConsoles("Tilda");
    await rows(
      `delete from session where "userId" = (select id from "user" where email = '${member.email}')`,
    );
    expect(codeOf(await lines[0].raw("console:open", {}))).toBe("ok");
    // A second is left for the look itself.
    hub.clock.advance(4_000);
    await Promise.all(lines.map(line => line.ended));
    expect(await welcomeOf(hub, cookies[0])).toBe("SESSION_REVOKED");
  });
});

describe("what a member may", () => {
  it("follows the role at once, on the connection that is open", async () => {
    const member = await join(hub, admin, { name: "Ulla" });
    const line = await hub.console(await signInAs(hub, member.email));
    expect(codeOf(await line.raw("member:list", {}))).toBe("NOT_FOUND");
    await admin.ask("member:change", { agentId: member.id, role: "supervisor" });
    expect(codeOf(await line.raw("member:list", {}))).toBe("ok");
    expect(codeOf(await line.raw("member:signOut", { agentId: member.id }))).toBe("NOT_FOUND");
    await admin.ask("member:change", { agentId: member.id, role: "agent" });
    expect(codeOf(await line.raw("member:list", {}))).toBe("NOT_FOUND");
    line.close();
  });

  it("26 is not for the member to say", async () => {
    const supervisor = await hub.agent(SUPERVISOR);
    const grab = { agentId: SUPERVISOR.id, role: "administrator" };
    expect(codeOf(await supervisor.raw("member:change", grab))).toBe("NOT_FOUND");
    expect((await memberOf(admin, SUPERVISOR.id))?.role).toBe("supervisor");
    supervisor.close();
  });

  it("never leaves the organisation without an administrator, also when two are asked for at once", async () => {
    // Clara, the demo's own, first goes, so that two are left.
    await admin.ask("member:change", { agentId: CLARA.id, role: "agent" });
    const second = await join(hub, admin, { name: "Vera", role: "administrator" });
    const line = await hub.console(await signInAs(hub, second.email));
    const demote = (agentId: AgentId) => ({ agentId, role: "agent" });
    const codes = (
      await Promise.all([
        line.raw("member:change", demote(ADMINISTRATOR.id)),
        admin.raw("member:change", demote(second.id)),
      ])
    ).map(codeOf);
    // The other one was too late: nobody else was left, or they themselves did not administer any more.
    expect(codes.filter(code => code === "ok")).toHaveLength(1);
    expect(codes.filter(code => code === "LAST_ADMINISTRATOR" || code === "NOT_FOUND")).toHaveLength(1);
    const { members } = await (await restored()).ask("member:list", {});
    expect(members.filter(({ role }) => role === "administrator").map(({ id }) => id)).toEqual([
      ADMINISTRATOR.id,
    ]);
  });

  /** Whichever of the two is left makes the other administer again. */
  const restored = async (): Promise<AgentLine> => {
    if (codeOf(await admin.raw("member:list", {})) === "ok") return admin;
    const vera = await hub.console(await signInAs(hub, "vera@nordwind.example"));
    await vera.ask("member:change", { agentId: ADMINISTRATOR.id, role: "administrator" });
    const { members } = await admin.ask("member:list", {});
    const left = members.find(({ email }) => email.startsWith("vera@"))?.id as AgentId;
    await admin.ask("member:remove", { agentId: left });
    return admin;
  };

  it("does not include somebody invited among those who administer", async () => {
    await invite(admin, "Wanda", { role: "administrator" });
    expect(codeOf(await admin.raw("member:remove", { agentId: ADMINISTRATOR.id }))).toBe(
      "LAST_ADMINISTRATOR",
    );
    const demote = { agentId: ADMINISTRATOR.id, role: "supervisor" };
    expect(codeOf(await admin.raw("member:change", demote))).toBe("LAST_ADMINISTRATOR");
  });
});
