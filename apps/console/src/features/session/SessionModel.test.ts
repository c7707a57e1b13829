import { fail, ok, type Result } from "@lotse/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { AuthApi, ConsoleConfig } from "../../ports.ts";
import { createAuthApi } from "./authApi.ts";
import { SessionModel } from "./SessionModel.ts";

const CONFIG: ConsoleConfig = { mirrorUrl: "/mirror", demoAgents: null };
const CREDENTIALS = { email: "anna@nordwind.example", password: "secret" };
const unavailable = fail({ code: "UNAVAILABLE", message: "" });

let signedIn: boolean;
let signInAnswer: Result<true>;
let configAnswer: Result<ConsoleConfig>;
let model: SessionModel;

beforeEach(() => {
  signedIn = false;
  signInAnswer = ok(true);
  configAnswer = ok(CONFIG);
  const api: AuthApi = {
    config: async () => configAnswer,
    session: async () => ok({ signedIn }),
    signIn: async () => signInAnswer,
    signOut: async () => unavailable,
  };
  model = new SessionModel(api);
});

describe("session", () => {
  it("is taken up again after a reload", async () => {
    signedIn = true;
    await model.check();
    expect(model.state.value).toEqual({ kind: "signedIn", config: CONFIG });
  });

  it("begins with the right password and says why not with a wrong one", async () => {
    await model.check();
    signInAnswer = fail({ code: "CREDENTIALS_INVALID", message: "" });
    await model.signIn(CREDENTIALS);
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "wrong" });
    signInAnswer = fail({ code: "RATE_LIMITED", message: "" });
    await model.signIn(CREDENTIALS);
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "rateLimited" });
    signInAnswer = ok(true);
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
    model.revoked();
    expect(model.state.value).toEqual({ kind: "signedOut", problem: "revoked" });
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
    const parsed = ok({ mirrorUrl: "/mirror", demoAgents: [agent] });
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
