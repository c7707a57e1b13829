/** Pages of a site that an agent's hands are tried on, without a hub between; and another site. */
import { readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { buildScripts } from "./build.ts";

export interface Site {
  readonly origin: string;
  /** Another one. */
  readonly foreign: string;
  /** Whatever was asked for beside pages and scripts, as `METHOD path`. */
  readonly requests: string[];
  /** Opens a page with this body, captured and with hands, a grant given. */
  open(page: Page, body: string, options?: Parameters<Window["agent"]["start"]>[0]): Promise<void>;
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export const test = base.extend<object, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
    async ({}, use) => {
      const built = await buildScripts();
      const requests: string[] = [];
      let body = "";
      const server = createServer((request, response) => {
        const path = request.url ?? "/";
        const isScript = /^\/(hands|apps)\.js$/.test(path);
        if (!isScript && path !== "/page" && path !== "/favicon.ico")
          requests.push(`${request.method} ${path}`);
        const type = isScript ? "text/javascript" : "text/html";
        response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` });
        if (isScript) response.end(readFileSync(join(built, path)));
        else response.end(path === "/page" ? body : "<!doctype html><title>elsewhere</title>");
      });
      const other = createServer((request, response) => {
        requests.push(`foreign ${request.url}`);
        response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>");
      });
      const [origin, foreign] = [await listen(server), await listen(other)];
      await use({
        ...{ origin, foreign, requests },
        open: async (page, html, options) => {
          const scripts = ["apps", "hands"]
            .map(name => `<script src="${origin}/${name}.js"></script>`)
            .join("");
          body = `<!doctype html><meta charset="utf-8"><style>body { margin: 8px }</style>${html}${scripts}`;
          await page.goto(`${origin}/page`);
          requests.length = 0;
          await page.evaluate(given => {
            window.agent.start(given);
            window.agent.grant();
          }, options ?? {});
        },
      });
      for (const one of [server, other]) {
        one.closeAllConnections();
        one.close();
      }
      rmSync(built, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
});

/** The agent's field and the page's say the same, and nothing is under way. */
export const settled = async (page: Page, text: string): Promise<void> => {
  await expect
    .poll(() => page.evaluate(() => window.agent.drafted()))
    .toMatchObject({ text, isSettled: true });
};

export const open = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(at => window.agent.draft(at), path);
  await expect.poll(() => page.evaluate(() => window.agent.drafted().state?.kind)).toBe("open");
};
