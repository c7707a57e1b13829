import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { PROTOCOL_VERSION, type Result } from "@lotse/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineCommand } from "../../command.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { DEMO_SITE, type Frame, SHOP, startFrame, VISIT } from "../../test/frame.ts";

const SECRET = "Kontonummer 4711";

const commands = [
  defineCommand({
    name: "request:leave",
    audience: "visitor",
    summary: "Throws something nobody meant to throw.",
    access: () => "allow",
    run: ({ input }) => Promise.reject(new TypeError(`cannot store ${input.text}`)),
    audit: "none",
  }),
  defineCommand({
    name: "conversation:open",
    audience: "visitor",
    summary: "Throws at once.",
    access: () => "allow",
    run: () => {
      throw new Error(SECRET);
    },
    audit: "none",
  }),
  defineCommand({
    name: "presence:set",
    audience: "agent",
    summary: "Fine.",
    access: () => "allow",
    run: () => ({ agent: {} }) as never,
    audit: "presence:set",
  }),
];

let hub: Frame;
beforeAll(async () => {
  hub = await startFrame(commands);
});
afterAll(() => hub.close());

const FACTS = {
  page: { url: "http://localhost:3301/quote", title: "Quote", referrer: "" },
  visit: { pages: 1, ms: 5 },
  forms: {},
  products: {},
};
const BEACON = { siteKey: "de", language: "de", facts: FACTS, asks: [] };

