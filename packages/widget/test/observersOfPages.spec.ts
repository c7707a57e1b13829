/** The observers on pages of all kinds: what they count, what they leave alone, and that nobody pays for what no rule reads. */
import { chromium } from "@playwright/test";
import { RULE } from "./fakeHub.ts";
import { startSite } from "./fakeSite.ts";
import { asked, begun, leave, never, read, shown } from "./watching.ts";
import { test as base, expect } from "./world.ts";

const TALL = `<main><h1>Lang</h1>${"<p>Text</p>".repeat(200)}</main>`;
const BUTTONS = `<main><h1>Knöpfe</h1><button type="button" id="dead">Nichts</button> <button type="button" id="live">Etwas</button>
<p id="text">Ein langer Text, den man anklicken kann.</p><div data-lotse-block><button type="button" id="blocked">Zu</button></div></main>`;
const PLAIN = "<main><h1>Anderswo</h1><p>Text</p></main>";

const test = base.extend({
  site: async ({ hub }, use) => {
    const pages = { "/tall": TALL, "/buttons": BUTTONS, "/plain": PLAIN, "/tariffs/car": PLAIN };
    const site = await startSite({ hub: hub.url, pages });
    await use(site);
    site.close();
  },
});

test("where no rule reads what they observe, nothing of theirs is fetched or told", async ({
  page,
  hub,
  site,
}) => {
  read(hub, "visit.pages > 99");
  const files: string[] = [];
  page.on("request", request => files.push(request.url()));
  await page.goto(`${site.url}/buttons`);
  await begun(hub);
  expect(files.filter(url => /observers|core/.test(url))).toEqual([]);
  expect(hub.beacons[0]?.facts).not.toHaveProperty("observed");
});

test("where rules read some of it, that is told and nothing else, and no chat is fetched", async ({
  page,
  hub,
  site,
}) => {
  read(hub, "page.rageClicks > 5 || page.exitIntent");
  const files: string[] = [];
  page.on("request", request => files.push(request.url()));
  await page.goto(`${site.url}/buttons`);
  await begun(hub);
  expect(hub.beacons[0]?.facts.observed).toEqual({ "page.rageClicks": 0, "page.exitIntent": false });
  expect(files.filter(url => url.includes("observers"))).toHaveLength(1);
  expect(files.filter(url => /reader|core/.test(url))).toEqual([]);
});

test("the same spot clicked again and again; a text that is marked is none", async ({ page, hub, site }) => {
  read(hub, "page.rageClicks >= 2");
  await page.goto(`${site.url}/buttons`);
  await begun(hub);
  await page.locator("#text").click({ clickCount: 3 });
  await page.locator("#blocked").click({ clickCount: 4 });
  await page.locator("#live").click({ clickCount: 5 });
  await page.locator("#dead").click({ clickCount: 2 });
  expect(await leave(page, hub, `${site.url}/plain`)).toEqual({ "page.rageClicks": 1 });
  await page.goto(`${site.url}/buttons`);
  await shown(hub, "/buttons");
  await page.locator("#live").click({ clickCount: 3 });
  await page.locator("#dead").click({ clickCount: 3 });
  expect(await asked(hub)).toEqual({ "page.rageClicks": 2 });
});

test("clicks after which nothing happens", async ({ page, hub, site }) => {
  read(hub, "page.deadClicks >= 1");
  await page.clock.install();
  await page.goto(`${site.url}/buttons`);
  await begun(hub);
  await page.evaluate(() =>
    document.querySelector("#live")?.addEventListener("click", event => {
      (event.target as Element).textContent = "Geschehen";
    }),
  );
  for (const id of ["#live", "#text", "#blocked"]) await page.locator(id).click();
  await page.clock.runFor(3_000);
  never(hub);
  await page.locator("#dead").click();
  await page.clock.runFor(3_000);
  expect(await asked(hub)).toEqual({ "page.deadClicks": 1 });
});

test("the pointer leaves upwards, not sideways", async ({ page, hub, site }) => {
  read(hub, "page.exitIntent");
  await page.goto(`${site.url}/plain`);
  await begun(hub);
  const out = (clientX: number, clientY: number) =>
    page.evaluate(
      at =>
        document.body.dispatchEvent(
          new MouseEvent("mouseout", { bubbles: true, relatedTarget: null, ...at }),
        ),
      { clientX, clientY },
    );
  await page.mouse.move(300, 300);
  await out(-1, 300);
  never(hub);
  await out(300, -1);
  expect(await asked(hub)).toEqual({ "page.exitIntent": true });
});

