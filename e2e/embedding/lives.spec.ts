/** One widget a page, however often it is embedded; gone at a word of the hub; renewed after a deploy; one visit in several tabs. */
import { chromium, type Page } from "@playwright/test";
import { HUB_URL } from "../support/people.ts";
import {
  changeSettings,
  endTalk,
  expect,
  htmlPage,
  known,
  launcher,
  record,
  SNIPPET,
  talk,
  test,
} from "./world.ts";

const BODY = '<main><h1>Seite</h1><a href="/next">Weiter</a></main>';
/** Listens before the script is there. */
const LISTEN =
  '<script>window.told = []; window.Lotse = [["on", "error", error => told.push(error)]]</script>';
const told = (page: Page) => page.evaluate(() => Reflect.get(window, "told"));

const SECOND = { command: "start", code: "FORBIDDEN" };
const again = (page: Page, url: string) =>
  page.evaluate(src => {
    const script = document.createElement("script");
    script.src = src;
    document.head.append(script);
    return new Promise(resolve => script.addEventListener("load", resolve));
  }, url);

test.describe("two widgets", () => {
  test("the same snippet twice, and again later: one works, the others say so", async ({
    page,
    site,
    traffic,
  }) => {
    site.pages.set("/", htmlPage(BODY + SNIPPET, LISTEN));
    await page.goto(site.url);
    await expect.poll(() => told(page)).toMatchObject([SECOND]);
    await again(page, `${HUB_URL}/s/demo.js?later`);
    expect(await told(page)).toMatchObject([SECOND, SECOND]);
    await expect(launcher(page)).toHaveCount(1);
    await known(page);
    expect(traffic.filter(url => url.endsWith("/beacon"))).toHaveLength(1);
    await talk(page, "Guten Tag");
    await endTalk(page);
  });

  test("another site's, and one in the page's own bundle", async ({ page, site }) => {
    site.pages.set("/", htmlPage(BODY, LISTEN));
    await page.route(/\/s\/other\.js/, async route => {
      const answer = await route.fetch({ url: `${HUB_URL}/s/demo.js` });
      await route.fulfill({ response: answer, body: (await answer.text()).replace('"demo"', '"other"') });
    });
    await page.goto(site.url);
    await expect(launcher(page)).toBeVisible();
    await again(page, `${HUB_URL}/s/other.js`);
    const bundled = await (await page.request.get(`${HUB_URL}/s/demo.js`)).text();
    await page.evaluate(code => {
      const script = document.createElement("script");
      script.type = "module";
      script.text = code;
      document.head.append(script);
    }, bundled);
    await expect.poll(() => told(page)).toMatchObject([SECOND, SECOND]);
    await expect(launcher(page)).toHaveCount(1);
  });
});

test.describe("the kill switch", () => {
  test("thrown while the page is there: the widget goes with the answer, and comes back with a later page", async ({
    page,
    site,
  }) => {
    site.pages.set("/", htmlPage(BODY, LISTEN));
    await page.goto(site.url);
    await known(page);
    const off = (url: URL) => url.pathname.endsWith("/beacon");
    await page.route(off, route =>
      route.fulfill({
        status: 403,
        headers: { "access-control-allow-origin": "*" },
        json: { ok: false, error: { code: "SITE_DISABLED", message: "The site is switched off" } },
      }),
    );
    await page.evaluate(() => {
      Reflect.set(window, "pushed", history.pushState);
      history.pushState({}, "", "/two");
    });
    await expect(page.locator("lotse-widget")).toHaveCount(0);
    // The page's own calls go on to be harmless.
    await page.evaluate(() => Reflect.get(window, "Lotse").open());
    await expect.poll(() => told(page)).toMatchObject([{ command: "open", code: "UNAVAILABLE" }]);
    await expect(page.locator("lotse-widget")).toHaveCount(0);
    await page.unroute(off);
    await page.goto(`${site.url}/?later`);
    await expect(launcher(page)).toBeVisible();
  });

  test("in the script: nothing at all", async ({ page, site, traffic }) => {
    site.pages.set("/", htmlPage(BODY));
    await changeSettings(page, { enabled: false });
    await page.goto(site.url);
    expect(await page.locator("lotse-widget").count()).toBe(0);
    expect(await page.evaluate(() => [Reflect.get(window, "Lotse") ?? null, sessionStorage.length])).toEqual([
      null,
      0,
    ]);
    expect(traffic.filter(url => url.endsWith("/beacon"))).toEqual([]);
  });
});

test("destroy() puts everything back", async ({ page, site }) => {
  const spy = `<script>
    window.counts = {};
    for (const name of ["addEventListener", "removeEventListener"]) {
      const original = EventTarget.prototype[name];
      EventTarget.prototype[name] = function (type, ...rest) {
        if (this === window || this === document) counts[type] = (counts[type] ?? 0) + (name[0] === "a" ? 1 : -1);
        return original.call(this, type, ...rest);
      };
    }
    window.before = [history.pushState, history.replaceState];
  </script>`;
  site.pages.set("/", htmlPage(BODY, spy));
  await page.goto(site.url);
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
  const left = await page.evaluate(() => {
    Reflect.get(window, "Lotse").destroy();
    const [push, replace] = Reflect.get(window, "before");
    return {
      lotse: Reflect.get(window, "Lotse") ?? null,
      history: [push === history.pushState, replace === history.replaceState],
      hosts: document.querySelectorAll("lotse-widget").length,
    };
  });
  expect(left).toEqual({ lotse: null, history: [true, true], hosts: 0 });
  await expect
    .poll(() =>
      page.evaluate(() => Object.entries(Reflect.get(window, "counts")).filter(([, count]) => count !== 0)),
    )
    .toEqual([]);
});

