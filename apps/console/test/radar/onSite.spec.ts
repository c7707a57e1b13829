/** Visitors on the site: who is there, and what becomes of the list, as the console shows it. */
import {
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
  test,
} from "../fixture.ts";
import { fewVisitors, liveVisitor, QUOTE_RULE, SHOP_SITE } from "../onSite.ts";
import { AREA, at320, lead, rows, VISITOR } from "./look.ts";

test("who is there, on which page, with which basket, and which rule is near", async ({ page, hub }) => {
  await signIn(page, hub, AREA);
  await expect(rows(page)).toHaveCount(3);
  const first = rows(page).first();
  await expect(first).toContainText("Besucher 3F2A");
  await expect(first).toContainText(
    "seit 12 min da · 5 Seiten · Deutsch · Smartphone · Warenkorb 1.249,90, 2 Artikel",
  );
  await expect(first.getByTestId("live-close")).toContainText(
    /„Hilfe beim Antrag“ träfe zu, wenn der Besucher länger als 2 Minuten im Formular „quote“ war \(jetzt 47 Sekunden\), in \d\d s von selbst/,
  );
  await expect(page.getByTestId("visitor-item")).toContainText("hat um Rückruf gebeten");
  await expect(rows(page).nth(1).getByTestId("live-contact")).toHaveText("im Gespräch");
  // A page without a title is known by its path.
  await expect(rows(page).nth(1).getByTestId("live-page")).toHaveText("/");
  await expect(rows(page).nth(2)).toContainText("zuletzt gehört vor 1 min");
  await expect(first).not.toContainText("zuletzt gehört");
  await expect(page.getByTestId("onsite")).toContainText("150 s lang nichts hören lässt");
  await inspect(page, "onsite");
  await at320(page, "onsite");
});

test("names are whole in a narrow window", async ({ page, hub }) => {
  await signIn(page, hub, AREA);
  await page.setViewportSize({ width: 320, height: 640 });
  const name = rows(page).nth(2).getByText("Dr. Annegret Müller-Lüdenscheidt-Wolkenstein");
  await expect(name).toBeVisible();
  const cutOff = await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(cutOff).toBeLessThanOrEqual(0);
  await expectNothingSticksOut(page);
});

test("whoever serves several sites can look at one of them; with one there is nothing to choose", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, AREA);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByTestId("onsite-site")).toHaveCount(0);
  scene.visitors.sites = [...scene.visitors.sites, { id: SHOP_SITE, name: "Nordwind Shop" }];
  scene.visitors.become([...fewVisitors(), liveVisitor(560, { siteId: SHOP_SITE })]);
  await page.getByTestId("onsite-site").selectOption({ label: "Nordwind Shop" });
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Besucher 3F34");
  await inspect(page, "onsite-sites");
  await at320(page, "onsite-sites");
  scene.visitors.become(fewVisitors());
  await expect(page.getByTestId("onsite-none-fits")).toBeVisible();
  await page.getByTestId("onsite-clear").click();
  await expect(page.getByTestId("onsite-site")).toHaveValue("any");
  await expect(rows(page)).toHaveCount(3);
});

test("changes come by themselves; whoever has gone disappears", async ({ page, hub, scene }) => {
  await signIn(page, hub, AREA);
  await expect(rows(page)).toHaveCount(3);
  scene.visitors.become([liveVisitor(560, { page: { url: "https://a.example/kasse", title: "Kasse" } })]);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Kasse");
  const [near] = fewVisitors();
  scene.visitors.become([
    liveVisitor(560, { close: near?.close ? { ...near.close, missing: 3, of: 4 } : null }),
  ]);
  await expect(rows(page).getByTestId("live-close")).toContainText("und noch 2 Bedingungen");
  scene.visitors.become([]);
  await expect(page.getByTestId("onsite-empty")).toBeVisible();
  await inspect(page, "onsite-empty");
});