interface Post {
  readonly path?: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

/** Over node:http, because fetch would not send the Origin we want. */
const post = ({ path = "/api/v1/beacon", body, raw, headers = {} }: Post) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; result: Result<unknown> }>(
    (resolve, reject) => {
      const sent = httpRequest(
        hub.url + path,
        { method: "POST", headers: { "content-type": "application/json", origin: SHOP, ...headers } },
        response => {
          let text = "";
          response.on("data", chunk => {
            text += chunk;
          });
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              result: JSON.parse(text),
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(raw ?? JSON.stringify(body));
    },
  );

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("the beacon", () => {
  it("is answered, readable by the page that sent it", async () => {
    const { status, headers, result } = await post({ body: BEACON });
    expect(status).toBe(200);
    expect(result).toMatchObject({ ok: true, value: { token: "good" } });
    expect(headers["access-control-allow-origin"]).toBe(SHOP);
    expect(headers.vary).toContain("Origin");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });

  it.each<[string, Post, number, string]>([
    ["5 truncated JSON", { raw: '{"siteKey":' }, 400, "JSON_INVALID"],
    ["5 no body", { raw: "" }, 400, "JSON_INVALID"],
    ["5 not UTF-8", { raw: new Uint8Array([0x22, 0xff, 0x22]) }, 400, "JSON_INVALID"],
    ["6 nesting", { raw: nested(10_000) }, 400, "JSON_TOO_DEEP"],
    ["7 too large", { raw: `"${"x".repeat(64_000)}"` }, 413, "BODY_TOO_LARGE"],
    ["8 text/plain", { body: BEACON, headers: { "content-type": "text/plain" } }, 415, "CONTENT_TYPE"],
    ["9 gzip", { raw: "xx", headers: { "content-encoding": "gzip" } }, 415, "CONTENT_TYPE"],
    [
      "12 __proto__",
      { raw: JSON.stringify(BEACON).replace("{", '{"__proto__":{"x":1},') },
      400,
      "FIELD_UNKNOWN",
    ],
    [
      "12 constructor",
      { body: { ...BEACON, facts: { ...FACTS, forms: { quote: { constructor: {} } } } } },
      400,
      "FIELD_UNKNOWN",
    ],
    ["12 unknown field", { body: { ...BEACON, more: 1 } }, 400, "FIELD_UNKNOWN"],
    ["13 object for string", { body: { ...BEACON, siteKey: { $ne: null } } }, 400, "FIELD_TYPE"],
    ["13 array for object", { body: [] }, 400, "FIELD_MISSING"],
    ["15 unknown site", { body: { ...BEACON, siteKey: "nobody" } }, 403, "SITE_UNKNOWN"],
    ["15 disabled site", { body: { ...BEACON, siteKey: "0ff" } }, 403, "SITE_DISABLED"],
    [
      "16 another site's origin",
      { body: BEACON, headers: { origin: "https://good.example" } },
      403,
      "ORIGIN_DENIED",
    ],
    [
      "16 suffix",
      { body: BEACON, headers: { origin: "https://good.example.evil.com" } },
      403,
      "ORIGIN_DENIED",
    ],
    ["16 null", { body: BEACON, headers: { origin: "null" } }, 403, "ORIGIN_DENIED"],
    ["16 scheme", { body: BEACON, headers: { origin: "https://localhost:3301" } }, 403, "ORIGIN_DENIED"],
    ["19 id", { body: { ...BEACON, asks: ["1 OR 1=1"] } }, 400, "ID_INVALID"],
    ["19 1e309", { raw: JSON.stringify(BEACON).replace('"ms":5', '"ms":1e309') }, 400, "FIELD_TYPE"],
    ["21 negative", { raw: JSON.stringify(BEACON).replace('"ms":5', '"ms":-1') }, 400, "LIMIT_RANGE"],
  ])("refuses %s", async (_case, input, status, code) => {
    const answer = await post(input);
    expect(answer.result).toMatchObject({ ok: false, error: { code } });
    expect(answer.status).toBe(status);
  });

  it("is heard without the one observed value that cannot be", async () => {
    const observed = { "item.sku": "x".repeat(250), "item.price": 3, "fact:tier": { gold: true } };
    expect((await post({ body: { ...BEACON, facts: { ...FACTS, observed } } })).status).toBe(200);
    const list = await post({ body: { ...BEACON, facts: { ...FACTS, observed: "item.sku" } } });
    expect(list.result).toMatchObject({ error: { code: "FIELD_TYPE", field: "facts.observed" } });
  });

  it("answers a preflight for a site's page only", async () => {
    const allowed = await fetch(`${hub.url}/api/v1/beacon`, { method: "OPTIONS", headers: { origin: SHOP } });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-headers")).toContain("content-type");
    expect({}).not.toHaveProperty("x");
  });

  it("limits what one address may ask, and says when to come again", async () => {
    const small = await startFrame([], {
      limits: { ...DEFAULT_LIMITS, beacons: { points: 2, perMs: 60_000 } },
    });
    const ask = () =>
      fetch(`${small.url}/api/v1/beacon`, { method: "POST", headers: { origin: SHOP }, body: "" });
    await ask();
    await ask();
    const third = await ask();
    expect(third.status).toBe(429);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await third.json()).toMatchObject({
      error: { code: "RATE_LIMITED", retryAfterMs: expect.any(Number) },
    });
    await small.close();
  });
});

describe("commands over REST", () => {
  const leave = { kind: "message", reach: "a@example.com", text: SECRET };
  const visitor = { authorization: "Bearer good" };
  const agent = { cookie: "session=anna", origin: "" };

  it("answers INTERNAL with a request id when a handler throws, and lives on", async () => {
    for (const [path, body] of [
      ["/api/v1/commands/request:leave", leave],
      ["/api/v1/commands/conversation:open", {}],
    ] as const) {
      const { status, result } = await post({ path, body, headers: visitor });
      expect(status).toBe(500);
      expect(result).toMatchObject({ ok: false, error: { code: "INTERNAL", requestId: expect.any(String) } });
      const requestId = result.ok ? "" : (result.error.requestId ?? "");
      expect(hub.logText()).toContain(requestId);
    }
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });

  it("never logs what people wrote, even in an error's message", async () => {
    await post({ path: "/api/v1/commands/request:leave", body: leave, headers: visitor });
    expect(hub.logText()).toContain("request failed");
    expect(hub.logText()).not.toContain(SECRET);
    expect(hub.logText()).not.toContain("a@example.com");
  });

  it.each<[string, Post, number, string]>([
    [
      "an unknown command",
      { path: "/api/v1/commands/nope", body: {}, headers: visitor },
      404,
      "EVENT_UNKNOWN",
    ],
    [
      "an inherited name",
      { path: "/api/v1/commands/constructor", body: {}, headers: visitor },
      404,
      "EVENT_UNKNOWN",
    ],
    [
      "70 an agent's command from a visitor",
      { path: "/api/v1/commands/presence:set", body: { presence: "away" }, headers: visitor },
      403,
      "FORBIDDEN",
    ],
    [
      "17 a bad token",
      { path: "/api/v1/commands/conversation:open", body: {}, headers: { authorization: "Bearer bad" } },
      401,
      "TOKEN_INVALID",
    ],
    [
      "16 a good token from another origin",
      {
        path: "/api/v1/commands/conversation:open",
        body: {},
        headers: { ...visitor, origin: "https://good.example" },
      },
      403,
      "ORIGIN_DENIED",
    ],
    [
      "24 an agent's cookie from a site's page",
      {
        path: "/api/v1/commands/presence:set",
        body: { presence: "away" },
        headers: { ...agent, origin: SHOP },
      },
      403,
      "ORIGIN_DENIED",
    ],
    [
      "24 an agent's cookie without any origin",
      { path: "/api/v1/commands/presence:set", body: { presence: "away" }, headers: agent },
      403,
      "ORIGIN_DENIED",
    ],
    [
      "nobody at all",
      { path: "/api/v1/commands/presence:set", body: {}, headers: { origin: "OWN" } },
      401,
      "SESSION_REVOKED",
    ],
  ])("refuses %s", async (_case, input, status, code) => {
    const origin = input.headers?.origin === "OWN" ? { origin: `http://localhost:${hub.port}` } : {};
    const answer = await post({ ...input, headers: { ...input.headers, ...origin } });
    expect(answer.result).toMatchObject({ ok: false, error: { code } });
    expect(answer.status).toBe(status);
  });

  it("runs an agent's command from the console's own origin, and audits it", async () => {
    const headers = { cookie: "session=anna", origin: `http://localhost:${hub.port}` };
    const answer = await post({ path: "/api/v1/commands/presence:set", body: { presence: "away" }, headers });
    expect(answer.result).toEqual({ ok: true, value: { agent: {} } });
    expect(hub.logText()).toContain('"audit":"presence:set"');
  });

  it("describes itself in OpenAPI 3.1", async () => {
    const document = await (await fetch(`${hub.url}/api/v1/openapi.json`)).json();
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual([
      "/api/v1/beacon",
      "/api/v1/commands/request:leave",
      "/api/v1/commands/conversation:open",
      "/api/v1/commands/presence:set",
    ]);
    const operation = document.paths["/api/v1/commands/presence:set"].post;
    expect(operation.security).toEqual([{ session: [] }]);
    expect(operation.requestBody.content["application/json"].schema).toMatchObject({
      type: "object",
      required: ["presence"],
      additionalProperties: false,
    });
  });
});

describe("the site script", () => {
  it("carries the site's settings inside the loader, for every page of the world", async () => {
    const response = await fetch(`${hub.url}/s/de.js`);
    expect(response.headers.get("content-type")).toContain("text/javascript");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const text = await response.text();
    // What looks like a replacement pattern in the loader stays what it is.
    expect(text).toContain(';"$&"');
    expect(JSON.parse(/site=(.*?);/.exec(text)?.[1] ?? "")).toEqual({
      key: "de",
      hub: `http://localhost:${hub.port}`,
      protocol: PROTOCOL_VERSION,
      enabled: true,
      language: "de",
      rules: [],
      revision: 0,
      modules: {
        core: `http://localhost:${hub.port}/m/core-1a2b.js`,
        reader: `http://localhost:${hub.port}/m/reader-1a2b.js`,
        aside: `http://localhost:${hub.port}/m/aside-1a2b.js`,
      },
      strictMasking: false,
      consent: "assumed",
    });
    const etag = response.headers.get("etag") ?? "";
    const again = await fetch(`${hub.url}/s/de.js`, {
      headers: { "if-none-match": etag },
      cache: "no-cache",
    });
    expect(again.status).toBe(304);
  });

  it("names what is to be watched, and the module that watches, where rules read such facts", async () => {
    const when = ["&&", [">", "form.errors:quote", 2], [">", "skill.free:Sales", 0]];
    const rules = [{ id: VISIT as never, when }];
    const watching = await startFrame([], { features: { rulesFor: async () => ({ rules, revision: 1 }) } });
    const text = await (await fetch(`${watching.url}/s/de.js`)).text();
    expect(JSON.parse(/site=(.*?);/.exec(text)?.[1] ?? "")).toMatchObject({
      watch: ["form.errors:quote"],
      modules: { reader: `http://localhost:${watching.port}/m/observers-1a2b.js` },
    });
    await watching.close();
  });

  it("follows a site's settings from one request to the next, consent among them", async () => {
    const config = async () => await (await fetch(`${hub.url}/s/de.js`)).text();
    expect(await config()).toContain('"consent":"assumed"');
    hub.sites.put({ ...DEMO_SITE, enabled: false, consent: "asked" });
    const off = await config();
    expect(off).toContain('"enabled":false');
    expect(off).toContain('"consent":"asked"');
    hub.sites.put(DEMO_SITE);
    expect(await config()).toContain('"enabled":true');
  });

  it("says `enabled: false` for a site that is switched off", async () => {
    expect(await (await fetch(`${hub.url}/s/0ff.js`)).text()).toContain('"enabled":false');
  });

  it("answers an unknown site with a script that does nothing", async () => {
    const response = await fetch(`${hub.url}/s/nobody.js`);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("text/javascript");
    expect(await response.text()).toMatch(/^\/\*[^*]*\*\/\n$/);
  });
});

describe("pages and files", () => {
  it("gives the modules to every origin, for ever", async () => {
    const response = await fetch(`${hub.url}/m/core-1a2b.js`);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(response.headers.get("cache-control")).toContain("immutable");
  });

  it("serves the console under a strict policy, on every path of its views", async () => {
    // An address mistyped is the console's to tell a person about.
    for (const path of ["/console/", "/console/inbox", "/console/visitors/%E0%A4%A"]) {
      const response = await fetch(hub.url + path);
      expect(await response.text()).toContain("<title>console");
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).toContain(`frame-src http://127.0.0.1:${hub.port};`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
    }
  });

  it("lets only the console frame the mirror", async () => {
    const response = await fetch(`${hub.url}/mirror`);
    expect(await response.text()).toContain("<title>mirror");
    expect(response.headers.get("content-security-policy")).toContain(
      `frame-ancestors http://localhost:${hub.port}`,
    );
    expect(response.headers.get("x-frame-options")).toBeNull();
  });

  it.each([
    ["1 NUL in the path", "/m/%00", 400, "URL_INVALID"],
    ["2 encoded dots", "/m/..%2f..%2floader.js", 404, "NOT_FOUND"],
    ["2 encoded dots in the console", "/console/..%2fwidget%2floader.js", 404, "NOT_FOUND"],
    ["a broken escape", "/widget/%zz", 404, "NOT_FOUND"],
    ["nothing", "/nothing", 404, "NOT_FOUND"],
    ["a missing module", "/m/core-0.js", 404, "NOT_FOUND"],
    ["a missing asset", "/console/assets/none.js", 404, "NOT_FOUND"],
  ])("answers %s by code", async (_case, path, status, code) => {
    const response = await fetch(hub.url + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ ok: false, error: { code } });
  });

  it("tells its health and a few gauges", async () => {
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${hub.url}/metrics`)).text()).toContain("lotse_visitor_connections 0");
    expect(await (await fetch(`${hub.url}/api/v1/console-config`)).json()).toEqual({
      mirrorUrl: `http://127.0.0.1:${hub.port}/mirror`,
      demoAgents: null,
    });
  });
});

describe("raw HTTP", () => {
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(hub.port, "127.0.0.1", () => socket.write(text));
      let answer = "";
      socket.on("data", chunk => {
        answer += chunk;
      });
      socket.on("end", () => resolve(answer));
      socket.on("error", reject);
    });

  it.each([
    ["3 a 64 KB URL", `GET /${"a".repeat(65_536)} HTTP/1.1\r\nhost: x\r\n\r\n`, "431"],
    ["4 64 KB of headers", `GET / HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(65_536)}\r\n\r\n`, "431"],
    [
      "10 two lengths",
      "POST /api/v1/beacon HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      "400",
    ],
  ])("refuses %s and closes", async (_case, text, status) => {
    expect((await raw(text)).split(" ")[1]).toBe(status);
  });
});
