/** Data layers as pages have them: made late, replaced, taken from under us, or not to be touched at all. */
import type { Page } from "@playwright/test";
import { startSite } from "./fakeSite.ts";
import { asked, begun, never, read, shown } from "./watching.ts";
import { test as base, expect } from "./world.ts";

const PRODUCT = `<main><h1>Kamera</h1><script type="application/ld+json">{"@type":"Product","sku":"P","offers":{"price":"10"}}</script>
<p data-lotse-basket-count="3">drei</p></main>`;
const EMPTY = `<main><h1>Anderswo</h1><p>Text</p></main>`;

const test = base.extend({
  site: async ({ hub }, use) => {
    const pages = { "/product": PRODUCT, "/other": EMPTY, "/next": EMPTY };
    const site = await startSite({ hub: hub.url, pages });
    await use(site);
    site.close();
  },
});

const BASKET = "basket.value >= 30 && basket.count == 6";

/** Each is read once, however it comes: 5 and 1, 10 and 2, 15 and 3 make 30 and 6. */
const push = (page: Page, quantity: number) =>
  page.evaluate(quantity => {
    const items = [{ item_id: "A", price: 5, quantity }];
    Reflect.get(window, "dataLayer").push({ event: "add_to_cart", ecommerce: { items } });
  }, quantity);

/** Something else on the page changes, and it is looked at. */
const change = (page: Page) =>
  page.evaluate(() => document.body.append(Object.assign(document.createElement("i"), { id: "changed" })));

/** The layer was read so far. */
const taken = (page: Page, length: number) =>
  expect.poll(() => page.evaluate(() => Reflect.get(window, Symbol.for("lotse:read"))?.[0])).toBe(length);

const basket = { "basket.value": 30, "basket.count": 6 };

test("a layer that is made later is read from its start, and its pushes are heard from then on", async ({
  page,
  hub,
  site,
}) => {
  read(hub, BASKET);
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await page.evaluate(() => Reflect.set(window, "dataLayer", []));
  await push(page, 1);
  await push(page, 2);
  await change(page);
  await expect
    .poll(() => page.evaluate(() => Object.hasOwn(Reflect.get(window, "dataLayer"), "push")))
    .toBe(true);
  never(hub);
  await push(page, 3);
  expect(await asked(hub)).toEqual(basket);
});

test("a layer that takes another's place is read from its start", async ({ page, hub, site }) => {
  read(hub, BASKET);
  await page.addInitScript(() => Reflect.set(window, "dataLayer", [{ event: "start" }]));
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await push(page, 1);
  await taken(page, 2);
  await page.evaluate(() => Reflect.set(window, "dataLayer", [{ event: "start" }]));
  await push(page, 2);
  await push(page, 3);
  never(hub);
  await change(page);
  expect(await asked(hub)).toEqual(basket);
});

test("a layer whose push was put back is read all the same, and heard again", async ({ page, hub, site }) => {
  read(hub, BASKET);
  await page.addInitScript(() => Reflect.set(window, "dataLayer", []));
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await page.evaluate(() => {
    const layer = Reflect.get(window, "dataLayer");
    layer.push = function (this: unknown[], ...entries: unknown[]) {
      return Array.prototype.push.apply(this, entries);
    };
    Reflect.set(window, "theirs", layer.push);
  });
  await push(page, 1);
  await push(page, 2);
  await change(page);
  const isTheirs = () =>
    page.evaluate(() => Reflect.get(window, "dataLayer").push === Reflect.get(window, "theirs"));
  await expect.poll(isTheirs).toBe(false);
  never(hub);
  await push(page, 3);
  expect(await asked(hub)).toEqual(basket);
  await page.evaluate(() => Reflect.get(window, "Lotse").destroy());
  expect(await isTheirs()).toBe(true);
});

test("a layer that is kept short, and an entry that is pushed twice, are counted as they come", async ({
  page,
  hub,
  site,
}) => {
  read(hub, BASKET);
  await page.addInitScript(() => Reflect.set(window, "dataLayer", [{ event: "a" }, { event: "b" }]));
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await push(page, 1);
  await taken(page, 3);
  await page.evaluate(() => Reflect.get(window, "dataLayer").splice(0, 2));
  await push(page, 2);
  await push(page, 1);
  await taken(page, 3);
  const again = () =>
    page.evaluate(() => {
      const layer = Reflect.get(window, "dataLayer");
      layer.push(layer.at(-1));
    });
  await again();
  await taken(page, 4);
  never(hub);
  await again();
  expect(await asked(hub)).toEqual(basket);
});

test("what is pushed as the page is left goes to the next one, once", async ({ page, hub, site }) => {
  read(hub, BASKET);
  await page.addInitScript(() => {
    Reflect.set(window, "dataLayer", []);
    const items = [{ item_id: "A", price: 5, quantity: 3 }];
    // Before ours.
    addEventListener("pagehide", () => {
      if (location.pathname === "/other")
        Reflect.get(window, "dataLayer").push({ event: "add_to_cart", ecommerce: { items } });
    });
  });
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await push(page, 3);
  await taken(page, 1);
  never(hub);
  await page.goto(`${site.url}/next`);
  expect(await asked(hub)).toEqual(basket);
});

test("the product an application names with its new address stays that address's", async ({
  page,
  hub,
  site,
}) => {
  read(hub, 'item.sku == "N" && page.path == "/next"');
  await page.addInitScript(() => Reflect.set(window, "dataLayer", []));
  await page.goto(`${site.url}/other`);
  await begun(hub);
  await page.evaluate(() => {
    history.pushState(null, "", "/next");
    const items = [{ item_id: "N" }];
    Reflect.get(window, "dataLayer").push({ event: "view_item", ecommerce: { items } });
  });
  expect(await asked(hub)).toEqual({ "item.sku": "N" });
  await page.evaluate(() => history.pushState(null, "", "/other"));
  await shown(hub, "/other");
  expect(hub.beacons.at(-1)?.facts.observed).toEqual({ "item.sku": "" });
});

const UNTOUCHABLE: Record<string, () => void> = {
  "is frozen": () => {
    const items = [{ item_id: "A", price: 5, quantity: 3 }];
    const layer = [{ event: "add_to_cart", ecommerce: { items } }];
    Reflect.set(window, "dataLayer", Object.freeze(layer));
  },
  "throws when it is read": () => {
    Object.defineProperty(window, "dataLayer", {
      get() {
        throw new Error("no");
      },
    });
  },
  "keeps its push": () => {
    const layer: unknown[] = [];
    Object.defineProperty(layer, "push", { value: Array.prototype.push });
    Reflect.set(window, "dataLayer", layer);
  },
};

for (const [how, init] of Object.entries(UNTOUCHABLE)) {
  test(`where the layer ${how}, product and basket of the page's markup are known`, async ({
    page,
    hub,
    site,
  }) => {
    read(hub, 'item.sku == "P" && item.price < 20 && basket.count == 3 && product("P").viewing');
    await page.addInitScript(init);
    await page.goto(`${site.url}/product`);
    expect(await asked(hub)).toEqual({ "item.sku": "P", "item.price": 10, "basket.count": 3 });
  });
}

test("a frozen layer is read", async ({ page, hub, site }) => {
  read(hub, "basket.value >= 15");
  await page.addInitScript(UNTOUCHABLE["is frozen"] ?? (() => {}));
  await page.goto(`${site.url}/other`);
  expect(await asked(hub)).toEqual({ "basket.value": 15 });
});
