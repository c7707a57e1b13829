/** Other systems at the front door: with which keys they get in, and whom they may say is available. */
import type { ApiScope, IssuedApiKey } from "@lotse/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST, OTHER_ADMINISTRATOR } from "../../test/cast.ts";
import { type AgentLine, OTHER_AGENT, startWholeHub, type WholeHub } from "../../test/wholeHub.ts";

const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];

let hub: WholeHub;
let admin: AgentLine;
beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST, limits: { apiKeys: { points: 30, perMs: 10_000 } } });
  admin = await hub.agent(ADMINISTRATOR);
});
afterAll(() => hub.close());

const issue = (scopes: ApiScope[] = ["presence"]): Promise<IssuedApiKey> =>
  admin.ask("apiKey:add", { name: "ACD", scopes });

const put = async (
  secret: string | null,
  { email = ANNA.email, body = { presence: "away" } as unknown } = {},
): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetch(`${hub.url}/api/v1/agents/${encodeURIComponent(email)}/presence`, {
    method: "PUT",
    headers: {
      "content-type": "application/json",
      ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};
const refused = (status: number, code: string) => ({ status, body: { ok: false, error: { code } } });

describe("a key", () => {
  it("is told once, found nowhere afterwards, and opens the door until it is revoked", async () => {
    const { key, secret } = await issue();
    expect(secret).toMatch(/^lotse_[\w-]{43}$/);
    const { keys } = await admin.ask("apiKey:list", {});
    expect(keys[0]).toEqual({ ...key, name: "ACD", scopes: ["presence"], revokedAtMs: null });
    expect(JSON.stringify(keys)).not.toContain(secret.slice(6));
    expect(hub.logText()).not.toContain(secret.slice(6));
    expect((await put(secret)).status).toBe(200);
    await admin.ask("apiKey:revoke", { apiKeyId: key.id });
    expect(await put(secret)).toMatchObject(refused(401, "TOKEN_INVALID"));
    const { entries } = await admin.ask("audit:list", { beforeId: null, limit: 3 });
    expect(entries).toMatchObject([
      { event: "apiKey:revoked", subject: { apiKeyId: key.id } },
      { event: "presence:setOutside", actor: { kind: "apiKey", apiKeyId: key.id, name: "ACD" } },
      { event: "apiKey:added", subject: { apiKeyId: key.id, scopes: "presence" } },
    ]);
  });

  it.each([
    ["no key", null],
    ["a made-up key", `lotse_${"a".repeat(43)}`],
    ["another kind of token", "a".repeat(43)],
    ["an endless one", `lotse_${"a".repeat(5_000)}`],
  ])("with %s nobody gets in", async (_what, secret) => {
    expect(await put(secret)).toMatchObject(refused(401, "TOKEN_INVALID"));
  });

  it("opens nothing it was not made for, and no command", async () => {
    const { secret } = await issue(["workItems"]);
    expect(await put(secret)).toMatchObject(refused(403, "FORBIDDEN"));
    const response = await fetch(`${hub.url}/api/v1/commands/plan:read`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
      body: "{}",
    });
    expect([response.status, await response.json()]).toMatchObject([
      401,
      { error: { code: "TOKEN_INVALID" } },
    ]);
  });

  it("has its share, and another has its own", async () => {
    const [one, two] = [await issue(), await issue()];
    const answers = [];
    for (let nth = 0; nth < 31; nth++) answers.push(await put(one.secret, { body: {} }));
    expect(answers.slice(0, 30).every(({ status }) => status === 400)).toBe(true);
    expect(answers[30]).toMatchObject(refused(429, "RATE_LIMITED"));
    expect((await put(two.secret, { body: {} })).status).toBe(400);
    hub.clock.advance(10_000);
    expect((await put(one.secret, { body: {} })).status).toBe(400);
  });
});

describe("presence from outside", () => {
  it("is the agent's presence, with its reason, for all consoles; the agent's own word comes after it", async () => {
    const { secret } = await issue();
    const ben = await hub.agent(BEN);
    await ben.ask("console:open", {});
    const away = await put(secret, {
      email: BEN.email.toUpperCase(),
      body: { presence: "away", reason: "Am Telefon" },
    });
    const told = { agentId: BEN.id, presence: "away", presenceReason: "Am Telefon" };
    expect(away).toEqual({ status: 200, body: { ok: true, value: told } });
    const { agent } = await ben.ask("console:open", {});
    expect(agent).toMatchObject({ presence: "away", presenceReason: "Am Telefon" });
    const own = await ben.ask("presence:set", { presence: "available", reason: " " });
    expect(own.agent).toMatchObject({ presence: "available", presenceReason: null });
    ben.close();
  });

  it("of somebody without a console is offline, and holds once there is one", async () => {
    const { secret } = await issue();
    const gone = DEMO_AGENTS[2] as (typeof DEMO_AGENTS)[number];
    const body = { presence: "away", reason: "Schulung" };
    expect(await put(secret, { email: gone.email, body })).toMatchObject({
      body: { value: { presence: "offline", presenceReason: null } },
    });
    const line = await hub.agent(gone);
    const { agent } = await line.ask("console:open", {});
    expect(agent).toMatchObject({ presence: "away", presenceReason: "Schulung" });
    line.close();
  });

  it("of another tenant's agent looks like nobody's, byte for byte", async () => {
    const { secret } = await issue();
    const theirs = await put(secret, { email: OTHER_AGENT.email });
    const nobodys = await put(secret, { email: "nobody@nordwind.example" });
    expect(theirs).toMatchObject(refused(404, "NOT_FOUND"));
    expect(theirs).toEqual(nobodys);
    const otto = await hub.agent(OTHER_ADMINISTRATOR);
    const other = await otto.ask("apiKey:add", { name: "Theirs", scopes: ["presence"] });
    expect(await put(other.secret)).toEqual(nobodys);
    otto.close();
  });

  it.each([
    [{ presence: "offline" }, "FIELD_TYPE"],
    [{ presence: "away", reason: "x".repeat(101) }, "TEXT_TOO_LONG"],
    [{ presence: "away", more: 1 }, "FIELD_UNKNOWN"],
    [null, "FIELD_TYPE"],
  ])("refuses %j as %s", async (body, code) => {
    const { secret } = await issue();
    expect(await put(secret, { body })).toMatchObject(refused(400, code));
  });

  it("is described where everything is", async () => {
    const document = (await (await fetch(`${hub.url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    expect(document.paths["/api/v1/agents/{email}/presence"]?.put).toMatchObject({
      security: [{ apiKey: [] }],
      parameters: [{ name: "email", in: "path", required: true }],
    });
  });
});
