/** Who a visitor is: proven by the site, seen by the agent, and never handed to the next person at the same browser. */
import type { Page, Route } from "@playwright/test";
import { type SigningKey, signIdentity } from "../support/identity.ts";
import { Agent } from "../support/people.ts";
import {
  test as base,
  endTalk,
  expect,
  htmlPage,
  known,
  launcher,
  record,
  signInClara,
  talk,
} from "./world.ts";

const MAJA = { sub: "kunde-1", name: "Maja Probe" };
const OLE = { sub: "kunde-2", name: "Ole Probe" };

const test = base.extend<{ readonly key: SigningKey }>({
  /** Made for this test, and retired after it: a site has two at most. */
  key: async ({ browser }, use) => {
    const { clara, siteId } = await signInClara(browser);
    const { key } = (await clara.command("identityKey:add", { siteId })) as { key: SigningKey };
    await use(key);
    await clara.command("identityKey:retire", { siteId, kid: key.kid });
    await clara.leave();
  },
});

const identify = (page: Page, token: string) =>
  page.evaluate(proof => Reflect.get(window, "Lotse").identify({ token: proof }) as Promise<unknown>, token);

const visitOf = async (page: Page): Promise<string> => (await record(page)).visitId;

test.beforeEach(({ site }) => {
  site.pages.set("/", htmlPage("<main><h1>Seite</h1></main>"));
});

test("the agent reads the proven name; forged is refused, another person is another visit", async ({
  browser,
  page,
  site,
  key,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  await page.goto(site.url);
  await talk(page, "Guten Tag");
  await anna.page.getByTestId("accept").first().click();
  const maja = signIdentity(key, MAJA);
  const told = { ok: true, value: { name: MAJA.name } };
  expect(await identify(page, maja)).toEqual(told);
  await expect(anna.page.getByText(MAJA.name).first()).toBeVisible();
  expect(await identify(page, maja)).toEqual(told);

  const forged = signIdentity({ ...key, secret: "not-the-secret" }, { ...MAJA, name: "Eve" });
  expect(await identify(page, forged)).toMatchObject({ ok: false, error: { code: "IDENTITY_INVALID" } });
  await expect(page.getByTestId("message").first()).toContainText("Guten Tag");

  const visitId = await visitOf(page);
  expect(await identify(page, signIdentity(key, OLE))).toEqual({ ok: true, value: { name: OLE.name } });
  expect(await visitOf(page)).not.toBe(visitId);
  // The other person's conversation is not on the screen of this one.
  await expect(page.getByTestId("message")).toHaveCount(0);
  await expect(launcher(page)).toBeVisible();
  await anna.leave();
});

test("a tab of nobody does not join it; one of the same person goes on with it", async ({
  context,
  page,
  site,
  key,
}) => {
  await page.goto(site.url);
  await talk(page, "Meine Kontonummer");
  await identify(page, signIdentity(key, MAJA));
  const second = await context.newPage();
  await second.goto(site.url);
  await known(second);
  expect(await visitOf(second)).not.toBe(await visitOf(page));
  await launcher(second).click();
  await expect(second.getByTestId("composer")).toBeVisible();
  await expect(second.getByTestId("message")).toHaveCount(0);

  expect(await identify(second, signIdentity(key, OLE))).toMatchObject({ ok: true });
  expect(await visitOf(second)).not.toBe(await visitOf(page));

  const third = await context.newPage();
  await third.goto(site.url);
  await known(third);
  expect(await identify(third, signIdentity(key, MAJA))).toMatchObject({ ok: true });
  expect(await visitOf(third)).toBe(await visitOf(page));
  await third.reload();
  await launcher(third).click();
  await expect(third.getByTestId("message")).toHaveText([/Meine Kontonummer/]);
  await endTalk(third);
});

test("tabs that were one visit before hand it on no more, whichever of them the person was proven in", async ({
  context,
  page,
  site,
  key,
}) => {
  await page.goto(site.url);
  await known(page);
  const second = await context.newPage();
  await second.goto(site.url);
  await known(second);
  const visitId = await visitOf(page);
  expect(await visitOf(second)).toBe(visitId);
  await identify(second, signIdentity(key, MAJA));
  expect(await visitOf(second)).toBe(visitId);
  await second.close();
  const third = await context.newPage();
  await third.goto(site.url);
  await known(third);
  expect(await visitOf(third)).not.toBe(visitId);
});

test("an answer that was on its way as forget() was said brings nobody back", async ({ page, site, key }) => {
  await page.goto(site.url);
  await identify(page, signIdentity(key, MAJA));
  const visitId = await visitOf(page);
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  const hold = async (route: Route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  };
  await page.route(/\/beacon$/, hold, { times: 1 });
  const asked = page.waitForRequest(/\/beacon$/);
  await page.evaluate(() => history.pushState({}, "", "/two"));
  const answered = (await asked).response();
  await page.evaluate(() => Reflect.get(window, "Lotse").forget());
  await expect.poll(async () => (await record(page)).visitId ?? null).not.toBe(visitId);
  // Looks all the time: the next life would soon write over it.
  await page.evaluate(forgotten => {
    setInterval(() => {
      if (`${sessionStorage.getItem("lotse:1")}`.includes(forgotten)) Reflect.set(window, "wasBack", true);
    }, 0);
  }, visitId);
  release();
  await (await answered)?.finished();
  // Asked and answered after that.
  const later = page.waitForResponse(/\/beacon$/);
  await page.evaluate(() => history.pushState({}, "", "/three"));
  await (await later).finished();
  expect(await page.evaluate(() => Reflect.get(window, "wasBack"))).toBeUndefined();
  await known(page);
  expect(JSON.stringify(await record(page))).not.toContain(visitId);
});

test("forget(): no tab shows or knows anything of the one who signed out", async ({
  context,
  page,
  site,
  key,
}) => {
  await page.goto(site.url);
  await talk(page, "Meine Kontonummer");
  await identify(page, signIdentity(key, MAJA));
  const second = await context.newPage();
  await second.goto(site.url);
  await identify(second, signIdentity(key, MAJA));
  const visitId = await visitOf(page);
  expect(await visitOf(second)).toBe(visitId);
  await page.getByTestId("composer").fill("halb geschr");

  await second.evaluate(() => Reflect.get(window, "Lotse").forget());
  for (const tab of [page, second]) {
    await expect.poll(() => visitOf(tab)).not.toBe(visitId);
    await expect(tab.getByTestId("message")).toHaveCount(0);
    await expect(launcher(tab)).toHaveCount(1);
    const kept = JSON.stringify(await record(tab));
    expect(kept).not.toContain("halb geschr");
    expect(kept).not.toContain(visitId);
  }
  await talk(page, "Wer bin ich?");
  await expect(page.getByTestId("message")).toHaveText([/Wer bin ich/]);
  expect(await visitOf(page)).not.toBe(visitId);
  await endTalk(page);
});
