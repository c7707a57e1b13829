/** The second factor, from enrolling to taking it off, as the console and as somebody who knows only the password. */
import { createHmac, randomBytes } from "node:crypto";
import { openPgliteStorage, type PgliteStorage } from "@lotse/storage/pglite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAccounts } from "./accounts.ts";
import { ANNA, cookieOf, type Door, nextAddress, openDoor, rechecked, seed } from "./test/door.ts";

/** RFC 6238 with the numbers every authenticator app uses; of the library's own only the URI is taken. */
const codeAt = (uri: string, nowMs: number): string => {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const bits = [...secret]
    .map(letter => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
};

const wrong = (uri: string): string => {
  const good = new Set([-2, -1, 0, 1, 2].map(step => codeAt(uri, Date.now() + step * 30_000)));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find(code => !good.has(code)) ?? "";
};

let opened: PgliteStorage;
let door: Door;
beforeAll(async () => {
  opened = await openPgliteStorage({ dataDir: "memory" });
  const deps = { ...opened, secret: "s".repeat(43), randomBytes };
  await seed(opened.storage, await createAccounts(deps).createAccount(ANNA));
  door = await openDoor(deps);
});
afterAll(async () => {
  door.server.close();
  await opened.storage.close();
});

const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
  const connection = await opened.authDialect.createDriver().acquireConnection();
  const query = { sql, parameters: [], query: { kind: "RawNode" } as never, queryId: { queryId: "" } };
  return (await connection.executeQuery(query)).rows as Record<string, unknown>[];
};
afterEach(async () => {
  await rows(`delete from "twoFactor"`);
  await rows(`update "user" set "twoFactorEnabled" = false`);
});

const signIn = () => door.post("/sign-in/email", { body: ANNA });

interface Enrolled {
  readonly uri: string;
  readonly backupCodes: readonly string[];
  /** The session that enrolled; it was started anew. */
  readonly cookie: string;
}

