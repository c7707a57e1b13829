/** The observers at forms and in shops: what they count, and that nothing of what is entered is told. */
import { startSite } from "./fakeSite.ts";
import { asked, begun, leave, never, read, shown } from "./watching.ts";
import { test as base, expect } from "./world.ts";

const FORM = `<main><h1>Angebot</h1><form name="quote" action="/sent">
<label>Name <input name="name"></label> <label>Ort <input name="city" required></label>
<label>Geheim <input type="password" name="secret"></label>
<label>Tarif <select name="tariff"><option>A</option><option>B</option></select></label>
<label><input type="checkbox" name="terms"> Ja</label> <button>Senden</button></form><a href="/other">Weiter</a></main>`;
const PRODUCT = `<main><h1>Kamera</h1><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",
"sku":"P","name":"Kamera","category":"Auto > Kameras","offers":{"@type":"Offer","price":"129.90"}}</script>
<p>Warenkorb: <span data-lotse-basket-value>1.299,00 €</span> (<b data-lotse-basket-count="3">drei</b>)</p></main>`;
const MICRODATA = `<main itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Helm</h1><meta itemprop="sku" content="H">
<span itemprop="category">Helme</span><span itemprop="offers" itemscope><meta itemprop="price" content="49.5"></span></main>`;
const RELATED = `<main itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Helm</h1>
<div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="REL"><b itemprop="category">Bälle</b>
<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="1"></p></div>
<div itemprop="review" itemscope itemtype="https://schema.org/Review"><p itemprop="itemReviewed" itemscope itemtype="https://schema.org/Product">
<meta itemprop="sku" content="REV"></p></div><meta itemprop="mpn" content="H"><span itemprop="category">Helme</span>
<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="49.5"></p></main>`;
const GROUP = `<main><h1>Zelt</h1><script type="application/ld+json"><!--
{"@type":"ProductGroup","productGroupID":"G","category":"Zelte","hasVariant":[{"sku":"A","offers":{"price":80}},{"sku":"B","offers":{"price":90}}]}
--></script></main>`;
const MARKED = `<main><article data-lotse-product="K" data-lotse-category="Kocher"><h1>Kocher</h1><p data-lotse-price>19,90 €</p></article></main>`;
const EMPTY = `<main><h1>Anderswo</h1><p>Text</p></main>`;

const test = base.extend({
  site: async ({ hub }, use) => {
    const pages = {
      ...{
        "/form": FORM,
        "/product": PRODUCT,
        "/microdata": MICRODATA,
        "/related": RELATED,
        "/group": GROUP,
        "/marked": MARKED,
      },
      ...{ "/other": EMPTY, "/sent": EMPTY },
    };
    const site = await startSite({ hub: hub.url, pages });
    await use(site);
    site.close();
  },
});

