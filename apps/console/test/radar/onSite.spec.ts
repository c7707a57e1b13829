/** Visitors on the site, an agent's own invitation, and why rules do or do not act: as the console shows them. */
import type { AgentId, LiveVisitor } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, inspect, picture, signIn, test } from "../fixture.ts";
import { liveVisitor, nobodyFree, QUOTE_RULE, VISIT } from "../onSite.ts";
import type { Scene } from "../scene.ts";

const AREA = "/console/visitors";
const VISITOR = `${AREA}/${VISIT}`;

const lead = (scene: Scene) => {
  scene.agent = { ...scene.agent, role: "supervisor" };
};

const rows = (page: Page) => page.getByTestId("live-visitor");

const expectNothingSticksOut = async (page: Page) =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);

/** A cut name would be wider than its place. */
const expectWholeName = async (page: Page) => {
  const name = page.getByRole("complementary").getByRole("heading", { name: "Besucher 3F2A" });
  await expect(name).toBeVisible();
  expect(await name.evaluate(each => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0);
};

const at320 = async (page: Page, name: string) => {
  await page.setViewportSize({ width: 320, height: 640 });
  if (name !== "onsite") await expectWholeName(page);
  await expectNothingSticksOut(page);
  await expectAccessible(page);
  await picture(page, `${name}-de-320`);
  await page.setViewportSize({ width: 1280, height: 800 });
};

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
  await expect(rows(page).nth(1).getByTestId("live-contact")).toHaveText("im Gespräch");
  await expect(rows(page).nth(2)).toContainText("zuletzt gehört vor 1 min");
  await expect(page.getByTestId("onsite")).toContainText("150 s lang nichts hören lässt");
  await inspect(page, "onsite");
  await at320(page, "onsite");
});

test("changes come by themselves; whoever has gone disappears", async ({ page, hub, scene }) => {
  await signIn(page, hub, AREA);
  await expect(rows(page)).toHaveCount(3);
  scene.visitors.become([liveVisitor(560, { page: { url: "https://a.example/kasse", title: "Kasse" } })]);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Kasse");
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

test("an agent's own invitation: the words, waiting, on the screen, declined for good", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, AREA);
  // By keyboard alone.
  await rows(page).first().focus();
  await page.keyboard.press("Enter");
  const words = page.getByTestId("invite-text");
  await expect(words).toHaveValue("Guten Tag, kann ich Ihnen weiterhelfen?");
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  // Agents are not told why rules leave somebody out.
  await expect(page.getByTestId("visit-why")).toHaveCount(0);
  await inspect(page, "invite");
  await at320(page, "invite");
  await words.fill("Darf ich Ihnen bei der Tarifwahl helfen?");
  await page.getByTestId("invite-kind").selectOption("cobrowse");
  await page.getByTestId("invite-send").focus();
  await page.keyboard.press("Enter");
  const state = page.getByTestId("invite-state");
  await expect(state).toContainText(
    /Wartet auf Antwort, noch (90|8\d) s\. Die Seite hat die Einladung noch nicht geholt/,
  );
  expect(hub.asked.findLast(({ name }) => name === "visitor:invite")?.input).toEqual({
    visitId: VISIT,
    kind: "cobrowse",
    text: "Darf ich Ihnen bei der Tarifwahl helfen?",
  });
  scene.visitors.invited({ reachedAtMs: Date.now() });
  await expect(state).toContainText("Auf dem Bildschirm seit");
  await expect(page.getByTestId("visitor-item").first()).toContainText("von Ihnen eingeladen");
  await inspect(page, "invite-waiting");
  scene.visitors.invited({ state: "declined" });
  await expect(page.getByTestId("invite-outcome")).toContainText("Abgelehnt.");
  await expect(page.getByTestId("invite-send")).toHaveCount(0);
});

test("the visitor beside the list follows it: whom they are invited to, with whom they talk, and again free", async ({
  page,
  hub,
  scene,
}) => {
  const ben = { id: "00000000-0000-4000-8000-0000000000b2" as AgentId, name: "Ben Krüger" };
  const becomes = (given: Partial<LiveVisitor>) => scene.visitors.become([liveVisitor(550, given)]);
  await signIn(page, hub, VISITOR);
  const send = page.getByTestId("invite-send");
  const why = page.getByTestId("invite-hindrance");
  await page.getByTestId("invite-text").fill("Moin!");
  becomes({ contact: "invited", contactWith: ben });
  await expect(why).toHaveText("Dieser Besucher ist schon zum Gespräch mit Ben Krüger eingeladen.");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await expect(send).toHaveAccessibleDescription(/Ben Krüger/);
  await send.click({ force: true });
  expect(hub.asked.filter(({ name }) => name === "visitor:invite")).toEqual([]);
  await inspect(page, "invite-hindered");
  becomes({ contact: "talking", contactWith: ben });
  await expect(why).toHaveText("Dieser Besucher spricht schon mit Ben Krüger.");
  becomes({ contact: "waiting" });
  await expect(why).toHaveText("Dieser Besucher wartet schon auf einen Berater.");
  becomes({});
  await expect(why).toBeEmpty();
  await expect(send).not.toHaveAttribute("aria-disabled");
  await expect(page.getByTestId("invite-text")).toHaveValue("Moin!");
});

