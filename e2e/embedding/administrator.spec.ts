/** What an administrator sets in the console reaches the pages: the site switched off and on, a key that says who visitors are. */
import type { Browser, Page } from "@playwright/test";
import { type SigningKey, signIdentity } from "../support/identity.ts";
import { Agent } from "../support/people.ts";
import { endTalk, expect, htmlPage, launcher, talk, test } from "./world.ts";

const BODY = "<main><h1>Seite</h1></main>";

/** Clara of the demo administers; she takes no conversations here. */
const signInClara = async (browser: Browser) => {
  const clara = await Agent.signIn(browser, "Clara");
  await clara.command("presence:set", { presence: "away" });
  const { sites } = (await clara.command("site:list", {})) as { sites: { id: string; key: string }[] };
  const siteId = sites.find(({ key }) => key === "demo")?.id;
  const enable = (enabled: boolean) => clara.command("site:change", { siteId, enabled });
  return { clara, siteId, enable };
};

const record = (page: Page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}"));
const known = (page: Page) => expect.poll(async () => (await record(page)).token ?? null).not.toBeNull();
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

test("identify: the agent reads the proven name; forged is refused, another person is another visit", async ({
  browser,
  page,
  site,
}) => {
  const { clara, siteId } = await signInClara(browser);
  const anna = await Agent.signIn(browser, "Anna");
  const { key } = (await clara.command("identityKey:add", { siteId })) as { key: SigningKey };
  const identify = (token: string) =>
    page.evaluate(proof => Reflect.get(window, "Lotse").identify({ token: proof }), token);
  site.pages.set("/", htmlPage(BODY));
  try {
    await page.goto(site.url);
    await talk(page, "Guten Tag");
    await anna.page.getByTestId("accept").first().click();
    const maja = signIdentity(key, { sub: "kunde-1", name: "Maja Probe" });
    const told = { ok: true, value: { name: "Maja Probe" } };
    expect(await identify(maja)).toMatchObject(told);
    await expect(anna.page.getByText("Maja Probe").first()).toBeVisible();
    expect(await identify(maja)).toMatchObject(told);

    const forged = signIdentity({ ...key, secret: "not-the-secret" }, { sub: "kunde-1", name: "Eve" });
    expect(await identify(forged)).toMatchObject({ ok: false, error: { code: "IDENTITY_INVALID" } });
    await expect(page.getByTestId("message").first()).toContainText("Guten Tag");

    const { visitId } = await record(page);
    const ole = signIdentity(key, { sub: "kunde-2", name: "Ole Probe" });
    expect(await identify(ole)).toMatchObject({ ok: true, value: { name: "Ole Probe" } });
    expect((await record(page)).visitId).not.toBe(visitId);
    // The other person's conversation is not on the screen of this one.
    await expect(page.getByTestId("message")).toHaveCount(0);
    await expect(launcher(page)).toBeVisible();
  } finally {
    await clara.command("identityKey:retire", { siteId, kid: key.kid });
  }
  await anna.leave();
  await clara.leave();
});
