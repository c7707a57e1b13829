/** What a page may keep, and what leaves it, before and after the visitor's consent; beacons only until their own act. */
import { changeSettings, endTalk, expect, htmlPage, launcher, storedKeys, talk, test } from "./world.ts";

const NOTHING = { session: [], local: [], cookie: "", databases: [] };
const OURS = { ...NOTHING, session: ["lotse:1"] };
const FORM =
  '<main><h1>Angebot</h1><form data-lotse-form="quote"><input name="a"><input name="b"></form></main>';
const beacons = (traffic: readonly string[]) => traffic.filter(url => url.endsWith("/beacon"));
const sockets = (traffic: readonly string[]) => traffic.filter(url => url.startsWith("ws"));

const consent = (given: { facts?: boolean; storage?: boolean }) =>
  Reflect.get(window, "Lotse").consent(given);

test("assumed: beacons and one key of sessionStorage, nothing else anywhere, and no socket", async ({
  page,
  site,
  traffic,
}) => {
  site.pages.set("/", htmlPage(FORM));
  await page.goto(site.url);
  await expect.poll(() => beacons(traffic).length).toBe(1);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("lotse:1"))).toContain('"token":"');
  await page.evaluate(() => history.pushState({}, "", "/two"));
  await expect.poll(() => beacons(traffic).length).toBe(2);
  expect(await storedKeys(page)).toEqual(OURS);
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
  expect(sockets(traffic)).toEqual([]);
});

for (const way of ["asked by the site", "Global Privacy Control"] as const) {
  test(`${way}: silence until the visitor writes, then what the conversation needs`, async ({
    page,
    site,
    traffic,
  }) => {
    site.pages.set("/", htmlPage(`${FORM}<a href="/next?x=1">Weiter</a>`));
    site.pages.set("/next", htmlPage("<h1>Weiter</h1>"));
    if (way === "asked by the site") await changeSettings(page, { consent: "asked" });
    else {
      await page.addInitScript(() => {
        Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
      });
    }
    const sent: string[] = [];
    page.on("request", request => sent.push(request.postData() ?? ""));
    await page.goto(`${site.url}/?secret=1`);
    await expect(launcher(page)).toBeVisible();
    await page.getByRole("textbox").first().fill("Text");
    await page.evaluate(() => history.pushState({}, "", "/two"));
    await launcher(page).click();
    await expect(page.getByTestId("composer")).toBeVisible();
    expect(beacons(traffic)).toEqual([]);
    expect(sockets(traffic)).toEqual([]);
    expect(await storedKeys(page)).toEqual(NOTHING);

    await talk(page, "Guten Tag");
    expect(await storedKeys(page)).toEqual(OURS);
    const kept = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}"));
    await expect.poll(kept).toMatchObject({ pages: 0, forms: {}, products: {}, inContact: true });
    await page.evaluate(() => {
      location.href = "/next";
    });
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
    expect(beacons(traffic)).toHaveLength(1);
    expect(sent.join()).not.toMatch(/secret|\/two|\/next|quote/);
    await endTalk(page);
  });
}

test("given by nothing but true: a consent tool's own words are not taken for a yes", async ({
  page,
  site,
  traffic,
}) => {
  site.pages.set("/", htmlPage(FORM));
  await changeSettings(page, { consent: "asked" });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  for (const no of ["denied", "false", 1, {}]) {
    await page.evaluate(word => Reflect.get(window, "Lotse").consent({ facts: word, storage: word }), no);
  }
  // A consent to facts would be followed by a beacon before the one for the line.
  await talk(page, "Guten Tag");
  expect(beacons(traffic)).toHaveLength(1);
  const kept = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}"));
  expect(await kept()).toMatchObject({ pages: 0, forms: {} });
  await endTalk(page);
});

test("given, then taken back: facts flow, stop, and leave nothing behind", async ({
  page,
  site,
  traffic,
}) => {
  site.pages.set("/", htmlPage(FORM));
  await changeSettings(page, { consent: "asked" });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(consent, { facts: true });
  await expect.poll(() => beacons(traffic).length).toBe(1);
  expect(await storedKeys(page)).toEqual(NOTHING);
  await page.evaluate(consent, { storage: true });
  expect(await storedKeys(page)).toEqual(OURS);
  await page.evaluate(consent, { facts: false, storage: false });
  await page.evaluate(() => history.pushState({}, "", "/two"));
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
  await page.goto(`${site.url}/?again`);
  await expect(launcher(page)).toBeVisible();
  expect(beacons(traffic)).toHaveLength(1);
  expect(await storedKeys(page)).toEqual(NOTHING);
});

test("given before the script is there is heeded from the first moment", async ({ page, site, traffic }) => {
  site.pages.set(
    "/",
    htmlPage(FORM, '<script>window.Lotse = [["consent", { facts: false, storage: false }]]</script>'),
  );
  await page.goto(site.url);
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
  expect(beacons(traffic)).toEqual([]);
  expect(await storedKeys(page)).toEqual(NOTHING);
});
