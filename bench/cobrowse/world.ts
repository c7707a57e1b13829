/** Browser, hub and pages of this bench. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { mirrorHeaders } from "../../apps/hub/src/features/cobrowse/mirrorPolicy.ts";
import { buildPages } from "./build.ts";
import { type BenchHub, startHub } from "./hub.ts";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** What the latencies are measured on: each thing that changes has its own element. */
const LATENCY_PAGE = `<p id="text">0</p><input id="input">
<div id="scroller" style="height: 100px; overflow: auto"><div style="height: 100000px"></div></div>
${Array.from({ length: 1_500 }, (_, n) => `<p>Absatz ${n}</p>`).join("")}`;

const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", html: "text/html" };

export interface World {
  readonly browser: Browser;
  readonly hub: BenchHub;
  /** A page of its own context with one of the scripts; `bench` is there when it is back. */
  open(context: BrowserContext, path: string): Promise<Page>;
  close(): Promise<void>;
}

const html = (script: string, body: string): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Bench</title></head><body>${body}<script src="/${script}.js"></script></body></html>`;

export const openWorld = async (): Promise<World> => {
  const built = await buildPages();
  const send = (response: ServerResponse, type: string, body: string | Buffer, headers = {}): void => {
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, ...headers }).end(body);
  };
  const hub = await startHub({
    perMessageDeflate: false,
    pages: (request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://bench");
      const [, script = "", body = ""] = /^\/(\w+)\/(\w*)$/.exec(pathname) ?? [];
      if (script !== "" && script !== "mirror") {
        send(response, "text/html", html(script, body === "latency" ? LATENCY_PAGE : ""));
        return;
      }
      const type = TYPES[pathname.split(".").at(-1) ?? ""] ?? "text/html";
      const policy = pathname.startsWith("/mirror/")
        ? mirrorHeaders({ siteOrigins: [hub.url], consoleOrigin: hub.url, mirrorUrl: `${hub.url}/mirror` })
        : {};
      try {
        send(response, type, readFileSync(join(built, pathname)), policy);
      } catch {
        response.writeHead(404).end();
      }
    },
  });
  const browser = await chromium.launch({
    ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
    ...(!process.env.LOTSE_CHROMIUM && existsSync(DEBIAN_CHROMIUM)
      ? { executablePath: DEBIAN_CHROMIUM }
      : {}),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  return {
    browser,
    hub,
    open: async (context, path) => {
      const page = await context.newPage();
      page.on("pageerror", error => {
        throw error;
      });
      await page.goto(hub.url + path);
      return page;
    },
    close: async () => {
      await browser.close();
      await hub.close();
      rmSync(built, { recursive: true, force: true });
    },
  };
};

export const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};
export const median = (values: readonly number[]): number => percentile(values, 0.5);