test.describe("after a deploy", () => {
  test("a core that is gone is found by the new script, and does what the visitor wanted", async ({
    page,
    site,
    traffic,
  }) => {
    site.pages.set("/", htmlPage(BODY, LISTEN));
    // The script of before names a core that is gone.
    await page.route(/\/s\/demo\.js$/, async route => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace(/core-[\w-]+\.js/, "core-old.js"),
      });
    });
    await page.goto(site.url);
    await known(page);
    const { visitId } = await record(page);
    await page.evaluate(() => {
      const lotse = Reflect.get(window, "Lotse");
      Reflect.set(window, "opened", 0);
      Reflect.set(window, "held", lotse);
      lotse.on("opened", () => Reflect.set(window, "opened", Reflect.get(window, "opened") + 1));
    });
    await launcher(page).click();
    await expect(page.getByTestId("composer")).toBeVisible();
    await talk(page, "Guten Tag");
    expect((await record(page)).visitId).toBe(visitId);
    expect(await told(page)).toEqual([]);
    expect(
      await page.evaluate(() => [
        Reflect.get(window, "opened"),
        Reflect.get(window, "held") === Reflect.get(window, "Lotse"),
      ]),
    ).toEqual([1, true]);
    await expect(launcher(page)).toHaveCount(1);
    expect(traffic.filter(url => url.includes("/s/demo.js"))).toHaveLength(2);
    await endTalk(page);
  });

  test("a hub that speaks another version: renewed in place, once a minute, conversation kept", async ({
    page,
    site,
    traffic,
  }) => {
    site.pages.set("/", htmlPage(BODY, LISTEN));
    await page.goto(site.url);
    await talk(page, "Guten Tag");
    await page.route(/\/beacon$/, route =>
      route.fulfill({
        status: 400,
        headers: { "access-control-allow-origin": "*" },
        json: { ok: false, error: { code: "VERSION_UNSUPPORTED", message: "" } },
      }),
    );
    const scripts = () => traffic.filter(url => url.includes("/s/demo.js")).length;
    await page.evaluate(() => history.pushState({}, "", "/two"));
    await expect.poll(scripts).toBe(2);
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
    await expect.poll(() => traffic.filter(url => url.endsWith("/beacon")).length).toBeGreaterThan(2);
    expect(scripts()).toBe(2);
    await page.unroute(/\/beacon$/);
    await endTalk(page);
  });
});

test.describe("several tabs", () => {
  test("one opened beside a living one is the same visit; alone again, a visit of its own", async ({
    page,
    site,
    context,
  }) => {
    site.pages.set("/", htmlPage(BODY));
    await page.goto(site.url);
    await known(page);
    const second = await context.newPage();
    await second.goto(site.url);
    await known(second);
    const [one, two] = [await record(page), await record(second)];
    expect(two.visitId).toBe(one.visitId);
    await page.close();
    await second.close();
    const third = await context.newPage();
    await third.goto(site.url);
    await known(third);
    expect((await record(third)).visitId).not.toBe(one.visitId);
  });

  test("a conversation begun in one is there in the other, once", async ({ page, site, context }) => {
    site.pages.set("/", htmlPage(BODY));
    await page.goto(site.url);
    await talk(page, "Guten Tag");
    const second = await context.newPage();
    await second.goto(site.url);
    await expect.poll(async () => (await record(second)).conversationId ?? null).not.toBeNull();
    await launcher(second).click();
    await expect(second.getByTestId("message")).toHaveText([/Guten Tag/]);
    await endTalk(second);
  });
});

test.describe("the back/forward cache", () => {
  // Playwright switches it off by default.
  const open = async () =>
    chromium.launch({
      ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });

  for (const state of ["idle", "in a conversation"] as const) {
    test(`takes a page ${state}, and gives it back as it should be`, async ({ site }) => {
      site.pages.set("/", htmlPage(BODY));
      site.pages.set("/next", { html: "<!doctype html><h1>Ohne Lotse</h1>" });
      const browser = await open();
      const page = await browser.newPage();
      await page.addInitScript(() => {
        Reflect.set(window, "shows", []);
        addEventListener("pageshow", event => Reflect.get(window, "shows").push(event.persisted));
      });
      let sockets = 0;
      page.on("websocket", () => sockets++);
      await page.goto(site.url);
      await known(page);
      if (state !== "idle") await talk(page, "Guten Tag");
      await page.evaluate(() => {
        location.href = "/next";
      });
      await expect(page.getByRole("heading", { name: "Ohne Lotse" })).toBeVisible();
      await page.evaluate(() => history.back());
      await expect(launcher(page)).toBeVisible();
      await expect.poll(() => page.evaluate(() => Reflect.get(window, "shows"))).toEqual([false, true]);
      if (state === "idle") {
        await launcher(page).click();
        await expect(page.getByTestId("composer")).toBeVisible();
        expect(sockets).toBe(0);
      } else {
        await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
        await talk(page, "Wieder da");
        // The first was closed: an open one would have kept the page out.
        expect(sockets).toBe(2);
        await endTalk(page);
      }
      await browser.close();
    });
  }
});