const enrol = async (): Promise<Enrolled> => {
  const before = cookieOf(await signIn());
  const enabled = await door.post("/two-factor/enable", {
    cookie: before,
    body: { password: ANNA.password },
  });
  const { totpURI: uri, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  // Not on before a code proved that the app has it: nobody locks themselves out.
  expect(await (await signIn()).json()).not.toHaveProperty("twoFactorRedirect");
  const code = codeAt(uri, Date.now());
  const verified = await door.post("/two-factor/verify-totp", { cookie: before, body: { code } });
  expect(verified.status).toBe(200);
  return { uri, backupCodes, cookie: cookieOf(verified) };
};

/** Past the password; the answer is the cookie that the second step needs. */
const halfIn = async (): Promise<string> => {
  const response = await signIn();
  expect(await response.json()).toMatchObject({ twoFactorRedirect: true });
  const cookie = cookieOf(response);
  expect(await door.agentOf({ cookie })).toBeNull();
  return cookie;
};

describe("a second factor", () => {
  it("is asked for once it is proven, and lets in with a code, once", async () => {
    const { uri, cookie } = await enrol();
    expect(await door.agentOf({ cookie })).toMatchObject({ name: ANNA.name });
    const half = await halfIn();
    const body = { code: codeAt(uri, Date.now()) };
    const verified = await door.post("/two-factor/verify-totp", { cookie: half, body });
    expect(verified.status).toBe(200);
    expect(await door.agentOf({ cookie: cookieOf(verified) })).toMatchObject({ name: ANNA.name });
    // The step that was passed leads in only once.
    const again = await door.post("/two-factor/verify-totp", { cookie: half, body });
    expect(again.status).toBe(401);
  });

  it("lets in once with a code: whoever reads it over a shoulder is refused, even with the password", async () => {
    const { uri } = await enrol();
    const code = codeAt(uri, Date.now());
    const use = async (given: string) =>
      (await door.post("/two-factor/verify-totp", { cookie: await halfIn(), body: { code: given } })).status;
    const both = await Promise.all([use(code), use(code)]);
    expect(both.sort()).toEqual([200, 401]);
    expect(await use(code)).toBe(401);
    expect(await use(` ${code}`)).not.toBe(200);
    expect(await use(codeAt(uri, Date.now() + 30_000))).toBe(200);
  });

  it("is kept so that the database alone makes no codes", async () => {
    const { uri, backupCodes } = await enrol();
    const stored = JSON.stringify(await rows(`select * from "twoFactor"`));
    expect(stored).toContain("secret");
    const secret = new URL(uri).searchParams.get("secret") ?? "-";
    for (const known of [secret, ...backupCodes]) expect(stored).not.toContain(known);
  });

  it("trusts no device: what a request says of it is not even read", async () => {
    const { uri } = await enrol();
    const body = { code: codeAt(uri, Date.now()), trustDevice: true };
    const verified = await door.post("/two-factor/verify-totp", { cookie: await halfIn(), body });
    expect(verified.status).toBe(200);
    const again = await door.post("/sign-in/email", { body: ANNA, cookie: cookieOf(verified) });
    expect(await again.json()).toMatchObject({ twoFactorRedirect: true });
  });

  it("is not guessed: five tries a sign-in, ten in a row, few from one address", async () => {
    const { uri } = await enrol();
    const body = { code: wrong(uri) };
    const guess = async (cookie: string, address = nextAddress()) =>
      (await door.post("/two-factor/verify-totp", { cookie, body, address })).status;
    const first = await halfIn();
    const statuses = [];
    for (let time = 0; time < 6; time++) statuses.push(await guess(first));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 400]);
    const second = await halfIn();
    for (let time = 0; time < 5; time++) await guess(second);
    // Ten wrong ones in a row: now even the right one is too late, for a quarter of an hour.
    const right = { code: codeAt(uri, Date.now()) };
    const locked = await door.post("/two-factor/verify-totp", { cookie: await halfIn(), body: right });
    expect(locked.status).toBe(429);
    // As many from one address as passwords: an office that begins its day at once gets in.
    const address = nextAddress();
    const fromOne = [];
    for (let time = 0; time < 22; time++) fromOne.push(await guess(first, address));
    expect(fromOne.indexOf(429)).toBe(20);
  });

  it("has backup codes, each good once, replaced all together", async () => {
    const { backupCodes, cookie } = await enrol();
    const [code] = backupCodes;
    const use = async (given: string | undefined) =>
      (await door.post("/two-factor/verify-backup-code", { cookie: await halfIn(), body: { code: given } }))
        .status;
    expect(await use(code)).toBe(200);
    expect(await use(code)).toBe(401);
    const body = { password: ANNA.password };
    const renewed = await door.post("/two-factor/generate-backup-codes", { cookie, body });
    const { backupCodes: fresh } = (await renewed.json()) as { backupCodes: string[] };
    expect(await use(backupCodes[1])).toBe(401);
    expect(await use(fresh[0])).toBe(200);
  });

  it("is taken off with the password, by a session that is in", async () => {
    const { cookie } = await enrol();
    const off = (given: string, password: string) =>
      door.post("/two-factor/disable", { cookie: given, body: { password } });
    expect((await off(await halfIn(), ANNA.password)).status).toBe(401);
    expect((await off(cookie, "not-the-password")).status).toBe(400);
    rechecked.length = 0;
    expect((await off(cookie, ANNA.password)).status).toBe(200);
    // The session was started anew: what is open with the old cookie is looked at again.
    expect(rechecked).toHaveLength(1);
    expect(await door.agentOf({ cookie })).toBeNull();
    expect(await (await signIn()).json()).not.toHaveProperty("twoFactorRedirect");
  });

  it("opens only the paths that the console needs", async () => {
    const { cookie } = await enrol();
    for (const path of ["/two-factor/get-totp-uri", "/two-factor/send-otp", "/two-factor/verify-otp"]) {
      expect((await door.post(path, { cookie, body: { password: ANNA.password } })).status, path).toBe(404);
    }
    const method = { password: ANNA.password, method: "otp" };
    expect((await door.post("/two-factor/enable", { cookie, body: method })).status).toBe(400);
  });
});
