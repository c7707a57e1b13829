/** What rules lead to on a page without an agent behind it, and what the page tells the hub for them. */
import AxeBuilder from "@axe-core/playwright";
import type { HintContent, HintView } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { type FakeHub, RULE } from "./fakeHub.ts";
import { expect, named, test } from "./world.ts";

const HINT = "00000000-0000-4000-8000-00000000abcd";
const TEXT = { de: "Der Versand ist heute frei.", en: "Shipping is free today." };

/** Shown once, as soon as the form was looked at. */
const hintOnQuote = (hub: FakeHub, content: HintContent) => {
  hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 300] }] };
  const hint: HintView = { id: HINT, ruleId: RULE, ...content };
  hub.decide = () => [{ ruleId: RULE, outcome: "hint", hint, retryAfterMs: null }];
};

const answers = (hub: FakeHub) => named(hub, "hint:answer").map(({ input }) => input);
const card = (page: Page) => page.getByTestId("hint");
const conversionsOf = (hub: FakeHub) => hub.beacons.flatMap(({ conversions = [] }) => conversions);
const visitorOf = (hub: FakeHub) => hub.beacons.at(-1)?.visitor;
const say = (page: Page, ...call: unknown[]) =>
  page.evaluate(([name, ...args]) => {
    const lotse = Reflect.get(window, "Lotse") as Record<string, (...given: unknown[]) => unknown>;
    return lotse[String(name)]?.(...args);
  }, call);

test.describe("a hint", () => {
  for (const lang of ["de", "en"] as const) {
    test(`says its words in the page's language (${lang}), and is no burden to anybody`, async ({
      page,
      hub,
      site,
    }) => {
      hintOnQuote(hub, { kind: "message", text: TEXT });
      await page.goto(`${site.url}/?lang=${lang}`);
      await expect(card(page)).toContainText(TEXT[lang]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
      await page.getByTestId("hint-accept").click();
      await expect(card(page)).toBeHidden();
      await expect.poll(() => answers(hub)).toEqual([{ hintId: HINT, answer: "accept" }]);
      expect(hub.sockets).toBe(0);
      await page.goto(`${site.url}/second`);
      await expect(page.getByTestId("launcher")).toBeVisible();
      expect(answers(hub)).toHaveLength(1);
    });
  }

  test("offering a callback leads to the form", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "callback", text: TEXT });
    await page.goto(site.url);
    await page.getByTestId("hint-accept").click();
    await page.getByTestId("request-reach").fill("040 123456");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    expect(answers(hub)).toEqual([{ hintId: HINT, answer: "accept" }]);
    expect(named(hub, "request:leave")).toHaveLength(1);
  });

  test("is put off by Escape, once", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "callback", text: TEXT });
    await page.goto(site.url);
    await expect(card(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(card(page)).toBeHidden();
    await expect.poll(() => answers(hub)).toEqual([{ hintId: HINT, answer: "decline" }]);
  });

  test("opens its link here if it is the site's", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "link", text: TEXT, url: `${site.url}/help` });
    await page.goto(site.url);
    await page.getByTestId("hint-accept").click();
    await expect(page).toHaveURL(`${site.url}/help`);
    await expect.poll(() => answers(hub)[0]).toEqual({ hintId: HINT, answer: "accept" });
  });

  test("opens another site's link in a tab that knows nothing of us", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "link", text: TEXT, url: "https://example.com/" });
    await page.goto(site.url);
    await expect(page.getByTestId("hint-accept")).toHaveAttribute("rel", "noopener noreferrer");
    await expect(page.getByTestId("hint-accept")).toHaveAttribute("target", "_blank");
  });

  test("with a link that is no web address is not shown", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "link", text: TEXT, url: "javascript:alert(1)" });
    await page.goto(site.url);
    await expect.poll(() => hub.beacons.at(-1)?.asks).toEqual([RULE]);
    await expect.poll(() => page.evaluate(() => JSON.parse(sessionStorage["lotse:1"] ?? "{}").hint)).toBe("");
    await expect(card(page)).toBeHidden();
  });

  test("goes to the next page with the visitor, and by itself after two minutes", async ({
    page,
    hub,
    site,
  }) => {
    hintOnQuote(hub, { kind: "message", text: TEXT });
    await page.clock.install();
    await page.goto(site.url);
    await page.clock.runFor(1_000);
    await expect(card(page)).toBeVisible();
    await page.clock.runFor(60_000);
    await page.goto(`${site.url}/help`);
    await expect(card(page)).toBeVisible();
    await page.clock.runFor(50_000);
    await expect(card(page)).toBeVisible();
    expect(answers(hub)).toEqual([]);
    await page.clock.runFor(20_000);
    await expect(card(page)).toBeHidden();
    await expect.poll(() => answers(hub)).toEqual([{ hintId: HINT, answer: "ignore" }]);
  });

  test("makes room for the next one, and says so", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "callback", text: TEXT });
    await page.goto(site.url);
    await expect(card(page)).toContainText("anrufen");
    const next: HintView = { id: `${HINT.slice(0, -1)}e`, ruleId: RULE, kind: "message", text: TEXT };
    hub.decide = () => [{ ruleId: RULE, outcome: "hint", hint: next, retryAfterMs: null }];
    await page.evaluate(() => {
      const key = "lotse:1";
      sessionStorage[key] = JSON.stringify({ ...JSON.parse(sessionStorage[key]), quietUntilMs: {} });
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await expect(card(page)).toContainText("Hinweis");
    await expect.poll(() => answers(hub)).toEqual([{ hintId: HINT, answer: "ignore" }]);
  });

  test("its answer is told until the hub has it", async ({ page, hub, site }) => {
    hintOnQuote(hub, { kind: "message", text: TEXT });
    hub.answers.set("hint:answer", { ok: false, error: { code: "UNAVAILABLE", message: "" } });
    await page.goto(site.url);
    await page.getByTestId("hint-accept").click();
    await expect.poll(() => answers(hub)).toHaveLength(1);
    hub.answers.delete("hint:answer");
    await page.goto(`${site.url}/help`);
    await expect.poll(() => answers(hub)).toHaveLength(2);
    expect(answers(hub)[1]).toEqual({ hintId: HINT, answer: "accept" });
    await expect(card(page)).toBeHidden();
  });
});