test("no slot of one's own, or not available: said before the click, and gone when it is over", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, VISITOR);
  const send = page.getByTestId("invite-send");
  const why = page.getByTestId("invite-hindrance");
  await expect(send).not.toHaveAttribute("aria-disabled");
  const meter = { units: 4, used: 4, holds: [] };
  hub.tell("work:changed", { work: [], meter: { ...meter, takes: ["email"] } });
  await expect(why).toHaveText("Sie haben keinen freien Platz.");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  hub.tell("work:changed", { work: [], meter: { ...meter, used: 3, takes: ["chat", "email"] } });
  await expect(why).toBeEmpty();
  hub.tell("presence:changed", { ...scene.agent, presence: "away" });
  await expect(why).toHaveText("Sie selbst sind gerade nicht verfügbar.");
});

test("a basket with nothing in it is not spoken of", async ({ page, hub, scene }) => {
  scene.visitors.all = [liveVisitor(550, { basket: { value: 0, count: null } })];
  await signIn(page, hub, AREA);
  const about = page.getByTestId("live-about");
  await expect(about).toContainText("Smartphone");
  await expect(about).not.toContainText("Warenkorb");
});

test("taken back, and what a reload finds; a refusal says why", async ({ page, hub, scene }) => {
  await signIn(page, hub, VISITOR);
  await page.getByTestId("invite-send").click();
  await expect(page.getByTestId("invite-state")).toBeVisible();
  expect(hub.asked.findLast(({ name }) => name === "visitor:invite")?.input).not.toHaveProperty("text");
  await page.reload();
  await page.getByTestId("invite-withdraw").click();
  await expect(page.getByTestId("invite-outcome")).toHaveText("Zurückgezogen. Ihr Platz ist wieder frei.");
  for (const [code, text] of [
    ["CAPACITY_FULL", "Sie haben keinen freien Platz."],
    ["VISITOR_GONE", "Dieser Besucher ist nicht mehr auf der Website."],
    ["VISITOR_ASKED_OFTEN", "Dieser Besucher wurde so oft gefragt, wie die Website es erlaubt."],
  ] as const) {
    scene.visitors.refuseWith = code;
    await page.getByTestId("invite-send").click();
    await expect(page.getByTestId("visit-invite").getByTestId("form-problem")).toHaveText(text);
  }
  await inspect(page, "invite-refused");
});

test("why not: the verdict, what is lacking, every part, and what happened before", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  await signIn(page, hub, VISITOR);
  await page.getByTestId("visit-why").click();
  await expect(page).toHaveURL(`${hub.url}${VISITOR}/why`);
  const rule = page.locator(`[data-testid=trace-rule][data-rule="${QUOTE_RULE}"]`);
  await expect(rule).toContainText("Handelt nicht: Die Bedingung trifft nicht zu.");
  await expect(page.getByTestId("trace-rule").last()).toContainText("Einladung von Hand");
  await rule.locator("summary").first().click();
  await expect(rule.getByTestId("trace-lacks")).toHaveText(
    "Sie träfe zu, wenn der Besucher länger als 2 Minuten im Formular „quote“ war.",
  );
  await expect(rule.getByTestId("trace-line")).toHaveCount(5);
  await expect(rule.getByTestId("trace-turns")).toHaveText(/wird in \d\d s von selbst wahr/);
  await expect(rule.getByTestId("trace-step").nth(1)).toContainText("Nichts getan: Tippte gerade. Fassung 1");
  await expect(rule.getByTestId("trace-step").last()).toContainText("Erfolg im Wert von 1.249,9");
  await inspect(page, "trace");
  await at320(page, "trace");
  // It goes on by itself.
  scene.visitors.traces = [nobodyFree()];
  await expect(rule).toContainText("Würde fragen, aber niemand ist frei.");
  await expect(rule.getByTestId("trace-agent").first()).toHaveText(
    "Anna Petersen: kein Platz: 4 von 4 belegt, es nimmt 1",
  );
  await page.getByTestId("visitors-back").click();
  await expect(page.getByTestId("visit-facts")).toBeVisible();
});

test("from the rule to one visitor, also afterwards; who may not, is not shown it", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  scene.visitors.isGone = true;
  await signIn(page, hub, `/console/radar/${QUOTE_RULE}`);
  await page.getByTestId("matching-why").click();
  await expect(page.getByTestId("trace-gone")).toContainText("Der Besucher ist nicht mehr da");
  await expect(page.getByTestId("trace-rule")).toHaveCount(1);
  await expect(page.getByTestId("trace-line").first()).toBeVisible();
  await inspect(page, "trace-gone");
  scene.agent = { ...scene.agent, role: "agent" };
  await page.reload();
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  await expect(page.getByTestId("trace")).toHaveCount(0);
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