test("searched, filtered by basket and rule, sorted; nobody fits, and all again", async ({ page, hub }) => {
  await signIn(page, hub, AREA);
  await page.getByTestId("onsite-page").fill("vergleich");
  await expect(rows(page)).toHaveCount(1);
  await page.getByTestId("onsite-page").fill("gibt es nicht");
  await expect(page.getByTestId("onsite-none-fits")).toBeVisible();
  await inspect(page, "onsite-none-fits");
  await page.getByTestId("onsite-clear").click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByTestId("onsite-basket").check();
  await expect(rows(page)).toHaveCount(2);
  await page.getByTestId("onsite-rule").selectOption({ label: "Hilfe beim Antrag" });
  await expect(rows(page)).toHaveCount(1);
  await page.getByTestId("onsite-sort").selectOption("close");
  await expect
    .poll(() => hub.asked.findLast(({ name }) => name === "visitors:watch")?.input)
    .toMatchObject({ basket: "filled", ruleId: QUOTE_RULE, sort: "close", offset: 0 });
});

test("many come in pages", async ({ page, hub, scene }) => {
  scene.visitors.all = Array.from({ length: 120 }, (_, n) => liveVisitor(1_000 + n));
  await signIn(page, hub, AREA);
  await expect(page.getByTestId("onsite-count")).toHaveText("120 auf der Website");
  await expect(rows(page)).toHaveCount(50);
  await page.getByTestId("onsite-next").click();
  await page.getByTestId("onsite-next").click();
  await expect(page.getByTestId("onsite-range")).toHaveText("101 bis 120 von 120");
  await expect(page.getByTestId("onsite-next")).toHaveAttribute("aria-disabled", "true");
  await page.getByTestId("onsite-range").scrollIntoViewIfNeeded();
  await inspect(page, "onsite-paged");
  // So many have gone that this page is none any more.
  scene.visitors.become(scene.visitors.all.slice(0, 60));
  await expect(page.getByTestId("onsite-range")).toHaveText("51 bis 60 von 60");
});

test("what failed is said and tried again; without a connection the list says how old it is", async ({
  page,
  hub,
  scene,
}) => {
  scene.visitors.failWith = "STORE_UNAVAILABLE";
  await signIn(page, hub, AREA);
  await expect(page.getByTestId("onsite-failed")).toBeVisible();
  await inspect(page, "onsite-failed");
  scene.visitors.failWith = null;
  await page.getByTestId("onsite-failed").getByRole("button").click();
  await expect(rows(page)).toHaveCount(3);
  await hub.goOffline();
  await expect(page.getByTestId("onsite-as-of")).toBeVisible();
  await inspect(page, "onsite-offline");
  await hub.goOnline();
  await expect(page.getByTestId("onsite-as-of")).toHaveCount(0);
});

test("only who looks is told", async ({ page, hub }) => {
  await signIn(page, hub, AREA);
  await expect(rows(page)).toHaveCount(3);
  await page.getByTestId("area-inbox").click();
  await expect.poll(() => hub.asked.filter(({ name }) => name === "visitors:unwatch").length).toBe(1);
});

test("a basket with nothing in it is not spoken of", async ({ page, hub, scene }) => {
  scene.visitors.all = [liveVisitor(550, { basket: { value: 0, count: null } })];
  await signIn(page, hub, AREA);
  const about = page.getByTestId("live-about");
  await expect(about).toContainText("Smartphone");
  await expect(about).not.toContainText("Warenkorb");
});

test("in English", async ({ page, hub, scene }) => {
  lead(scene);
  await page.setViewportSize({ width: 1280, height: 1000 });
  await signIn(page, hub, VISITOR);
  await page.getByTestId("language").click();
  await expect(rows(page).first()).toContainText(
    "here for 12 min · 5 pages · German · Phone · Basket 1,249.90, 2 items",
  );
  await expect(page.getByTestId("invite-send")).toHaveText("Invite");
  await picture(page, "onsite-en-light");
  await page.getByTestId("visit-why").click();
  await page.getByTestId("trace-rule").first().locator("summary").first().click();
  await expect(page.getByTestId("trace-lacks")).toContainText("It would hold if");
  await picture(page, "trace-en-light");
  await expectAccessible(page);
});