for (const what of ["hint", "invitation"] as const) {
  test(`no ${what} comes up while somebody types, and the hub is told of it`, async ({ page, hub, site }) => {
    await page.clock.install();
    hintOnQuote(hub, { kind: "message", text: TEXT });
    hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 10_000] }] };
    if (what === "invitation")
      hub.decide = () => [{ ruleId: RULE, outcome: "offer", invitation: hub.offer() }];
    await page.goto(site.url);
    // A key each second, for as long as the rule does not hold yet.
    await expect(async () => {
      await page.locator("[name=name]").press("x");
      await page.clock.runFor(1_000);
      expect(hub.beacons.at(-1)?.asks).toEqual([RULE]);
    }).toPass({ intervals: [50], timeout: 20_000 });
    expect(hub.beacons.at(-1)?.typing).toBe(true);
    for (let index = 0; index < 4; index++) {
      await page.locator("[name=name]").press("x");
      await page.clock.runFor(2_000);
      await expect(page.getByTestId(what)).toBeHidden();
    }
    await page.clock.runFor(2_000);
    await expect(page.getByTestId(what)).toBeVisible();
  });
}

test("a conversion is kept until the hub has it, over pages, under the same name", async ({
  page,
  hub,
  site,
  complaints,
}) => {
  await page.goto(site.url);
  await expect.poll(() => hub.beacons.length).toBe(1);
  hub.losesAnswers = true;
  expect(await say(page, "track", "conversion", { value: 129.9 })).toEqual({ ok: true, value: {} });
  await expect.poll(() => conversionsOf(hub).length).toBeGreaterThan(0);
  // The browser's own line about the network. It asks a second time by itself: that answer is lost, too.
  await expect.poll(() => complaints.join()).toContain("ERR_EMPTY_RESPONSE");
  hub.losesAnswers = false;
  complaints.length = 0;
  const before = hub.beacons.length;
  await page.goto(`${site.url}/help`);
  await expect
    .poll(() => hub.beacons.slice(before).map(({ facts }) => facts.page.url))
    .toContain(`${site.url}/help`);
  const told = conversionsOf(hub);
  expect(told.at(-1)).toEqual({ id: expect.any(String), value: 129.9 });
  expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  await expect
    .poll(() => page.evaluate(() => JSON.parse(sessionStorage["lotse:1"] ?? "{}").conversions))
    .toEqual([]);
  await page.goto(`${site.url}/product`);
  await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/product");
  expect(hub.beacons.at(-1)?.conversions).toEqual([]);
});

test("a conversion of no value, or of one that is none", async ({ page, hub, site }) => {
  await page.goto(site.url);
  await expect.poll(() => hub.beacons.length).toBe(1);
  expect(await say(page, "track", "conversion", { value: -1 })).toMatchObject({
    error: { code: "LIMIT_RANGE" },
  });
  await say(page, "track", "conversion");
  await expect.poll(() => conversionsOf(hub)).toEqual([{ id: expect.any(String), value: null }]);
});

