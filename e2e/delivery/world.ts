/**
 * A hub that can be killed and reached through a network that can be broken, a site that embeds it, an agent, and
 * visitors' tabs. What is compared in the end is what each of them saw with what the hub has stored.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Message } from "@lotse/protocol";
import { type FaultProxy, startFaultProxy, supervise } from "@lotse/testkit/faults";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Agent } from "../support/people.ts";
import { serveSite } from "../support/site.ts";
import { type Cdn, startCdn } from "./cdn.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PRODUCT =
  '<main><h1>Fahrrad</h1><script type="application/ld+json">' +
  '{"@context":"https://schema.org","@type":"Product","sku":"P","name":"Fahrrad"}</script></main>';

/** Long enough to be scrolled. */
const FORM =
  '<main><h1>Formular</h1><form method="post" action="/second"><label>Ort <input id="city" name="city"></label>' +
  `<button id="send">Absenden</button></form><a href="/second">Weiter</a>${"<p>Zeile</p>".repeat(80)}</main>`;

export interface World {
  readonly hubUrl: string;
  readonly siteUrl: string;
  readonly proxy: FaultProxy;
  readonly cdn: Cdn;
  /** kill -9. */
  kill(): Promise<void>;
  /** The killed one comes back, where it was. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise(found => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });

const startWorld = async (): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), "lotse-delivery-"));
  const port = await freePort();
  const proxy = await startFaultProxy({ targetPort: port });
  const hubUrl = `http://localhost:${proxy.port}`;
  const cdn = await startCdn();
  const hub = supervise({
    file: join(ROOT, "apps/hub/src/main.ts"),
    execArgv: ["--import", "tsx"],
    cwd: ROOT,
    env: {
      ...{ PORT: String(port), LOTSE_DATA: folder, LOTSE_DEMO: "1", LOTSE_PUBLIC_URL: hubUrl },
      LOTSE_ASSET_HOSTS: cdn.host,
    },
  });
  await hub.start();
  const pages = {
    "/": '<main><h1>Start</h1><a href="/second">Weiter</a></main>',
    "/second": "<main><h1>Zweite</h1></main>",
    "/product": PRODUCT,
    "/form": FORM,
    "/styled": `<link rel="stylesheet" href="${cdn.origin}/theme.css"><main><div id="box"></div><img src="${cdn.origin}/box.svg" width="40" height="40" alt=""></main>`,
    "/bare": "<main><h1>Ohne Lotse</h1></main>",
  };
  const site = await serveSite({ hubUrl, pages, bare: ["/bare"], cdn: cdn.origin });
  return {
    hubUrl,
    siteUrl: site.url,
    ...{ proxy, cdn },
    kill: () => hub.kill(),
    revive: async () => void (await hub.start()),
    close: async () => {
      await site.close();
      await cdn.close();
      await hub.close();
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const textsOf = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === "text" ? [body.text] : []));

/** One tab of a visitor's, with the chat open. */
export class Tab {
  readonly page: Page;
  readonly #world: World;

  constructor(page: Page, world: World) {
    this.page = page;
    this.#world = world;
  }

  static async open(context: BrowserContext, world: World, path = "/"): Promise<Tab> {
    const tab = new Tab(await context.newPage(), world);
    await tab.go(path);
    return tab;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#world.siteUrl + path);
  }

  async openChat(): Promise<void> {
    await this.page.getByTestId("launcher").click();
    await expect(this.composer).toBeVisible();
  }

  get composer() {
    return this.page.getByTestId("composer");
  }

  get messages() {
    return this.page.getByTestId("message");
  }

  get pending() {
    return this.page.locator('[data-testid=message][data-state="pending"]');
  }

  async say(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await this.composer.fill(text);
      await this.composer.press("Enter");
    }
  }

  /** What stands in the chat, oldest first, without times and states. */
  async seen(): Promise<string[]> {
    const texts = await this.messages.locator("p").allInnerTexts();
    return texts.map(text => text.replace(/^[^:\n]+:\s*/, "").trim());
  }

