/** What a page loads from other origins, in the mirror: fetched by the hub where the site allows it, and by nobody where it does not. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CobrowseId, SiteId } from "@lotse/protocol";
import { expect, type Page } from "@playwright/test";
import type { AgentActor } from "../../apps/hub/src/command.ts";
import { createGet } from "../../apps/hub/src/egress/get.ts";
import { createAssetDoor } from "../../apps/hub/src/features/cobrowse/assets/door.ts";
import { createAssetProxy } from "../../apps/hub/src/features/cobrowse/assets/proxy.ts";
import { systemClock } from "../../apps/hub/src/systemWorld.ts";
import { assetApp } from "../../apps/hub/src/test/assetApp.ts";
import { wideFont } from "./wideFont.ts";
import { frames, openMirror, record, test, toMirror, type World } from "./world.ts";

/** A green square. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#008000"/></svg>`;
const THEME = `@import "more.css";
@font-face { font-family: Wide; src: url(font/wide.ttf) }
#wide { font: 20px Wide; position: absolute }
#box { width: 40px; height: 40px; background: url("box.svg") }`;
const FILES: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  "/theme/theme.css": ["text/css", THEME],
  "/theme/more.css": ["text/css", "#box { border-left: 7px solid }"],
  "/theme/late.css": ["text/css", "#late { padding-left: 13px }"],
  "/theme/font/wide.ttf": ["font/ttf", wideFont],
  "/theme/box.svg": ["image/svg+xml", SVG],
  "/pic.svg": ["image/svg+xml", SVG],
};

interface Cdn {
  readonly origin: string;
  /** By whoever is not a browser: the hub. */
  readonly byHub: string[];
  readonly byBrowsers: string[];
  readonly server: Server;
}

const startCdn = async (): Promise<Cdn> => {
  const [byHub, byBrowsers]: [string[], string[]] = [[], []];
  const server = createServer((request, response) => {
    (request.headers["user-agent"] === "Lotse" ? byHub : byBrowsers).push(request.url ?? "");
    const [type, body] = FILES[request.url ?? ""] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else {
      // No script of the page may read its sheets; fonts no browser takes otherwise. No cache spares a request.
      const open = type.startsWith("font/") ? { "access-control-allow-origin": "*" } : {};
      response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...open }).end(body);
    }
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, byHub, byBrowsers, server };
};

/** The hub's own door, before the mirror of the test's console. Returns what the hub would tell the viewer. */
const openDoor = (world: World, assetOrigins: readonly string[]) => {
  const hosts = new Set(assetOrigins.map(origin => new URL(origin).host));
  const site = { id: "site" as SiteId, enabled: true, origins: [world.site], assetOrigins };
  const door = createAssetDoor({
    ...{ hosts, siteOf: () => site, isShared: () => true, onSiteChanged: () => () => {} },
    ids: () => "ticket",
    proxy: createAssetProxy({ clock: systemClock, hosts, get: createGet({ allowed: hosts }) }),
  });
  world.serveMirrorAssets(assetApp(door));
  let told: unknown = null;
  door.open({
    ...{ actor: { agentId: "anna" } as AgentActor, cobrowseId: "x" as CobrowseId, siteId: site.id },
    mirrorUrl: `${world.console}/mirror`,
    tell: assets => {
      told = assets;
    },
  });
  return told;
};

const PAGE = (
  cdn: string,
): string => `<!doctype html><html><head><link rel="stylesheet" href="${cdn}/theme/theme.css"></head>
<body><span id="wide">A</span><div id="box"></div><img id="pic" src="${cdn}/pic.svg" width="40" height="40">
<img id="set" srcset="${cdn}/pic.svg 1x, ${cdn}/pic.svg 2x" width="40" height="40">
<p id="inline" style="background-image:url('${cdn}/pic.svg')">x</p><p id="late">y</p></body></html>`;

const share = async (
  world: World,
  page: Page,
  { cdn, listed }: { readonly cdn: Cdn; readonly listed: boolean },
) => {
  await page.goto(world.page(`/assets-${listed}`, PAGE(cdn.origin)));
  await page.waitForFunction(
    () => document.querySelector("#wide")?.getBoundingClientRect().width === 100,
    null,
    {
      timeout: 5_000,
    },
  );
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  const assets = openDoor(world, listed ? [cdn.origin] : []);
  await agent.evaluate(
    told => (window as unknown as { tellMirror(message: unknown): void }).tellMirror(told),
    { kind: "assets", assets },
  );
  await page.bringToFront();
  await record(page, { filtered: true });
  await toMirror(agent, await frames(page));
  cdn.byBrowsers.length = 0;
  return agent;
};

const replayed = (agent: Page, selector: string) =>
  agent.frameLocator("#mirror").frameLocator("iframe").locator(selector);
const widthOf = (image: Element): number => (image as HTMLImageElement).naturalWidth;

test("a cross-origin sheet with its font, image and import, and pictures: of a listed origin they are shown", async ({
  world,
  page,
}) => {
  const cdn = await startCdn();
  const agent = await share(world, page, { cdn, listed: true });
  await expect(replayed(agent, "#box")).toHaveCSS("border-left-width", "7px");
  await expect
    .poll(() => replayed(agent, "#wide").evaluate(wide => wide.getBoundingClientRect().width))
    .toBe(100);
  for (const id of ["#pic", "#set"]) await expect.poll(() => replayed(agent, id).evaluate(widthOf)).toBe(40);
  await expect(replayed(agent, "#inline")).toHaveCSS("background-image", /fetched\/ticket\?u=http/);
  // Late: after the snapshot, and the picture of an element that comes with it.
  await page.evaluate(origin => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet" });
    sheet.href = `${origin}/theme/late.css`;
    document.head.append(sheet);
    const style = document.createElement("style");
    style.textContent = `#late { background-image: url(${origin}/theme/box.svg) }`;
    document.head.append(style);
    document.querySelector("#pic")?.setAttribute("src", `${origin}/pic.svg#again`);
  }, cdn.origin);
  await toMirror(agent, await frames(page));
  await expect(replayed(agent, "#late")).toHaveCSS("padding-left", "13px");
  await expect(replayed(agent, "#late")).toHaveCSS("background-image", /fetched\/ticket\?u=http/);
  expect(cdn.byHub.toSorted()).toEqual([...Object.keys(FILES)].toSorted());
  cdn.server.close();
});

test("of an origin that is not listed nothing is shown, and nobody is asked", async ({ world, page }) => {
  const cdn = await startCdn();
  const agent = await share(world, page, { cdn, listed: false });
  await expect(replayed(agent, "#late")).toHaveText("y");
  await expect(replayed(agent, "#box")).toHaveCSS("border-left-width", "0px");
  expect(await replayed(agent, "#pic").evaluate(widthOf)).toBe(0);
  // The hub itself refuses it, too, whatever the mirror asked.
  const address = `${world.console}/mirror/fetched/ticket?u=${encodeURIComponent(`${cdn.origin}/pic.svg`)}`;
  expect(await (await agent.request.get(address)).json()).toMatchObject({
    error: { code: "URL_NOT_ALLOWED" },
  });
  expect([cdn.byHub, cdn.byBrowsers]).toEqual([[], []]);
  cdn.server.close();
});
