/** The visitor goes from page to page in every way a browser knows; the agent goes along, and nobody does anything for it. */
import { chromium } from "@playwright/test";
import { expect, Tab, test } from "../delivery/world.ts";
import { beginSharing, expectSeen, expectState, sharedFrame } from "./shared.ts";

test("link, form post, a page that changes its address, reload, back and forward", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  const { page } = tab;
  const follows = async (path: string) => {
    await expectSeen(both);
    await expectState(anna, "live");
    await expect(sharedFrame(tab)).toBeVisible();
    await expect(anna.page.getByTestId("mirror-address")).toHaveText(new RegExp(`${path}$`));
  };
  await test.step("typed and scrolled", async () => {
    await page.locator("#city").fill("Hamburg");
    await page.evaluate(() => scrollTo(0, 240));
    await follows("/form");
    await expect(anna.mirror().locator("#city")).toHaveValue("Hamburg");
  });
  await test.step("by a link", async () => {
    await page.getByRole("link", { name: "Weiter" }).click();
    await follows("/second");
  });
  await test.step("by a form that is posted", async () => {
    await tab.go("/form");
    await page.locator("#city").fill("Bremen");
    await page.locator("#send").click();
    await expect(page.getByRole("heading", { name: "Zweite" })).toBeVisible();
    await follows("/second");
  });
  await test.step("by an address the page changes itself", async () => {
    await page.evaluate(() => {
      history.pushState({}, "", "/second/three");
      const heading = document.querySelector("h1");
      if (heading !== null) heading.textContent = "Dritte";
    });
    await follows("/second/three");
    await page.goBack();
    await follows("/second");
  });
  await test.step("by a reload", async () => {
    await page.reload();
    await follows("/second");
  });
  await test.step("back and forward", async () => {
    await page.goBack();
    await follows("/form");
    await page.goForward();
    await follows("/second");
  });
  await test.step("over a page without Lotse: it waits, says so, and the visitor is asked again", async () => {
    await tab.go("/bare");
    await expectState(anna, "waiting");
    await tab.go("/form");
    await page.getByTestId("cobrowse-consent-accept").click();
    await follows("/form");
  });
});

test("a tab opened beside is not shown, and the agent told of it; the shared one goes on", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  const beside = await Tab.open(context, world, "/second");
  await beside.page.getByTestId("launcher").click();
  await expect(beside.messages).toHaveCount(1);
  await expect(sharedFrame(beside)).toHaveCount(0);
  await expect(anna.mirror().locator("h1")).toHaveText("Formular");
  // Chromium without a screen shows all tabs: the one that is covered is told so.
  const cover = (hidden: boolean) =>
    tab.page.evaluate(isHidden => {
      Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const away = anna.page.getByTestId("mirror-away");
  await cover(true);
  await expect(away).toContainText("anderen Tab");
  await anna.page.reload();
  await expect(away).toBeVisible();
  if (process.env.CI !== "true") await anna.page.screenshot({ path: "test-results/away.png" });
  await beside.page.close();
  await cover(false);
  await expect(away).toHaveCount(0);
  await expectSeen(both);
});

test("a page from the back/forward cache goes on where it was", async ({ world, anna }) => {
  // Playwright switches it off by default.
  const browser = await chromium.launch({
    ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const context = await browser.newContext();
  await context.addInitScript(() => {
    addEventListener("pageshow", event => Reflect.set(window, "fromCache", event.persisted));
  });
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  await tab.page.locator("#city").fill("Hamburg");
  await expectSeen(both);
  await tab.page.getByRole("link", { name: "Weiter" }).click();
  await expectSeen(both);
  const turn = async (way: "back" | "forward", heading: string) => {
    await tab.page.evaluate(way => history[way](), way);
    await expect(tab.page.getByRole("heading", { name: heading })).toBeVisible();
    await expect.poll(() => tab.page.evaluate(() => Reflect.get(window, "fromCache"))).toBe(true);
    await expectSeen(both);
    await expect(sharedFrame(tab)).toBeVisible();
  };
  await turn("back", "Formular");
  await expect(anna.mirror().locator("#city")).toHaveValue("Hamburg");
  await turn("forward", "Zweite");
  await turn("back", "Formular");
  await browser.close();
});
