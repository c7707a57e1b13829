/** What an administrator sets in the console reaches the pages: the site switched off and on. */
import type { Page } from "@playwright/test";
import { endTalk, expect, htmlPage, known, launcher, signInClara, talk, test } from "./world.ts";

const BODY = "<main><h1>Seite</h1></main>";

const gone = (page: Page) => expect(page.locator("lotse-widget")).toHaveCount(0);

test.describe("the kill switch, thrown in the hub", () => {
  test("an idle page: the next beacon takes the widget away, a later page brings it back", async ({
    browser,
    page,
    site,
    traffic,
  }) => {
    const { clara, enable } = await signInClara(browser);
    site.pages.set("/", htmlPage(BODY));
    site.pages.set("/later", htmlPage(BODY));
    try {
      await page.goto(site.url);
      await known(page);
      await enable(false);
      // Nobody tells an idle page: it holds no socket.
      await expect(launcher(page)).toBeVisible();
      expect(traffic.filter(url => url.startsWith("ws"))).toEqual([]);
      await page.evaluate(() => history.pushState({}, "", "/two"));
      await gone(page);
      await page.goto(`${site.url}/later`);
      await gone(page);
    } finally {
      await enable(true);
    }
    await page.reload();
    await expect(launcher(page)).toBeVisible();
    await clara.leave();
  });

  test("in an open conversation: the closed socket takes it away, and the conversation outlives it", async ({
    browser,
    page,
    site,
    traffic,
  }) => {
    const { clara, enable } = await signInClara(browser);
    site.pages.set("/", htmlPage(BODY));
    site.pages.set("/later", htmlPage(BODY));
    try {
      await page.goto(site.url);
      await talk(page, "Guten Tag");
      const beacons = () => traffic.filter(url => url.endsWith("/beacon")).length;
      const before = beacons();
      await enable(false);
      await gone(page);
      expect(beacons()).toBe(before);
    } finally {
      await enable(true);
    }
    await page.goto(`${site.url}/later`);
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
    await endTalk(page);
    await clara.leave();
  });
});
