/** Pages of any kind on an origin of their own, with the real hub's snippet, and everything such a page may complain of. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, test as base, expect, type Page } from "@playwright/test";
import { Agent, HUB_URL } from "../support/people.ts";

export const SNIPPET = `<script async src="${HUB_URL}/s/demo.js"></script>`;
/** The policy of docs/embedding.md, word for word. */
export const POLICY = `default-src 'self'; script-src 'self' ${HUB_URL}; style-src 'self'; connect-src 'self' ${HUB_URL} ${HUB_URL.replace("http", "ws")}; img-src 'self' ${HUB_URL}`;

export interface HostPage {
  readonly html: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole page; what stands in the head comes before the snippet. */
export const htmlPage = (body: string, head = ""): HostPage => ({
  html: `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Testseite</title>${head}${SNIPPET}</head><body>${body}</body></html>`,
});

export interface HostSite {
  readonly url: string;
  readonly pages: Map<string, HostPage>;
}

interface Fixtures {
  readonly site: HostSite;
  /** What the page threw, left unhandled, or said on its console; the browser's own lines about the network apart. */
  readonly complaints: string[];
  /** Addresses the page asked for, sockets included. */
  readonly traffic: string[];
}

const isNetworkLine = (text: string) =>
  /^Failed to load resource|^WebSocket connection|CORS policy/.test(text);

const watch = (page: Page, { complaints, traffic }: Pick<Fixtures, "complaints" | "traffic">) => {
  page.on("pageerror", error => complaints.push(`${error.name}: ${error.message}`));
  page.on("console", message => {
    if (!isNetworkLine(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("request", request => traffic.push(request.url()));
  page.on("websocket", socket => traffic.push(socket.url()));
};

export const test = base.extend<Fixtures>({
  site: async ({ browserName: _ }, use) => {
    const pages = new Map<string, HostPage>();
    const server = createServer((request, response) => {
      const found = pages.get(new URL(request.url ?? "/", "http://site").pathname);
      response.writeHead(found ? 200 : 404, {
        "content-type": found?.type ?? "text/html; charset=utf-8",
        ...found?.headers,
      });
      response.end(found?.html ?? "");
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    await use({ url: `http://localhost:${(server.address() as AddressInfo).port}`, pages });
    server.closeAllConnections();
    server.close();
  },
  traffic: async ({ browserName: _ }, use) => use([]),
  complaints: [
    async ({ context, page, traffic }, use) => {
      const complaints: string[] = [];
      watch(page, { complaints, traffic });
      context.on("page", one => watch(one, { complaints, traffic }));
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", event => {
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const launcher = (page: Page) => page.getByTestId("launcher");

/** The visitor says something, and the hub has it. */
export const talk = async (page: Page, text: string) => {
  if (!(await page.getByTestId("composer").isVisible())) await launcher(page).click();
  await page.getByTestId("composer").fill(text);
  await page.getByTestId("composer").press("Enter");
  const line = page.getByTestId("message").filter({ hasText: text });
  await expect(line.locator("[data-state]:not([data-state=pending])")).toBeVisible();
};

export const endTalk = async (page: Page) => {
  await page.getByTestId("conversation-end").click();
  await expect(page.getByTestId("conversation-again")).toBeVisible();
};

/** The site's settings as the hub would send them after a change. */
export const changeSettings = async (page: Page, change: Readonly<Record<string, unknown>>) => {
  await page.context().route(/\/s\/demo\.js/, async route => {
    const answer = await route.fetch();
    let body = await answer.text();
    for (const [name, value] of Object.entries(change)) {
      body = body.replace(new RegExp(`"${name}":("\\w+"|true|false)`), `"${name}":${JSON.stringify(value)}`);
    }
    await route.fulfill({ response: answer, body });
  });
};

export const storedKeys = (page: Page) =>
  page.evaluate(async () => ({
    session: Object.keys(sessionStorage),
    local: Object.keys(localStorage),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));

/** What the tab remembers of its visit. */
export const record = (page: Page) =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}"));

/** The hub knows the visit. */
export const known = (page: Page) =>
  expect.poll(async () => (await record(page)).token ?? null).not.toBeNull();

/** Clara of the demo administers; she takes no conversations here. */
export const signInClara = async (browser: Browser) => {
  const clara = await Agent.signIn(browser, "Clara");
  await clara.command("presence:set", { presence: "away" });
  const { sites } = (await clara.command("site:list", {})) as { sites: { id: string; key: string }[] };
  const siteId = sites.find(({ key }) => key === "demo")?.id;
  const enable = (enabled: boolean) => clara.command("site:change", { siteId, enabled });
  return { clara, siteId, enable };
};