test("a browser is recognised after a yes to that and to storage, and never after a no", async ({
  page,
  hub,
  site,
}) => {
  hub.site = { consent: "asked" };
  const stored = () => page.evaluate(() => localStorage["lotse:visitor"] ?? null);
  await page.goto(site.url);
  await say(page, "consent", { recognition: true });
  await say(page, "consent", { facts: true });
  await expect.poll(() => hub.beacons.length).toBe(1);
  expect([visitorOf(hub), await stored()]).toEqual([undefined, null]);

  const yes = { facts: true, storage: true, recognition: true };
  await page.goto(`${site.url}/help`);
  await say(page, "consent", yes);
  await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/help");
  const known = visitorOf(hub);
  expect(known).toMatch(/^[0-9a-f-]{36}$/);
  expect(await stored()).toBe(known);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${site.url}/product`);
  await say(page, "consent", yes);
  await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/product");
  expect(visitorOf(hub)).toBe(known);

  await page.evaluate(consent => {
    const lotse = Reflect.get(window, "Lotse") as Record<string, (given: unknown) => unknown>;
    lotse.consent?.(consent);
    lotse.consent?.({ recognition: false });
  }, yes);
  expect(await stored()).toBeNull();
  await page.goto(`${site.url}/help`);
  await say(page, "consent", { facts: true, storage: true });
  await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/help");
  expect([visitorOf(hub), await stored()]).toEqual([undefined, null]);
});

for (const [how, call] of [
  ["forgotten", ["forget"]],
  ["taken back with storage", ["consent", { storage: false }]],
] as const) {
  test(`a recognised browser is a stranger again: ${how}`, async ({ page, hub, site }) => {
    await page.goto(site.url);
    await say(page, "consent", { recognition: true });
    await expect.poll(() => page.evaluate(() => localStorage["lotse:visitor"] ?? null)).not.toBeNull();
    await say(page, ...call);
    expect(await page.evaluate(() => localStorage["lotse:visitor"] ?? null)).toBeNull();
    await page.goto(`${site.url}/help`);
    await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("/help");
    expect(visitorOf(hub)).toBeUndefined();
  });
}

test("rules that changed hold on the open page; form time and page count go on", async ({
  page,
  hub,
  site,
}) => {
  hub.site = { revision: 1, rules: [] };
  hub.revision = 1;
  hub.decide = () => [{ ruleId: RULE, outcome: "offer", invitation: hub.offer() }];
  await page.clock.install();
  await page.goto(site.url);
  await expect.poll(() => hub.beacons.length).toBe(1);
  await page.evaluate(() => Reflect.set(window, "same", true));
  await page.clock.runFor(100_000);
  hub.site = { revision: 2, rules: [{ id: RULE, when: [">", "form.ms:quote", 120_000] }] };
  hub.revision = 2;
  await say(page, "track", "conversion");
  await expect.poll(() => hub.beacons.at(-1)?.revision).toBe(2);
  expect(hub.beacons.at(-1)?.facts.visit.pages).toBe(1);
  await page.clock.runFor(15_000);
  await expect(page.getByTestId("invitation")).toBeHidden();
  await page.clock.runFor(10_000);
  await expect(page.getByTestId("invitation")).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, "same"))).toBe(true);
});

test("rules that changed take nothing off the screen", async ({ page, hub, site }) => {
  hub.site = { revision: 1 };
  hub.revision = 1;
  await page.goto(site.url);
  await expect.poll(() => hub.beacons.length).toBe(1);
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Ich");
  hub.site = { revision: 2 };
  hub.revision = 2;
  await say(page, "track", "conversion");
  await expect.poll(() => hub.beacons.length).toBeGreaterThan(1);
  await expect(page.getByTestId("composer")).toBeFocused();
  await page.getByTestId("chat-close").click();
  await say(page, "track", "conversion");
  await expect.poll(() => hub.beacons.at(-1)?.revision).toBe(2);
});

test("a widget that took another's place reads what later pages of the tab wrote", async ({
  page,
  hub,
  site,
}) => {
  hub.site = { revision: 1 };
  hub.revision = 1;
  await page.goto(site.url);
  await expect.poll(() => hub.beacons.length).toBe(1);
  hub.site = { revision: 2 };
  hub.revision = 2;
  await say(page, "track", "conversion");
  await expect.poll(() => hub.beacons.at(-1)?.revision).toBe(2);
  await page.evaluate(() => {
    const key = "lotse:1";
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    sessionStorage[key] = JSON.stringify({ ...JSON.parse(sessionStorage[key]), pages: 7 });
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await say(page, "track", "conversion");
  await expect.poll(() => hub.beacons.at(-1)?.facts.visit.pages).toBe(8);
});