test.describe("forms", () => {
  test("fields touched and retyped are counted, by people and not by scripts, and nothing entered is told", async ({
    page,
    hub,
    site,
  }) => {
    read(hub, 'form("quote").fieldsTouched >= 4 && form("quote").retyped >= 1');
    await page.goto(`${site.url}/form`);
    await begun(hub);
    await page.evaluate(() => {
      const city = document.querySelector<HTMLInputElement>("[name=city]");
      if (city) city.value = "Kiel";
      city?.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await page.locator("[name=name]").pressSequentially("Sonderwort");
    for (let index = 0; index < 10; index++) await page.locator("[name=name]").press("Backspace");
    await page.locator("[name=name]").pressSequentially("Anders");
    await page.locator("[name=secret]").pressSequentially("Geheimwort");
    await page.locator("[name=terms]").check();
    never(hub);
    await page.locator("[name=tariff]").focus();
    await page.keyboard.press("ArrowDown");
    expect(await asked(hub)).toEqual({ "form.fieldsTouched:quote": 4, "form.retyped:quote": 1 });
    const told = JSON.stringify(hub.beacons) + (await page.evaluate(() => JSON.stringify(sessionStorage)));
    for (const word of ["Sonderwort", "Anders", "Geheimwort", "Kiel"]) expect(told).not.toContain(word);
  });

  test("errors the browser shows are counted each time they are shown", async ({ page, hub, site }) => {
    read(hub, 'form("quote").errors >= 2');
    await page.goto(`${site.url}/form`);
    await begun(hub);
    await page.locator("form button").click();
    await page.locator("form button").click();
    await page.locator("[name=city]").pressSequentially("K");
    await page.locator("[name=city]").press("Backspace");
    never(hub);
    await page.locator("form button").click();
    expect(await asked(hub)).toEqual({ "form.errors:quote": 2 });
  });

  test("errors the page marks are counted, those that stand there already too", async ({
    page,
    hub,
    site,
  }) => {
    read(hub, 'form("quote").errors >= 2');
    await page.goto(`${site.url}/form`);
    await begun(hub);
    await page.evaluate(() => document.querySelector("[name=name]")?.setAttribute("aria-invalid", "true"));
    await page.evaluate(() => document.querySelector("[name=city]")?.setAttribute("aria-invalid", "true"));
    expect(await asked(hub)).toEqual({ "form.errors:quote": 2 });
  });

  test("hesitation begins anew with every entry", async ({ page, hub, site }) => {
    read(hub, 'form("quote").hesitationSeconds > 30');
    await page.clock.install();
    await page.goto(`${site.url}/form`);
    await begun(hub);
    await page.clock.runFor(20_000);
    await page.locator("[name=name]").pressSequentially("A");
    await page.clock.runFor(20_000);
    never(hub);
    await page.clock.runFor(11_000);
    const { "form.hesitationMs:quote": hesitationMs } = await asked(hub);
    expect(hesitationMs).toBeGreaterThan(30_000);
    expect(hesitationMs).toBeLessThan(36_000);
  });

  test("a form is left on another page, not where it was sent", async ({ page, hub, site }) => {
    read(hub, 'form("quote").left');
    await page.clock.install();
    await page.goto(`${site.url}/form`);
    await begun(hub);
    await page.locator("[name=city]").pressSequentially("Kiel");
    await page.locator("form button").click();
    await page.waitForURL("**/sent*");
    await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/sent");
    await page.clock.runFor(10_000);
    never(hub);

    await page.goto(`${site.url}/form`);
    await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/form");
    await page.locator("[name=city]").pressSequentially("Ulm");
    await page.getByRole("link", { name: "Weiter" }).click();
    await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/other");
    await page.clock.runFor(5_000);
    expect(await asked(hub)).toEqual({ "form.left:quote": true });
  });
});

test.describe("products and basket", () => {
  for (const [path, sku, category, price] of [
    ["/product", "P", "Kameras", 129.9],
    ["/microdata", "H", "Helme", 49.5],
    ["/related", "H", "Helme", 49.5],
    ["/group", "G", "Zelte", 80],
    ["/marked", "K", "Kocher", 19.9],
  ] as const) {
    test(`the product of ${path} has number, category and price`, async ({ page, hub, site }) => {
      read(
        hub,
        `item.sku == "${sku}" && item.category != "" && item.price < 1000 && category("${category}").viewed`,
      );
      await page.goto(site.url + path);
      expect(await asked(hub)).toEqual({
        ...{ "item.sku": sku, "item.category": category, "item.price": price },
        [`category.viewed:${category}`]: true,
      });
      await page.goto(`${site.url}/other`);
      await shown(hub, "/other");
      expect(await leave(page, hub, `${site.url}/sent`)).toEqual({
        ...{ "item.sku": "", "item.category": "", "item.price": null },
        [`category.viewed:${category}`]: true,
      });
    });
  }

  test("the basket's value and count are read from attributes; that they differ later is a change", async ({
    page,
    hub,
    site,
  }) => {
    read(hub, "basket.value > 1000 && basket.count == 2 && basket.changed");
    await page.goto(`${site.url}/product`);
    await begun(hub);
    await page.evaluate(() => document.querySelector("b")?.setAttribute("data-lotse-basket-count", "2"));
    expect(await asked(hub)).toEqual({ "basket.value": 1_299, "basket.count": 2, "basket.changed": true });
  });

  test("the data layer is heard before and after, by push and by gtag, and left as it was", async ({
    page,
    hub,
    site,
  }) => {
    read(hub, 'basket.value >= 25 && basket.count == 3 && item.sku == "X" && category("Reifen").viewed');
    await page.addInitScript(() => {
      const item = { item_id: "X", price: 10, item_category: "Reifen" };
      Reflect.set(window, "dataLayer", [
        { event: "view_item", ecommerce: { items: [item] } },
        { event: "add_to_cart", ecommerce: { items: [{ ...item, quantity: 2 }] } },
      ]);
    });
    await page.goto(`${site.url}/other`);
    await begun(hub);
    const length = await page.evaluate(() => {
      const layer = Reflect.get(window, "dataLayer") as unknown[];
      function gtag(..._: unknown[]) {
        // biome-ignore lint/complexity/noArguments: that is what gtag pushes.
        return layer.push(arguments);
      }
      return gtag("event", "add_to_cart", { value: 5, items: [{ quantity: 1 }] });
    });
    expect(length).toBe(3);
    const observed = await asked(hub);
    expect(observed).toMatchObject({ "basket.value": 25, "basket.count": 3, "item.sku": "X" });
    await page.evaluate(() => Reflect.get(window, "Lotse").destroy());
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, "dataLayer")).join())).toBe("0,1,2");
    expect(await page.evaluate(() => Object.hasOwn(Reflect.get(window, "dataLayer"), "push"))).toBe(false);
  });

  test("what is vast is cut, and what cannot be told left out: the visitor goes on being heard", async ({
    page,
    hub,
    site,
  }) => {
    read(
      hub,
      'item.sku != "" && item.category != "" && fact("depth") != 1 && fact("tier") != "" && basket.count == 1',
    );
    await page.addInitScript(() => {
      const item = { item_id: "x".repeat(5e6), item_category: "c".repeat(5e6) };
      Reflect.set(window, "dataLayer", [{ event: "view_item", ecommerce: { items: [item] } }]);
    });
    await page.goto(`${site.url}/other`);
    await begun(hub);
    await page.evaluate(() => {
      const { fact } = Reflect.get(window, "Lotse");
      return Promise.all([fact("depth", 1e300), fact("tier", "t".repeat(5_000)), fact("basket.count", 1)]);
    });
    expect(await asked(hub)).toEqual({
      ...{ "item.sku": "x".repeat(80), "item.category": "c".repeat(80), "basket.count": 1 },
      "fact:tier": "t".repeat(200),
    });
    for (const beacon of hub.beacons) expect(JSON.stringify(beacon).length).toBeLessThan(2_000);
  });

  test("a price that its page draws anew is another price", async ({ page, hub, site }) => {
    read(hub, "item.price < 15");
    await page.goto(`${site.url}/marked`);
    await begun(hub);
    await page.evaluate(() => {
      const text = document.querySelector("[data-lotse-price]")?.firstChild;
      if (text) text.nodeValue = "14,90 €";
    });
    expect(await asked(hub)).toEqual({ "item.price": 14.9 });
  });

  test("JSON-LD that its page writes anew within its text is another product", async ({
    page,
    hub,
    site,
  }) => {
    read(hub, 'item.sku == "Q" && item.price < 15 && product("Q").viewing');
    await page.goto(`${site.url}/product`);
    await begun(hub);
    never(hub);
    await page.evaluate(() => {
      const text = document.querySelector('script[type="application/ld+json"]')?.firstChild as Text;
      text.data = text.data.replace('"P"', '"Q"').replace("129.90", "12.90");
    });
    expect(await asked(hub)).toEqual({ "item.sku": "Q", "item.price": 12.9 });
  });

  test("a basket's text may count things before it says what they cost", async ({ page, hub, site }) => {
    read(hub, "basket.value > 1000 && basket.changed");
    await page.goto(`${site.url}/product`);
    await begun(hub);
    await page.evaluate(() => {
      const value = document.querySelector("[data-lotse-basket-value]");
      if (value) value.textContent = "Summe: 3 Artikel, 1.275,50 €";
    });
    expect(await asked(hub)).toEqual({ "basket.value": 1_275.5, "basket.changed": true });
  });

  test("what the page says itself comes first, for as long as the page", async ({ page, hub, site }) => {
    read(hub, 'item.price < 10 && item.sku == "P" && basket.count == 7');
    await page.goto(`${site.url}/product`);
    await begun(hub);
    await page.evaluate(() => {
      const { fact } = Reflect.get(window, "Lotse");
      return Promise.all([fact("item.price", 9.5), fact("basket.count", 7)]);
    });
    // The page's own attribute says 3, and says it again with every look.
    await page.evaluate(() => document.querySelector("b")?.remove());
    await page.evaluate(() => Reflect.get(window, "Lotse").fact("basket.count", 7));
    expect(await asked(hub)).toEqual({ "item.price": 9.5, "item.sku": "P", "basket.count": 7 });
    await page.evaluate(() => history.pushState(null, "", "/product?colour=red"));
    await expect.poll(() => hub.beacons.at(-1)?.facts.observed?.["item.price"]).toBe(129.9);
  });
});
