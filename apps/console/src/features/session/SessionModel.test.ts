import { type AgentId, fail, type MembershipsView, ok, type Result, type TenantId } from "@lotse/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { AuthApi, ConsoleConfig, Membership, SignInOutcome } from "../../ports.ts";
import { createAuthApi } from "./authApi.ts";
import { SessionModel } from "./SessionModel.ts";

const CONFIG: ConsoleConfig = { mirrorUrl: "/mirror", demoAgents: null, shopPort: null };
const membership = (id: string, tenantName: string, role: Membership["role"]): Membership => ({
  tenantId: id as TenantId,
  tenantName,
  agentId: `of-${id}` as AgentId,
  role,
});
const NORDWIND = membership("n", "Nordwind", "agent");
const SUEDWIND = membership("s", "Südwind", "supervisor");
const CREDENTIALS = { email: "anna@nordwind.example", password: "secret" };
const unavailable = fail({ code: "UNAVAILABLE", message: "" });

let signedIn: boolean;
let signInAnswer: Result<SignInOutcome>;
let codeAnswer: Result<true>;
let choice: MembershipsView;
let chosen: string[];
let configAnswer: Result<ConsoleConfig>;
let model: SessionModel;

beforeEach(() => {
  signedIn = false;
  signInAnswer = ok("signedIn");
  codeAnswer = ok(true);
  choice = { memberships: [NORDWIND], activeTenantId: NORDWIND.tenantId };
  chosen = [];
  configAnswer = ok(CONFIG);
  const api: AuthApi = {
    config: async () => configAnswer,
    session: async () => ok({ signedIn }),
    signIn: async () => signInAnswer,
    signOut: async () => unavailable,
    verifyCode: async () => codeAnswer,
    verifyBackupCode: async () => codeAnswer,
    memberships: async () => ok(choice),
    choose: async tenantId => {
      chosen.push(tenantId);
      return ok(true);
    },
    readLink: async () => unavailable,
    redeemLink: async () => unavailable,
  };
  model = new SessionModel(api);
});

describe("session", () => {
  it("is taken up again after a reload", async () => {
    signedIn = true;
    await model.check();
    expect(model.state.value).toEqual({ kind: "signedIn", config: CONFIG, choice });
  });

  it("begins with the right password and says why not with a wrong one", async () => {
    await model.check();
    signInAnswer = fail({ code: "CREDENTIALS_INVALID", message: "" });
    await model.signIn(CREDENTIALS);
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "wrong" });
    signInAnswer = fail({ code: "RATE_LIMITED", message: "" });
    await model.signIn(CREDENTIALS);
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "rateLimited" });
    signInAnswer = ok("signedIn");
    await model.signIn(CREDENTIALS);
    expect(model.state.value.kind).toBe("signedIn");
  });

  it("cannot be judged while the hub is away; trying again helps", async () => {
    configAnswer = unavailable;
    await model.check();
    expect(model.state.value.kind).toBe("unreachable");
    configAnswer = ok(CONFIG);
    await model.check();
    expect(model.state.value.kind).toBe("signedOut");
  });

  it("is left on sign-out even if the hub cannot be told", async () => {
    signedIn = true;
    await model.check();
    await model.signOut();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: null });
  });

  it("that was revoked is said to be so", async () => {
    signedIn = true;
    await model.check();
    signedIn = false;
    await model.revoked();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "revoked" });
  });

  it("that was replaced by a newer one goes on with that, once until the hub has taken it", async () => {
    signedIn = true;
    await model.check();
    const before = model.state.value;
    await model.revoked();
    expect(model.state.value.kind).toBe("signedIn");
    expect(model.state.value).not.toBe(before);
    model.accepted();
    await model.revoked();
    expect(model.state.value.kind).toBe("signedIn");
    await model.revoked();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "revoked" });
  });
});

describe("the second factor", () => {
  beforeEach(async () => {
    await model.check();
    signInAnswer = ok("secondFactor");
    await model.signIn(CREDENTIALS);
  });

  it("is asked for after the password, and lets in with the right code", async () => {
    expect(model.state.value).toEqual({ kind: "secondFactor", problem: null, busy: false });
    codeAnswer = fail({ code: "CREDENTIALS_INVALID", message: "" });
    await model.verifyCode("000000");
    expect(model.state.value).toEqual({ kind: "secondFactor", problem: "wrongCode", busy: false });
    codeAnswer = ok(true);
    await model.verifyBackupCode("a-1");
    expect(model.state.value.kind).toBe("signedIn");
  });

  it("whose time is over leads back to the password", async () => {
    codeAnswer = fail({ code: "SESSION_REVOKED", message: "" });
    await model.verifyCode("123456");
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "revoked" });
  });

  it("can be given up", () => {
    model.startOver();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: null });
  });
});

describe("organisations", () => {
  it("of an account with several are chosen from; switching is choosing again", async () => {
    signedIn = true;
    choice = { memberships: [NORDWIND, SUEDWIND], activeTenantId: null };
    await model.check();
    expect(model.state.value.kind).toBe("choosing");
    await model.choose(SUEDWIND.tenantId);
    expect(model.state.value).toMatchObject({ kind: "signedIn", choice: { activeTenantId: "s" } });
    await model.choose(NORDWIND.tenantId);
    expect(model.state.value).toMatchObject({ kind: "signedIn", choice: { activeTenantId: "n" } });
    expect(chosen).toEqual(["s", "n"]);
  });

  it("the only one is not asked for", async () => {
    signedIn = true;
    choice = { memberships: [SUEDWIND], activeTenantId: "one that was left" as TenantId };
    await model.check();
    expect(model.state.value).toMatchObject({ kind: "signedIn", choice: { activeTenantId: "s" } });
  });

  it("none is said", async () => {
    signedIn = true;
    choice = { memberships: [], activeTenantId: null };
    await model.check();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "noMembership" });
  });
});

describe("over HTTP", () => {
  const answering = (status: number, body: unknown) =>
    createAuthApi(async () => new Response(JSON.stringify(body), { status }));

  it("no session is an answer, not an error", async () => {
    expect(await answering(200, null).session()).toEqual(ok({ signedIn: false }));
    expect(await answering(200, { user: { id: "1" } }).session()).toEqual(ok({ signedIn: true }));
    expect(await answering(401, {}).session()).toEqual(ok({ signedIn: false }));
  });

  it("settings come bare or as a result; demo agents only if they are whole", async () => {
    const agent = { name: "Anna", email: "a@b.example", password: "x" };
    const config = { mirrorUrl: "/mirror", demoAgents: [agent, { name: "Half" }] };
    const parsed = ok({ mirrorUrl: "/mirror", demoAgents: [agent], shopPort: null });
    expect(await answering(200, config).config()).toEqual(parsed);
    expect(await answering(200, { ok: true, value: config }).config()).toEqual(parsed);
    expect((await answering(200, { mirror: 1 }).config()).ok).toBe(false);
  });

  it("failures become codes", async () => {
    const code = async (status: number) => {
      const result = await answering(status, {}).signIn(CREDENTIALS);
      return result.ok ? null : result.error.code;
    };
    expect(await code(401)).toBe("CREDENTIALS_INVALID");
    expect(await code(429)).toBe("RATE_LIMITED");
    expect(await code(503)).toBe("UNAVAILABLE");
    const down = createAuthApi(() => Promise.reject(new Error("down")));
    expect(await down.session()).toMatchObject({ ok: false, error: { code: "UNAVAILABLE" } });
  });
});