  /** What the tab keeps for its next page. */
  record(): Promise<{
    readonly token: string;
    readonly conversationId: string | null;
    readonly outbox: object;
  }> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}"));
  }

  /** A window that a page opens begins with a copy of the tab's storage, exactly as a duplicated tab does. */
  async duplicate(path: string): Promise<Tab> {
    const [page] = await Promise.all([
      this.page.waitForEvent("popup"),
      this.page.evaluate(url => void window.open(url), this.#world.siteUrl + path),
    ]);
    return new Tab(page, this.#world);
  }
}

/** A conversation as the hub has it, read over the visitor's own REST way: also when it is over. */
export const stored = async (world: World, tab: Tab, conversationId: string): Promise<string[]> => {
  const { token } = await tab.record();
  const texts: string[] = [];
  for (let afterSeq = 0, more = true; more; ) {
    const answer = await fetch(`${world.hubUrl}/api/v1/commands/conversation:resume`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ conversationId, afterSeq }),
    });
    const { value } = (await answer.json()) as { value: { messages: Message[]; more: boolean } };
    // The sequence has no gap.
    expect(value.messages.map(({ seq }) => seq)).toEqual(
      value.messages.map((_, index) => afterSeq + index + 1),
    );
    texts.push(...textsOf(value.messages));
    afterSeq += value.messages.length;
    more = value.more;
  }
  return texts;
};

/** Every tab shows what the hub has, and nothing waits any more. */
export const expectSame = async (
  world: World,
  conversationId: string,
  tabs: readonly Tab[],
): Promise<string[]> => {
  // What a page that just loaded has yet to send is not drawn yet.
  const unsent = async () =>
    Promise.all(tabs.map(async tab => [Object.keys((await tab.record()).outbox), await tab.pending.count()]));
  await expect.poll(unsent, { timeout: 30_000 }).toEqual(tabs.map(() => [[], 0]));
  const [first] = tabs;
  if (first === undefined) throw new Error("no tabs");
  const truth = await stored(world, first, conversationId);
  for (const tab of tabs) await expect.poll(() => tab.seen(), { timeout: 30_000 }).toEqual(truth);
  return truth;
};

/** One world, and Anna in it, for all stories; each leaves an empty desk and a whole network. */
export const test = base.extend<
  { readonly emptyDesk: undefined },
  { readonly world: World; readonly anna: Agent }
>({
  world: [
    async ({ browserName: _ }, use) => {
      const world = await startWorld();
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  anna: [
    async ({ browser, world }, use) => {
      const anna = await Agent.signIn(browser, "Anna", world.hubUrl);
      await use(anna);
      await anna.page.context().close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  emptyDesk: [
    async ({ world, anna }, use, info) => {
      info.setTimeout(180_000);
      await use(undefined);
      world.proxy.heal();
      // Who was cut off with the visitors is nobody's free agent until she is back.
      await expect(anna.page.getByTestId("connection-state")).toHaveClass(/online/, { timeout: 60_000 });
      await anna.endConversations();
    },
    { auto: true },
  ],
});

export { expect };

/** The visitor's first line, taken by the agent. */
export const beginTalk = async (agent: Agent, tab: Tab, text = "Guten Tag"): Promise<string> => {
  await tab.openChat();
  await tab.say(text);
  await agent.page.getByTestId("accept").click();
  await expect(tab.page.getByTestId("cobrowse-share")).toBeVisible();
  const { conversationId } = await tab.record();
  if (conversationId === null) throw new Error("no conversation");
  return conversationId;
};

/** A line of the agent's, without the console. */
export const agentSays = async (agent: Agent, conversationId: string, text: string): Promise<void> => {
  const messages = [{ clientId: crypto.randomUUID(), text }];
  await agent.command("message:send", { conversationId, messages });
};