test("how far the page was scrolled, at most", async ({ page, hub, site }) => {
  read(hub, "page.scrolled >= 75");
  await page.goto(`${site.url}/tall`);
  await begun(hub);
  await page.evaluate(() => scrollTo(0, 2_000));
  await page.evaluate(() => scrollTo(0, 1e6));
  expect(await asked(hub)).toEqual({ "page.scrolled": 100 });
  await page.evaluate(() => scrollTo(0, 0));
  expect(await leave(page, hub, `${site.url}/plain`)).toEqual({ "page.scrolled": 100 });
  await shown(hub, "/plain");
  expect(hub.beacons.at(-1)?.facts.observed).toEqual({ "page.scrolled": 0 });
});

test("time on the page and idle time stand still in a hidden tab, which says so and then nothing", async ({
  page,
  hub,
  site,
}) => {
  read(hub, "page.seconds > 60 && page.idleSeconds > 30");
  await page.clock.install();
  await page.goto(`${site.url}/plain`);
  await begun(hub);
  const hide = (hidden: boolean) =>
    page.evaluate(state => {
      Object.defineProperty(document, "hidden", { configurable: true, value: state });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await page.clock.runFor(40_000);
  const before = hub.beacons.length;
  expect(hub.beacons.some(({ hidden }) => hidden)).toBe(false);
  await hide(true);
  await expect.poll(() => hub.beacons.length).toBe(before + 1);
  expect(hub.beacons.at(-1)).toMatchObject({ hidden: true, asks: [] });
  await page.clock.runFor(600_000);
  expect(hub.beacons.length).toBe(before + 1);
  await hide(false);
  await expect.poll(() => hub.beacons.length).toBe(before + 2);
  expect(hub.beacons.at(-1)?.hidden).toBeUndefined();
  await page.clock.runFor(5_000);
  await page.mouse.move(100, 100);
  await page.clock.runFor(25_000);
  never(hub);
  await page.clock.runFor(7_000);
  const { "page.idleMs": idleMs, "page.ms": ms } = await asked(hub);
  expect(ms).toBeGreaterThan(70_000);
  expect(ms).toBeLessThan(100_000);
  expect(idleMs).toBeGreaterThan(30_000);
  expect(idleMs).toBeLessThan(40_000);
});

test("a page that is left says so once, whoever comes after it", async ({ page, hub, site }) => {
  read(hub, "page.seconds > 600");
  await page.goto(`${site.url}/plain`);
  await begun(hub);
  const before = hub.beacons.length;
  await page.goto("about:blank");
  await expect.poll(() => hub.beacons.length).toBe(before + 1);
  expect(hub.beacons.at(-1)).toMatchObject({ hidden: true, asks: [] });
});

test("how the visit began is remembered, and which of the pages asked for were seen", async ({
  page,
  hub,
  site,
}) => {
  read(
    hub,
    'visit.campaign == "spring" && visit.source == "mail" && pages.visited("/tariffs*") && page.path == "/plain"',
  );
  await page.goto(`${site.url}/tariffs/car?utm_campaign=spring&utm_source=mail`);
  await begun(hub);
  never(hub);
  await page.goto(`${site.url}/plain?utm_campaign=autumn`);
  expect(await asked(hub)).toEqual({
    ...{ "visit.campaign": "spring", "visit.source": "mail" },
    "pages.visited:/tariffs*": true,
  });
  expect(await page.evaluate(() => sessionStorage.getItem("lotse:1"))).not.toContain("car");
});

test("language and device are the browser's", async ({ page, hub, site }) => {
  read(hub, 'visit.language == "de" && visit.device == "desktop"');
  await page.goto(`${site.url}/plain`);
  expect(await asked(hub)).toEqual({ "visit.language": "de", "visit.device": "desktop" });
});

test("what the page says itself: counted, kept from page to page, and unheard where no rule reads it", async ({
  page,
  hub,
  site,
}) => {
  read(
    hub,
    'event("wishlist").count >= 3 && event("wishlist").secondsSince < 600 && fact("segment") == "private"',
  );
  await page.addInitScript(() => {
    Reflect.set(window, "Lotse", [["track", "wishlist", { sku: "P" }]]);
  });
  const say = (...call: readonly unknown[]) =>
    page.evaluate(([name, ...args]) => Reflect.get(window, "Lotse")[String(name)](...args), call);
  await page.goto(`${site.url}/plain`);
  await begun(hub);
  expect(await say("fact", "segment", "private")).toEqual({ ok: true, value: {} });
  expect(await say("fact", "other", "Unerfragt")).toEqual({ ok: true, value: {} });
  for (const call of [["track"], ["track", ""], ["track", "x".repeat(81)], ["fact", "segment", {}]])
    expect(await say(...call)).toMatchObject({ ok: false, error: { code: "FIELD_TYPE" } });
  await page.goto(`${site.url}/plain?2`);
  await shown(hub, "?2");
  await page.goto(`${site.url}/plain?3`);
  const observed = await asked(hub);
  expect(observed).toMatchObject({ "event.count:wishlist": 3, "fact:segment": "private" });
  expect(Object.keys(observed).sort()).toEqual([
    "event.count:wishlist",
    "event.sinceMs:wishlist",
    "fact:segment",
  ]);
  expect(JSON.stringify(hub.beacons)).not.toContain("Unerfragt");
});

test("counts end where the catalogue's ranges end", async ({ page, hub, site }) => {
  read(hub, 'event("e").count > 5');
  await page.addInitScript(() => {
    const observed = { said: { "track e": { count: 99_999, atMs: 1 } } };
    if (location.search === "?1") sessionStorage.setItem("lotse:1", JSON.stringify({ observed }));
  });
  await page.goto(`${site.url}/plain?1`);
  await asked(hub);
  // What is said while its module is still being fetched goes with the page
  await page.evaluate(async () => {
    await Promise.all(Array.from({ length: 500 }, () => Reflect.get(window, "Lotse").track("e")));
  });
  await expect.poll(async () => (await leave(page, hub, `${site.url}/plain`))["event.count:e"]).toBe(100_000);
});

test("without consent nothing is watched, and with it from then on", async ({ page, hub, site }) => {
  read(hub, 'event("wishlist").count >= 1 && page.rageClicks >= 0');
  hub.site = { ...hub.site, consent: "asked" };
  const files: string[] = [];
  page.on("request", request => files.push(request.url()));
  await page.goto(`${site.url}/buttons`);
  await expect(page.getByTestId("launcher")).toBeVisible();
  await page.evaluate(() => Reflect.get(window, "Lotse").track("wishlist"));
  expect(files.filter(url => url.includes("observers"))).toEqual([]);
  await page.evaluate(() => Reflect.get(window, "Lotse").consent({ facts: true }));
  await begun(hub);
  never(hub);
  await page.evaluate(() => Reflect.get(window, "Lotse").track("wishlist"));
  expect(await asked(hub)).toEqual({ "event.count:wishlist": 1, "page.rageClicks": 0 });
  expect(hub.beacons.at(-1)?.asks).toEqual([RULE]);
});

test("a page that breaks what it stands on hears nothing of it, and neither do its own clicks", async ({
  page,
  hub,
  site,
}) => {
  read(hub, 'page.deadClicks >= 0 && basket.changed && page.scrolled >= 0 && form("f").errors >= 0');
  await page.addInitScript(() => {
    const entry = {
      get event() {
        throw new Error("no");
      },
    };
    Reflect.set(window, "dataLayer", [entry, null, 7, { event: "add_to_cart", ecommerce: { items: 7 } }]);
    addEventListener("spoil", () => {
      const broken = () => {
        throw new Error("no");
      };
      for (const name of ["map", "filter", "find", "includes", "push"])
        Reflect.set(Array.prototype, name, broken);
      for (const name of ["closest", "matches", "getAttribute"]) Reflect.set(Element.prototype, name, broken);
      Reflect.set(EventTarget.prototype, "addEventListener", broken);
      Reflect.set(Map.prototype, "get", broken);
    });
  });
  await page.goto(`${site.url}/buttons`);
  expect(await asked(hub)).toMatchObject({ "basket.changed": true });
  await page.evaluate(() => {
    const live = document.querySelector("#live");
    live?.addEventListener("click", () => {
      live.textContent = "Geht";
    });
    dispatchEvent(new Event("spoil"));
  });
  await page.mouse.wheel(0, 300);
  await page.locator("#live").click({ clickCount: 3 });
  await expect(page.locator("#live")).toHaveText("Geht");
});

test("a page from the back/forward cache goes on with what the pages after it have counted", async ({
  hub,
  site,
}) => {
  read(hub, 'event("e").count >= 2 && page.path == "/buttons" && page.seconds >= 0');
  const browser = await chromium.launch({
    ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
    // Playwright switches it off by default.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage();
  const track = () => page.evaluate(() => Reflect.get(window, "Lotse").track("e"));
  await page.addInitScript(() =>
    addEventListener("pageshow", event => Reflect.set(window, "restored", event.persisted)),
  );
  await page.goto(`${site.url}/buttons`);
  await shown(hub, "/buttons");
  await track();
  await page.evaluate(() => location.assign("/plain"));
  await shown(hub, "/plain");
  await track();
  // Going back may overtake the last words of the page that is left.
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("lotse:1"))).toContain('"count":2');
  never(hub);
  await page.evaluate(() => void setTimeout(() => history.back()));
  // Outlives the page it begins on, which `evaluate` does not.
  await page.waitForFunction(() => Reflect.get(window, "restored") === true);
  expect((await asked(hub))["event.count:e"]).toBe(2);
  await browser.close();
});
