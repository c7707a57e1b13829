/** A hub that is absent, half there, or talks nonsense: the page does not notice. */
import type { Route } from "@playwright/test";
import { HUB_URL } from "../support/people.ts";
import { expect, htmlPage, launcher, test } from "./world.ts";

type Answer = (route: Route) => Promise<unknown>;
const text =
  (status: number, body: string, contentType = "text/html"): Answer =>
  route =>
    route.fulfill({ status, body, contentType, headers: { "access-control-allow-origin": "*" } });
const refused: Answer = route => route.abort("connectionrefused");
const hanging: Answer = () => Promise.resolve();

const cutInHalf: Answer = async route => {
  const answer = await route.fetch();
  const whole = await answer.text();
  await route.fulfill({ response: answer, body: whole.slice(0, whole.length / 2) });
};

const PAGE = htmlPage(
  '<main><h1>Seite</h1><button id="own">Eigenes</button><form name="f"><input><input></form></main>',
);

/** Loaded, clickable, silent. */
const isUnharmed = async (page: import("@playwright/test").Page) => {
  await page.evaluate(() => {
    document.querySelector("#own")?.addEventListener("click", () => {
      document.title = "geht";
    });
  });
  await page.locator("#own").click();
  expect(await page.title()).toBe("geht");
};

const SCRIPT: readonly [string, Answer][] = [
  ["refuses connections", refused],
  ["answers 500", text(500, "oops")],
  ["never answers", hanging],
];
for (const [what, answer] of SCRIPT) {
  test(`whose script ${what}`, async ({ page, site }) => {
    await page.route(/\/s\/demo\.js/, answer);
    site.pages.set("/", PAGE);
    await page.goto(site.url, { waitUntil: "domcontentloaded" });
    await isUnharmed(page);
    expect(await page.locator("lotse-widget").count()).toBe(0);
  });
}

const NO_SCRIPT: readonly [string, Answer][] = [
  ["is cut in half", cutInHalf],
  ["is a web page", text(200, "<!doctype html><p>Wartung</p>")],
];
for (const [what, answer] of NO_SCRIPT) {
  test(`whose script ${what}`, async ({ page, site, complaints }) => {
    await page.route(/\/s\/demo\.js/, answer);
    site.pages.set("/", PAGE);
    await page.goto(site.url);
    await isUnharmed(page);
    expect(await page.locator("lotse-widget").count()).toBe(0);
    // Nothing can keep the browser from saying that a script cannot be read; no line of it has run.
    expect(complaints.splice(0)).toEqual([expect.stringMatching(/^(Uncaught )?SyntaxError/)]);
  });
}

const BEACON: readonly [string, Answer][] = [
  ["refuses connections", refused],
  ["answers 500", text(500, "oops")],
  ["answers nonsense", text(200, '{"ok":true', "application/json")],
  ["answers another shape", text(200, '{"ok":true,"value":{}}', "application/json")],
  ["answers null", text(200, "null", "application/json")],
  ["answers a list of nothing", text(200, '{"ok":true,"value":{"decisions":[null]}}', "application/json")],
  ["never answers", hanging],
];
for (const [what, answer] of BEACON) {
  test(`whose beacon ${what} is asked again seldom`, async ({ page, site, traffic }) => {
    await page.clock.install();
    await page.route(/\/api\/v1\/beacon/, answer);
    site.pages.set("/", PAGE);
    await page.goto(site.url);
    await expect(launcher(page)).toBeVisible();
    const asked = () => traffic.filter(url => url.endsWith("/beacon")).length;
    await page.clock.runFor(1_000);
    await expect.poll(asked).toBe(1);
    for (let minute = 0; minute < 60; minute++) await page.clock.runFor(60_000);
    expect(asked()).toBeLessThanOrEqual(12);
    await isUnharmed(page);
  });
}

test("whose core is gone: told as an event, the script fetched anew once a minute at most", async ({
  page,
  site,
  traffic,
}) => {
  await page.route(/\/m\/core-/, text(404, "gone"));
  site.pages.set("/", PAGE);
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => {
    const errors: unknown[] = [];
    Reflect.set(window, "errors", errors);
    Reflect.get(window, "Lotse").on("error", (error: unknown) => errors.push(error));
  });
  for (let click = 0; click < 3; click++) {
    await launcher(page).click();
    await expect.poll(() => page.evaluate(() => Reflect.get(window, "errors").length)).toBe(click + 1);
  }
  expect(await page.evaluate(() => Reflect.get(window, "errors")[0])).toMatchObject({
    command: "open",
    code: "UNAVAILABLE",
  });
  expect(traffic.filter(url => url.startsWith(`${HUB_URL}/s/demo.js`))).toHaveLength(2);
  await expect(launcher(page)).toHaveCount(1);
  await isUnharmed(page);
});

test("whose reader is gone still gives help", async ({ page, site, traffic }) => {
  await page.route(/\/m\/reader-/, text(404, "gone"));
  site.pages.set("/", PAGE);
  await page.goto(site.url);
  await expect.poll(() => traffic.some(url => url.endsWith("/beacon"))).toBe(true);
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
  await isUnharmed(page);
});
