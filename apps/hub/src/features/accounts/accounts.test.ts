import { randomBytes } from "node:crypto";
import { LotseError } from "@lotse/protocol";
import { openPgliteStorage, type PgliteStorage } from "@lotse/storage/pglite";
import { getMigrations } from "better-auth/db/migration";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Dialect } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type AccountsDeps, createAccounts } from "./accounts.ts";
import {
  ANNA,
  cookieOf,
  type Door,
  nextAddress,
  openDoor,
  type PostOptions,
  rechecked,
  seed,
} from "./test/door.ts";

const OTHER_SITE = "https://evil.example";
const SECRET = "s".repeat(43);

describe("accounts", () => {
  let opened: PgliteStorage;
  let door: Door;
  let actor: unknown;

  const depsWith = (change: Partial<AccountsDeps> = {}): AccountsDeps => ({
    authDialect: opened.authDialect,
    storage: opened.storage,
    secret: SECRET,
    randomBytes,
    ...change,
  });
  const signIn = (options: PostOptions = {}) =>
    door.post("/sign-in/email", { body: { email: ANNA.email, password: ANNA.password }, ...options });

  beforeAll(async () => {
    opened = await openPgliteStorage({ dataDir: "memory" });
    const accountId = await createAccounts(depsWith()).createAccount(ANNA);
    const { tenantId, agentId } = await seed(opened.storage, accountId);
    actor = { kind: "agent", tenantId, agentId, name: ANNA.name, role: "agent" };
    door = await openDoor(depsWith());
  });
  afterAll(async () => {
    door.server.close();
    await opened.storage.close();
  });

  it("signs in with mail and password, whatever the mail's case, and the cookie is the agent", async () => {
    const response = await signIn({ body: { email: "ANNA@nordwind.EXAMPLE", password: ANNA.password } });
    expect(response.status).toBe(200);
    expect(await door.agentOf({ cookie: cookieOf(response) })).toEqual(actor);
  });

  it("keeps the session in a cookie that scripts and other sites cannot use", async () => {
    const [cookie] = (await signIn()).headers.getSetCookie();
    expect(cookie).toMatch(/^lotse\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Strict/i);
    expect(cookie).toMatch(/; Max-Age=43200/i);
    expect(cookie).not.toMatch(/; Secure/i);
  });

  it("marks the cookie Secure where the hub is reached by https", async () => {
    const secure = await openDoor(depsWith(), "https://lotse.example");
    const response = await secure.post("/sign-in/email", { body: ANNA });
    secure.server.close();
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-lotse\.session_token=.*; Secure/i);
    expect(await secure.agentOf({ cookie: cookieOf(response) })).toEqual(actor);
  });

  it("answers a wrong password and an unknown mail alike", async () => {
    const wrong = await signIn({ body: { email: ANNA.email, password: "not-annas-password" } });
    const unknown = await signIn({ body: { email: "nobody@nordwind.example", password: ANNA.password } });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it("hashes a password for an unknown mail too, so that time does not tell", async () => {
    const timeOf = async (email: string): Promise<number> => {
      const start = performance.now();
      await signIn({ body: { email, password: "not-the-password" } });
      return performance.now() - start;
    };
    const times: { readonly unknown: number; readonly known: number }[] = [];
    for (let round = 0; round < 7; round++) {
      times.push({ unknown: await timeOf("nobody@nordwind.example"), known: await timeOf(ANNA.email) });
    }
    const [, , , ratio] = times.map(({ unknown, known }) => unknown / known).sort((a, b) => a - b);
    // Without a hash the answer takes a small part of the time.
    expect(ratio).toBeGreaterThan(0.4);
  });

  it("signs out: the cookie is nobody's from then on", async () => {
    const cookie = cookieOf(await signIn());
    expect(await door.agentOf({ cookie })).toEqual(actor);
    expect((await door.post("/sign-out", { cookie })).status).toBe(200);
    expect(await door.agentOf({ cookie })).toBeNull();
  });

  it("ends the session that a sign-in takes the place of in the browser, and none if it fails", async () => {
    const before = cookieOf(await signIn());
    const elsewhere = cookieOf(await signIn());
    await signIn({ cookie: before, body: { email: ANNA.email, password: "not-annas-password" } });
    expect(await door.agentOf({ cookie: before })).toEqual(actor);
    rechecked.length = 0;
    const after = cookieOf(await signIn({ cookie: before }));
    expect(await door.agentOf({ cookie: before })).toBeNull();
    // Its open connections are looked at again.
    expect(rechecked).toEqual([(actor as { readonly agentId: string }).agentId]);
    expect(await door.agentOf({ cookie: after })).toEqual(actor);
    expect(await door.agentOf({ cookie: elsewhere })).toEqual(actor);
  });

  it("takes no cookie but its own", async () => {
    const cookie = cookieOf(await signIn());
    expect(await door.agentOf({})).toBeNull();
    expect(await door.agentOf({ cookie: "lotse.session_token=made.up" })).toBeNull();
    const [name = "", value = ""] = cookie.split("=");
    const flipped = `${value.startsWith("A") ? "B" : "A"}${value.slice(1)}`;
    expect(await door.agentOf({ cookie: `${name}=${flipped}` })).toBeNull();
    const elsewhere = await openDoor(depsWith({ secret: "t".repeat(43) }));
    elsewhere.server.close();
    expect(await elsewhere.agentOf({ cookie })).toBeNull();
  });

  it("refuses requests of another site", async () => {
    expect((await signIn({ origin: OTHER_SITE })).status).toBe(403);
    expect((await signIn({ origin: "null" })).status).toBe(403);
    const cookie = cookieOf(await signIn());
    expect((await door.post("/sign-out", { cookie, origin: OTHER_SITE })).status).toBe(403);
    expect((await door.post("/sign-out", { cookie, origin: null })).status).toBe(403);
    expect(await door.agentOf({ cookie })).toEqual(actor);
  });

  it("lets nobody sign up, nor anything else that the console does not need", async () => {
    const body = { name: "Eve", email: "eve@evil.example", password: "a-long-enough-password" };
    expect((await door.post("/sign-up/email", { body })).status).toBe(404);
    expect((await signIn({ body })).status).toBe(401);
    const cookie = cookieOf(await signIn());
    for (const path of ["/update-user", "/delete-user", "/change-email", "/ok", "/sign-in/email/", "/"]) {
      expect((await door.post(path, { cookie })).status, path).toBe(404);
    }
    expect((await fetch(`${door.url}/api/auth/ok`)).status).toBe(404);
  });

  it("slows down guessing from one address, and only from that one", async () => {
    const limited = await openDoor(depsWith({ signInLimit: { windowSeconds: 60, max: 5 } }));
    const address = nextAddress();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const body = { email: ANNA.email, password: `guess number ${attempt}` };
      statuses.push((await limited.post("/sign-in/email", { body, address })).status);
    }
    const other = await limited.post("/sign-in/email", { body: ANNA, address: nextAddress() });
    limited.server.close();
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(other.status).toBe(200);
  });

  it("reads no large or broken body", async () => {
    expect((await signIn({ body: { ...ANNA, more: "x".repeat(10_000) } })).status).toBe(413);
    expect((await signIn({ body: '{"email":' })).status).toBe(400);
    expect((await signIn({ body: { email: { $ne: null }, password: "x" } })).status).toBe(400);
  });

  it("makes an account once, and completes one that a crash left without a password", async () => {
    const accounts = createAccounts(depsWith());
    const id = await accounts.createAccount({ ...ANNA, password: "another-password" });
    expect(id).toBe(await accounts.createAccount(ANNA));
    expect((await signIn()).status).toBe(200);
    expect((await signIn({ body: { email: ANNA.email, password: "another-password" } })).status).toBe(401);

    const half = depsWith({ authDialect: failingAt(opened.authDialect, /insert into "account"/) });
    const ben = { name: "Ben Krüger", email: "ben@nordwind.example", password: "ben-lotse-demo" };
    await expect(createAccounts(half).createAccount(ben)).rejects.toThrow();
    expect((await signIn({ body: ben })).status).toBe(401);
    await accounts.createAccount(ben);
    expect((await signIn({ body: ben })).status).toBe(200);
  });

  it("tells an account that is nobody's agent from an agent", async () => {
    const clara = { name: "Clara Yılmaz", email: "clara@nordwind.example", password: "clara-lotse-demo" };
    await createAccounts(depsWith()).createAccount(clara);
    const cookie = cookieOf(await signIn({ body: clara }));
    expect(await door.agentOf({ cookie })).toBeNull();
  });

  it("says that it cannot tell, rather than 'signed out', while the store is away", async () => {
    const cookie = cookieOf(await signIn());
    const broken = await openDoor(depsWith({ authDialect: failingAt(opened.authDialect, /./) }));
    await expect(broken.agentOf({ cookie })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    const response = await broken.post("/sign-in/email", { body: ANNA });
    broken.server.close();
    expect(await response.json()).toEqual({ code: "STORE_UNAVAILABLE" });
  });

  it("prints nothing of a query that failed: a log of ids and codes has no place for it", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = await openDoor(depsWith({ authDialect: failingAt(opened.authDialect, /from "user"/) }));
    const response = await broken.post("/sign-in/email", { body: ANNA });
    broken.server.close();
    const told = printed.mock.calls.length;
    printed.mockRestore();
    expect(await response.json()).toEqual({ code: "STORE_UNAVAILABLE" });
    expect(told).toBe(0);
  });

  it("finds its tables exactly as better-auth expects them", async () => {
    const { toBeAdded, toBeCreated } = await getMigrations({
      database: { dialect: opened.authDialect, type: "postgres", transaction: false },
      emailAndPassword: { enabled: true },
      session: { additionalFields: { activeTenantId: { type: "string", required: false, input: false } } },
      plugins: [twoFactor()],
      secret: SECRET,
    });
    expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] });
  });

  it("keeps passwords as argon2id, and its channel sees nothing but accounts", async () => {
    const connection = await opened.authDialect.createDriver().acquireConnection();
    const ask = (sql: string) =>
      connection.executeQuery({
        sql,
        parameters: [],
        query: { kind: "RawNode" } as never,
        queryId: { queryId: "" },
      });
    const { rows } = await ask("select password from account");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows as { password: string }[]) expect(row.password).toMatch(/^\$argon2id\$/);
    await expect(ask("select * from lotse.message")).rejects.toThrow();
  });
});

const failingAt = (dialect: Dialect, statement: RegExp): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: db => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createDriver: () => {
    const driver = dialect.createDriver();
    return Object.assign(Object.create(driver), {
      acquireConnection: async () => {
        const connection = await driver.acquireConnection();
        return Object.assign(Object.create(connection), {
          executeQuery: (query: Parameters<typeof connection.executeQuery>[0]) =>
            statement.test(query.sql)
              ? Promise.reject(new LotseError("STORE_UNAVAILABLE", "planted"))
              : connection.executeQuery(query),
        });
      },
    });
  },
});
