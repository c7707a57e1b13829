/** What rules read is observed in the shop's plain pages and in its React application, and reaches the hub. */
import type { Page } from "@playwright/test";
import { expect, test } from "./world.ts";

const hide = (hidden: boolean) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
};

/** What the page's JSON-LD says. */
const offered = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const text = document.querySelector('script[type="application/ld+json"]')?.textContent ?? "";
    return Number(JSON.parse(text).offers.price);
  });

/**
 * A page is told before a single-page application has drawn its form, and the browser says a moment later what is on
 * the screen: time that passes at one stroke until then is nobody's.
 */
const onScreen = async (page: Page): Promise<void> => {
  await page.locator("main form :is(input, select):visible").first().waitFor();
  await page.clock.runFor(1_000);
  await page
    .locator("main form")
    .first()
    .evaluate(form => new Promise<void>(done => new IntersectionObserver(() => done()).observe(form)));
};

const FORMS = [
  ["plain", "checkout", "/checkout"],
  ["single-page application", "quote", "/quote"],
] as const;

for (const [what, form, path] of FORMS) {
  test(`form time in the ${what} counts only while the tab is active, over pages`, async ({ visitor }) => {
    const { page } = visitor;
    await visitor.rule(`form("${form}").seconds > 60`);
    await page.clock.install();
    await visitor.go("/product/P");
    await page.locator('form[action="/basket/add"] button').click();
    await visitor.shown("/basket");
    await visitor.go(path);
    await onScreen(page);
    await page.clock.runFor(40_000);
    await page.evaluate(hide, true);
    await page.clock.runFor(300_000);
    await page.evaluate(hide, false);
    await page.clock.runFor(5_000);
    await visitor.go("/about");
    await page.clock.runFor(60_000);
    visitor.never();
    await visitor.go(path);
    await onScreen(page);
    visitor.never();
    await page.clock.runFor(20_000);
    await visitor.asked();
    const { activeMs = 0 } = visitor.told.findLast(({ asks }) => asks.length > 0)?.facts.forms[form] ?? {};
    expect(activeMs).toBeGreaterThan(60_000);
    expect(activeMs).toBeLessThan(75_000);
  });
}

test("the basket by the shop's attributes", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule("basket.changed && basket.count == 1 && basket.value > 1");
  await visitor.go("/product/P");
  visitor.never();
  const price = await offered(page);
  await page.locator('form[action="/basket/add"] button').click();
  const observed = await visitor.asked();
  expect(observed).toMatchObject({
    "basket.value": price,
    "basket.count": 1,
    "basket.changed": true,
  });
});

test("the product by its JSON-LD, its category in the language of the page", async ({ visitor }) => {
  await visitor.rule('item.sku == "P" && item.price > 1 && item.category != ""');
  await visitor.go("/shop");
  visitor.never();
  await visitor.page.goto(visitor.page.url().replace("/shop", "/product/P"));
  const { "item.category": category, "item.price": price } = await visitor.asked();
  expect(category).toBe(await visitor.page.locator(".breadcrumb li").nth(1).textContent());
  expect(price).toBe(await offered(visitor.page));
});

test("the basket by a data layer", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule("basket.value > 30 && basket.changed");
  await page.addInitScript(() => {
    Reflect.set(window, "dataLayer", []);
    addEventListener("DOMContentLoaded", () => document.querySelector("[data-lotse-basket-value]")?.remove());
  });
  await visitor.go("/shop");
  await page.evaluate(() => {
    const items = [{ item_id: "A", price: 15.5, quantity: 2 }];
    Reflect.get(window, "dataLayer").push({ event: "add_to_cart", ecommerce: { items } });
  });
  expect(await visitor.asked()).toEqual({ "basket.value": 31, "basket.changed": true });
});

test("errors of the application's form, and a field filled in anew", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule(
    'form("quote").errors > 3 && form("quote").retyped > 0 && form("quote").fieldsTouched == 1',
  );
  await visitor.go("/quote");
  await page.locator("#quote-form [type=submit]").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  const model = page.locator("[name=model]");
  await model.pressSequentially("Polo");
  visitor.never();
  for (let index = 0; index < 4; index++) await model.press("Backspace");
  await model.pressSequentially("Golf");
  expect(await visitor.asked()).toMatchObject({ "form.retyped:quote": 1, "form.fieldsTouched:quote": 1 });
});

test("errors that the shop's server marks", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule('form("checkout").errors > 2');
  await visitor.go("/product/P");
  await page.locator('form[action="/basket/add"] button').click();
  await visitor.shown("/basket");
  await visitor.go("/checkout");
  visitor.never();
  await page.locator("form.checkout [type=submit]").last().click();
  const { "form.errors:checkout": errors } = await visitor.asked();
  expect(errors).toBe(await page.locator("form.checkout [aria-invalid=true]").count());
});

test("the quote form is left for another page", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule('form("quote").left');
  await visitor.go("/quote");
  await page.locator("[name=model]").pressSequentially("Golf");
  await page.locator('.main-nav a[href="/shop"]').click();
  expect(await visitor.asked()).toEqual({ "form.left:quote": true });
});

test("somebody clicks in vain, and is about to go", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.rule("page.rageClicks == 1 && page.exitIntent");
  await visitor.go("/about");
  await page.locator("h1").click();
  for (let index = 0; index < 5; index++)
    await page.locator("main img, main h1").first().click({ delay: 10 });
  await page.mouse.move(400, 300);
  visitor.never();
  await page.mouse.move(400, -10, { steps: 5 });
  expect(await visitor.asked()).toEqual({ "page.rageClicks": 1, "page.exitIntent": true });
});
