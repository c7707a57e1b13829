import { expect, it } from "vitest";
import { call } from "./call.ts";

const code = async (status: number, body: unknown) => {
  const result = await call(async () => new Response(JSON.stringify(body), { status }), "/x", {});
  return result.ok ? null : result.error.code;
};

it("better-auth's codes become ours, ours stay, and what is neither goes by its status", async () => {
  expect(await code(400, { code: "INVALID_PASSWORD" })).toBe("CREDENTIALS_INVALID");
  expect(await code(401, { code: "INVALID_TWO_FACTOR_COOKIE" })).toBe("SESSION_REVOKED");
  expect(await code(400, { code: "PASSWORD_WEAK" })).toBe("PASSWORD_WEAK");
  expect(await code(404, { ok: false, error: { code: "LINK_INVALID" } })).toBe("LINK_INVALID");
  expect(await code(400, { code: "toString" })).toBe("FIELD_TYPE");
  expect(await code(502, "<html>")).toBe("UNAVAILABLE");
  expect(await code(429, null)).toBe("RATE_LIMITED");
});

it("a refusal under status 200 is a refusal; the log line's name comes through", async () => {
  const body = { ok: false, error: { code: "INTERNAL", requestId: "7f3a" } };
  const result = await call(async () => new Response(JSON.stringify(body)), "/x");
  expect(result).toMatchObject({ ok: false, error: { code: "INTERNAL", requestId: "7f3a" } });
});

it("an answer that is no JSON is no exception", async () => {
  expect(await call(async () => new Response("", { status: 200 }), "/x")).toEqual({ ok: true, value: null });
});
