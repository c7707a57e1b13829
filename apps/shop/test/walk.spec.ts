/** Every page answers, fits, obeys its policy and passes axe, in each language, light and dark, narrow and wide. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { chooseCover, fillCheckout, fillDriver, fillUsage, fillVehicle } from "./answers.ts";
import { test } from "./site.ts";

const PAGES: Readonly<Record<string, string>> = {
  home: "/",
  shop: "/shop",
  category: "/shop/child-seats",
  product: "/product/P",
  search: "/search?q=kamera",
  "search-empty": "/search?q=xyz",
  "basket-empty": "/basket",
  contact: "/contact",
  about: "/about",
  missing: "/nowhere",
};

const SHOTS = process.env.SHOP_SHOTS;

interface Look {
  readonly page: Page;
  readonly name: string;
}

async function look({ page, name }: Look): Promise<void> {
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(tooWide, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(violation => `${violation.id}: ${violation.nodes[0]?.html}`),
    name,
  ).toEqual([]);
  if (!SHOTS) return;
  await page.evaluate(() => {
    for (const image of document.images) image.loading = "eager";
    return Promise.all([...document.images].map(image => image.decode()));
  });
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** Four of the eight combinations: every pair of language, width and colours occurs. */
const GUISES = [
  { language: "de", width: 1280, colorScheme: "light" },
  { language: "en", width: 1280, colorScheme: "dark" },
  { language: "en", width: 320, colorScheme: "light" },
  { language: "de", width: 320, colorScheme: "dark" },
] as const;

for (const { language, width, colorScheme } of GUISES) {
  const guise = `${language}-${colorScheme}-${width}`;
  test.describe(guise, () => {
    test.use({ viewport: { width, height: 800 }, colorScheme });
    test.describe.configure({ timeout: 120_000 });

    test("the plain pages", async ({ page, site, troubles }) => {
      await page.goto(`${site.origin}/?lang=${language}`);
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(site.origin + path);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await look({ page, name: `${name}-${guise}` });
      }
      expect(troubles).toEqual([]);
    });

    test("from product to confirmation", async ({ page, site, troubles }) => {
      await page.goto(`${site.origin}/product/KS-104?lang=${language}`);
      await page.locator(".buy button").click();
      await look({ page, name: `basket-${guise}` });
      await page.goto(`${site.origin}/checkout`);
      await look({ page, name: `checkout-${guise}` });
      await page.locator(".checkout button[type=submit]").click();
      await expect(page.locator("#email")).toBeFocused();
      await look({ page, name: `checkout-errors-${guise}` });
      await fillCheckout(page);
      await look({ page, name: `checkout-full-${guise}` });
      await page.locator(".checkout button[type=submit]").click();
      await look({ page, name: `verify-${guise}` });
      await page.locator("#code").fill("246810");
      await page.locator(".checkout button[type=submit]").click();
      await page.waitForURL("**/order/*");
      await look({ page, name: `order-${guise}` });
      expect(troubles).toEqual([]);
    });

    test("the quote form", async ({ page, site, troubles }) => {
      await page.goto(`${site.origin}/quote?lang=${language}`);
      await expect(page.locator("form[data-lotse-form=quote]")).toBeVisible();
      await look({ page, name: `quote-1-vehicle-${guise}` });
      await page.locator("#quote-form [type=submit]").click();
      await expect(page.locator("#quote-plate")).toBeFocused();
      await look({ page, name: `quote-1-errors-${guise}` });
      await fillVehicle(page);
      await look({ page, name: `quote-2-usage-${guise}` });
      await fillUsage(page);
      await look({ page, name: `quote-3-driver-${guise}` });
      await fillDriver(page);
      await chooseCover(page);
      await look({ page, name: `quote-4-cover-${guise}` });
      await page.locator("#quote-form [type=submit]").click();
      await page.waitForURL("**/quote/summary*");
      await look({ page, name: `quote-5-summary-${guise}` });
      expect(troubles).toEqual([]);
    });
  });
}
