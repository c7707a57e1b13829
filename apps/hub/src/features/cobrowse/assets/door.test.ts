/** Assets through their door: who gets in with which ticket, what is fetched for them, and how it is handed on. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { AgentId, CobrowseId, SiteId, StreamEvents, TenantId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentActor } from "../../../command.ts";
import { createGet } from "../../../egress/get.ts";
import { assetApp } from "../../../test/assetApp.ts";
import { type AssetDoor, createAssetDoor } from "./door.ts";
import { createAssetProxy } from "./proxy.ts";
import type { AssetSite } from "./sources.ts";

const actor: AgentActor = {
  ...{ kind: "agent", name: "Anna", role: "agent" },
  tenantId: "10000000-0000-4000-8000-000000000000" as TenantId,
  agentId: "50000000-0000-4000-8000-000000000000" as AgentId,
};
const siteId = "30000000-0000-4000-8000-000000000000" as SiteId;
const cobrowseId = "00000000-0000-4000-8000-00000000000a" as CobrowseId;

let closers: (() => void)[];
let clock: FakeClock;
let site: AssetSite & { enabled: boolean };
let isShared: boolean;
let changed: (site: { readonly id: SiteId }) => void;
let cdn: string;
let other: string;
let asked: string[];
let door: AssetDoor;
let hub: string;

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const CSS = `@font-face{font-family:F;src:url(f.woff2)}a{background:url(../i.png)}b{background:url(https://x.example/y)}`;
const ANSWERS: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  "/css/a.css": ["text/css", CSS],
  "/latin.css": ["text/css; charset=iso-8859-1", Buffer.from("a{content:'\xe4'}", "latin1")],
  "/i.png": ["image/png", "png"],
  "/i.svg": ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"],
  "/page.html": ["text/html", "<script>alert(1)</script>"],
  "/app.js": ["text/javascript", "alert(1)"],
  "/font": ["application/octet-stream", Buffer.from("774f463200", "hex")],
  "/secret": ["application/octet-stream", "a secret"],
  "/huge.css": ["text/css", "a".repeat(1_000_001)],
  [`/${"long".repeat(100)}/growing.css`]: ["text/css", "a{b:url(i)}".repeat(90_000)],
};

beforeEach(async () => {
  closers = [];
  asked = [];
  clock = new FakeClock();
  const answer: RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    const [type, body] = ANSWERS[request.url ?? ""] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": type }).end(body);
  };
  cdn = await serve(answer);
  other = await serve(answer);
  site = { id: siteId, enabled: true, origins: ["https://shop.example"], assetOrigins: [cdn] };
  isShared = true;
  const hosts = new Set([cdn, other].map(origin => new URL(origin).host));
  let tickets = 0;
  door = createAssetDoor({
    ...{ hosts, siteOf: id => (id === siteId ? site : null), isShared: () => isShared },
    ids: () => `ticket-${++tickets}`,
    proxy: createAssetProxy({ clock, hosts, get: createGet({ allowed: hosts }) }),
    onSiteChanged: fn => {
      changed = fn;
      return () => {};
    },
  });
  hub = await serve(assetApp(door));
});
afterEach(() => {
  for (const close of closers) close();
});

const view = () => {
  const told: StreamEvents["stream:assets"][] = [];
  const close = door.open({
    ...{ actor, cobrowseId, siteId, mirrorUrl: `${hub}/mirror` },
    tell: assets => told.push(assets),
  });
  return { told, close, base: told[0]?.base ?? "" };
};
const ask = (base: string, url: string, headers: Record<string, string> = {}) =>
  fetch(`${base}?u=${encodeURIComponent(url)}`, { headers });
const codeOf = async (...given: Parameters<typeof ask>): Promise<string> => {
  const response = await ask(...given);
  if (response.ok) return "ok";
  return ((await response.json()) as { error: { code: string } }).error.code;
};

test("a viewer is told where, and of which origins", () => {
  site = { ...site, origins: ["https://shop.example", "http://localhost:*", "http://plain.example"] };
  const { told, base } = view();
  expect(told).toEqual([{ base, origins: [cdn], fontOrigins: ["https://shop.example"] }]);
  site = { ...site, assetOrigins: [] };
  changed(site);
  expect(told[1]).toEqual({ base, origins: [], fontOrigins: ["https://shop.example"] });
});

test("a sheet leads on to the same place for what the site allows, and to nothing else of the hub", async () => {
  const { base } = view();
  const response = await ask(base, `${cdn}/css/a.css`);
  const font = encodeURIComponent(`${cdn}/css/f.woff2`);
  const image = encodeURIComponent(`${cdn}/i.png`);
  expect(await response.text()).toBe(
    `@font-face{font-family:F;src:url("?u=${font}")}a{background:url("?u=${image}")}b{background:url(https://x.example/y)}`,
  );
  expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(await (await ask(base, `${cdn}/latin.css`)).text()).toBe("a{content:'ä'}");
});

test("what is handed on is a part of a page and nothing that runs", async () => {
  const { base } = view();
  const response = await ask(base, `${cdn}/i.svg`, { "sec-fetch-dest": "image" });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/svg+xml",
    "content-security-policy": expect.stringMatching(/^default-src 'none';.*; sandbox$/),
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
  });
  expect(response.headers.get("set-cookie")).toBeNull();
  for (const dest of ["document", "iframe", "script", "object", "worker"]) {
    expect(await codeOf(base, `${cdn}/i.svg`, { "sec-fetch-dest": dest })).toBe("NOT_FOUND");
  }
  expect((await ask(base, `${cdn}/font`)).headers.get("content-type")).toBe("font/woff2");
});

test.each<[string, string]>([
  ["/page.html", "CONTENT_TYPE"],
  ["/app.js", "CONTENT_TYPE"],
  ["/secret", "CONTENT_TYPE"],
  ["/huge.css", "PAYLOAD_TOO_LARGE"],
  [`/${"long".repeat(100)}/growing.css`, "PAYLOAD_TOO_LARGE"],
  ["/gone.png", "UNAVAILABLE"],
])("%s: %s", async (path, code) => expect(await codeOf(view().base, cdn + path)).toBe(code));

test("of an origin that the site does not allow nothing is asked; once it does, it is", async () => {
  const { base } = view();
  for (const url of [`${other}/i.png`, "https://127.0.0.1/i.png", "file:///etc/passwd", "", "x"]) {
    expect(await codeOf(base, url)).toBe("URL_NOT_ALLOWED");
  }
  expect(asked).toEqual([]);
  site = { ...site, assetOrigins: [other] };
  expect(await codeOf(base, `${other}/i.png`)).toBe("ok");
  expect(await codeOf(base, `${cdn}/i.png`)).toBe("URL_NOT_ALLOWED");
});

test("without a ticket, with one of before, or when nothing is shared, everything looks alike", async () => {
  const { base, close } = view();
  const stranger = base.replace("ticket-1", "ticket-2");
  const unknown = await (await ask(stranger, `${cdn}/i.png`)).text();
  const same = async (): Promise<void> => {
    expect(await (await ask(base, `${cdn}/i.png`)).text()).toBe(unknown);
  };
  expect(unknown).toContain("NOT_FOUND");
  isShared = false;
  await same();
  isShared = true;
  site = { ...site, enabled: false };
  await same();
  site = { ...site, enabled: true };
  expect(await codeOf(base, `${cdn}/i.png`)).toBe("ok");
  close();
  await same();
});

test.each(["", "?u=a&u=b", "?x=1"])("an address that is none: %s", async query => {
  const response = await fetch(view().base + query);
  expect(await response.json()).toMatchObject({ ok: false, error: { code: "URL_INVALID" } });
});

test("what was fetched is not fetched again for a while, by nobody of the same site", async () => {
  const [one, two] = [view(), view()];
  await Promise.all([ask(one.base, `${cdn}/i.png`), ask(two.base, `${cdn}/i.png`)]);
  await ask(two.base, `${cdn}/i.png`);
  expect(asked).toEqual(["/i.png"]);
  clock.advance(301_000);
  await ask(two.base, `${cdn}/i.png`);
  expect(asked).toHaveLength(2);
});
