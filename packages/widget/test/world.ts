/** What the widget's browser stories share: a fake hub, a site with a strict policy, and a page that must not complain. */
import { test as base, expect } from "@playwright/test";
import { FakeHub } from "./fakeHub.ts";
import { type FakeSite, startSite } from "./fakeSite.ts";

const PRODUCT_PAGE = `<main><h1>Fahrrad</h1><script type="application/ld+json">
{"@context":"https://schema.org","@type":"Product","sku":"P","name":"Fahrrad"}</script></main>`;
const MICRODATA_PAGE = `<main itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Helm</h1>
<meta itemprop="sku" content="H"></main>`;
const LIST_PAGE = `<main><h1>Angebote</h1><article data-lotse-product="A"><h2>A</h2></article>
<article data-lotse-product="B"><h2>B</h2></article></main>`;
const CORNER_PAGE = `<main><h1>Ecke</h1><form data-lotse-form="quote"><input name="a" class="bottom"></form></main>`;

const HELP_PAGE = `<main><h1>Hilfe</h1><p><button data-lotse-open="pharmacist">Apotheke fragen</button>
<button data-lotse-open="pharmacist" data-lotse-topic="Frage zum Rezept"><b>Zum Rezept</b></button>
<button data-lotse-open="Kfz" data-lotse-topic="Fragen zum Auto">Zum Auto</button></p></main>`;

export interface World {
  readonly hub: FakeHub;
  readonly site: FakeSite;
  /** What the page's console and its error handler heard. */
  readonly complaints: string[];
}

export const test = base.extend<World>({
  hub: async ({ browserName: _ }, use) => {
    const hub = await new FakeHub().start();
    await use(hub);
    await hub.close();
  },
  site: async ({ hub }, use) => {
    const pages = {
      "/product": PRODUCT_PAGE,
      "/microdata": MICRODATA_PAGE,
      "/list": LIST_PAGE,
      "/corner": CORNER_PAGE,
      "/help": HELP_PAGE,
    };
    const site = await startSite({ hub: hub.url, pages });
    await use(site);
    site.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("console", message => {
        const harmless = message.location().url.endsWith("favicon.ico") || /WebSocket/.test(message.text());
        if (message.type() === "error" && !harmless) complaints.push(message.text());
      });
      page.on("pageerror", error => complaints.push(String(error.stack)));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The commands of that name the hub got, over the socket or over REST. */
export const named = (hub: FakeHub, name: string) => hub.commands.filter(command => command.name === name);
