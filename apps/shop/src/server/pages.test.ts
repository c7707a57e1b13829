/** Every page through the front door: it answers, is safe, is in the right language, and carries what Lotse reads. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { categories, products, productsIn } from "../catalogue/catalogue.ts";
import { HUB, startTestShop, type TestShop } from "../testing/customer.ts";
import { createShop, PortTaken } from "./createShop.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await startTestShop();
});

afterAll(() => shop.close());

const PATHS = ["/", "/shop", "/search?q=box", "/basket", "/contact", "/about", "/quote", "/quote/driver"]
  .concat(categories.map(category => `/shop/${category.id}`))
  .concat(products.map(product => `/product/${product.sku}`));

const POLICY =
  `default-src 'self';script-src 'self' ${HUB};style-src 'self';connect-src 'self' ${HUB} wss://hub.example:8443;` +
  `img-src 'self' ${HUB};object-src 'none';base-uri 'self';form-action 'self';frame-ancestors 'self'`;

test.each(PATHS)(
  "%s answers in both languages, with the policy and the snippet, nothing inline",
  async path => {
    for (const language of ["de", "en"]) {
      const response = await shop.customer().get(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-security-policy")).toBe(POLICY);
      const page = await response.text();
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(`<script async src="${HUB}/s/demo.js"></script>`);
      const scripts = [...page.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.filter(tag => !tag.includes(" src=") && !tag.includes("application/ld+json"))).toEqual(
        [],
      );
      expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|\[object |undefined/);
    }
  },
);

test("the shop has twelve products or more in three categories, one of them P", () => {
  expect(products.length).toBeGreaterThanOrEqual(12);
  expect(categories).toHaveLength(3);
  expect(categories.every(category => productsIn(category.id).length >= 4)).toBe(true);
  expect(new Set(products.map(product => product.sku)).size).toBe(products.length);
  expect(products.map(product => product.sku)).toContain("P");
});

test.each(products)("product $sku says in structured data and in its attribute what it is", async product => {
  const page = await shop.customer().page(`/product/${product.sku}?lang=en`);
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  expect(JSON.parse(json)).toMatchObject({
    "@type": "Product",
    sku: product.sku,
    name: product.name.en,
    offers: { price: (product.priceCents / 100).toFixed(2), priceCurrency: "EUR" },
  });
  expect(page).toContain(`data-lotse-product="${product.sku}"`);
  const picture = await shop.customer().get(`/images/${product.sku}.svg`);
  expect(picture.headers.get("content-type")).toContain("image/svg+xml");
});

test("a list of products claims to show none of them", async () => {
  for (const path of ["/", "/shop", "/search?q=kamera"]) {
    expect(await shop.customer().page(path)).not.toMatch(/data-lotse-product|ld\+json/);
  }
});

test("the language is German at first and stays as chosen", async () => {
  const customer = shop.customer();
  expect(await customer.page("/")).toContain('<html lang="de">');
  await customer.get("/?lang=en");
  expect(await customer.page("/contact")).toContain('<html lang="en">');
  expect(await customer.page("/contact?lang=fr")).toContain('<html lang="en">');
});

test("the language switch keeps the rest of the address", async () => {
  expect(await shop.customer().page("/search?q=box&lang=de")).toContain('href="?q=box&amp;lang=en"');
});

test("search finds by name, by either language and by item number", async () => {
  const customer = shop.customer();
  expect(await customer.page("/search?q=moewe")).toContain("/product/KS-101");
  expect(await customer.page("/search?q=Kindersitze+drehbar")).toContain("/product/KS-102");
  expect(await customer.page("/search?q=p")).toContain("/product/P");
  expect(await customer.page("/search?q=p")).not.toContain("/product/KS-101");
});

test.each([
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' autofocus onfocus='alert(1)`,
  `</title><svg/onload=alert(1)>`,
])("a hostile search term is text: %s", async term => {
  const page = await shop.customer().page(`/search?q=${encodeURIComponent(term)}`);
  expect(page).not.toContain(term);
  expect(page).toContain(term.startsWith("'") ? "&#39; autofocus" : "&lt;");
});

test("unknown pages, malformed addresses and repeated parameters get a proper page", async () => {
  const customer = shop.customer();
  expect((await customer.get("/nowhere")).status).toBe(404);
  expect((await customer.get("/product/constructor")).status).toBe(404);
  expect((await customer.get("/shop/__proto__")).status).toBe(404);
  expect((await customer.get("/images/..%2f..%2fpackage.json")).status).toBe(404);
  expect((await customer.get("/shop/%E0%A4%A")).status).toBe(400);
  expect((await customer.get("/search?q=a&q=b&lang=de&lang=en")).status).toBe(200);
  expect(shop.failures).toEqual([]);
});

test("looking around leaves no cookie", async () => {
  expect((await shop.customer().get("/product/P")).headers.getSetCookie()).toEqual([]);
});

test("a taken port is explained, closing twice is harmless", async () => {
  const port = Number(new URL(shop.origin).port);
  const second = createShop({
    hubUrl: HUB,
    siteKey: "demo",
    assets: { stylesheet: "/a.css", quoteScript: "/a.js" },
    distDir: "/nowhere",
    nowMs: () => 0,
    makeId: () => "id",
    makeCode: () => "000000",
  });
  await expect(second.listen(port)).rejects.toThrow(PortTaken);
  await expect(second.listen(port)).rejects.toThrow(`Port ${port} is taken`);
  await second.close();
  await second.close();
});
