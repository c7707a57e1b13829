/** The whole story under the policy of docs/embedding.md, word for word, and trusted types: no violation, no shift, nothing blocked. */
import { Agent } from "../support/people.ts";
import { expect, htmlPage, POLICY, test } from "./world.ts";

const PRODUCT =
  '<main><h1>Fahrrad</h1><script type="application/ld+json">{"@type":"Product","sku":"P","name":"Fahrrad"}</script><form name="f"><input name="a"><input name="b"></form></main>';

const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";

interface Seen {
  readonly shifts: number[];
  readonly tasks: number[];
}

test("radar, invitation, chat and co-browsing", async ({ browser, page, site }) => {
  const policy = { "content-security-policy": `${POLICY}; ${TRUSTED}` };
  site.pages.set("/", { ...htmlPage(PRODUCT), headers: policy });
  site.pages.set("/favicon.ico", { html: "" });
  const agent = await Agent.signIn(browser, "Anna");
  const sources: string[] = [];
  page.on("response", response => sources.push(new URL(response.url()).origin));
  await page.addInitScript(() => {
    const seen: Seen = { shifts: [], tasks: [] };
    Reflect.set(window, "seen", seen);
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) {
        if (!Reflect.get(entry, "hadRecentInput")) seen.shifts.push(Reflect.get(entry, "value") as number);
      }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) seen.tasks.push(Math.round(entry.duration));
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(site.url);
  const before = await page.locator("main").boundingBox();
  await page.getByTestId("invitation-accept").click();
  await page.getByTestId("composer").fill("Guten Tag");
  await page.getByTestId("composer").press("Enter");
  await agent.page.getByTestId("inbox-item").first().click();
  await expect(agent.page.getByTestId("message").filter({ hasText: "Guten Tag" })).toBeVisible();
  await agent.page.getByTestId("cobrowse-request").click();
  await page.getByTestId("cobrowse-consent-accept").click();
  await page.locator("input[name=a]").fill("sichtbar");
  await expect(agent.mirror().locator("input[name=a]")).toHaveValue("sichtbar");
  expect(await page.locator("main").boundingBox()).toEqual(before);
  const seen = (await page.evaluate(() => Reflect.get(window, "seen"))) as Seen;
  expect(seen.shifts).toEqual([]);
  // A figure, not a promise: the machine may be slow.
  test.info().annotations.push({ type: "long tasks, ms", description: seen.tasks.join(" ") || "none" });
  console.log(`long tasks during the whole story: ${seen.tasks.join(" ") || "none"} ms`);
  expect(new Set(sources).size).toBe(2);
  await agent.leave();
});

test("a script that comes late blocks nothing and shifts nothing", async ({ page, site }) => {
  site.pages.set("/", { ...htmlPage(PRODUCT), headers: { "content-security-policy": POLICY } });
  site.pages.set("/favicon.ico", { html: "" });
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  await page.route(/\/s\/demo\.js/, async route => {
    await held;
    await route.continue();
  });
  await page.addInitScript(() => {
    Reflect.set(window, "shifts", []);
    new PerformanceObserver(list => Reflect.get(window, "shifts").push(...list.getEntries())).observe({
      type: "layout-shift",
      buffered: true,
    });
  });
  await page.goto(site.url, { waitUntil: "domcontentloaded" });
  await page.locator("input[name=a]").fill("geht schon");
  release();
  await expect(page.getByTestId("launcher")).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, "shifts").length)).toBe(0);
});
