/** Before and while a visitor waits: place, expected wait, opening hours, and the ways that do not ask for waiting. */
import { AxeBuilder } from "@axe-core/playwright";
import type { ContactOutlook } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { type FakeHub, FREE } from "./fakeHub.ts";
import type { FakeSite } from "./fakeSite.ts";
import { expect, named, test } from "./world.ts";

const MINUTE_MS = 60_000;
const QUEUE = { key: "pharmacist", name: { de: "Apotheke", en: "Pharmacist" } };
const BUSY: ContactOutlook = {
  ...FREE,
  queue: QUEUE,
  state: "busy",
  position: 3,
  expectedMs: 3 * MINUTE_MS,
  lowMs: 2 * MINUTE_MS,
  highMs: 5 * MINUTE_MS,
  alternatives: ["callback", "message"],
};
/** A Wednesday evening; they open on Monday. */
const NOW = "2026-11-25T20:30:00+01:00";
const CLOSED: ContactOutlook = {
  ...BUSY,
  state: "closed",
  opensAtMs: Date.parse("2026-11-30T08:00:00+01:00"),
  position: null,
  expectedMs: null,
  lowMs: null,
  highMs: null,
};

const looks = (hub: FakeHub) => named(hub, "contact:look").map(({ input }) => input);
const outlook = (page: Page) => page.getByTestId("outlook");
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

const openHelp = async (page: Page, site: FakeSite, lang = "de") => {
  await page.goto(`${site.url}/help?lang=${lang}`);
  await press(page, "Zum Rezept");
};

test.use({ timezoneId: "Europe/Berlin" });

test.describe("whoever opens the chat learns before waiting", () => {
  test("that somebody is there; the words are the queue's, and no socket is open", async ({
    page,
    hub,
    site,
  }) => {
    hub.outlook = { ...FREE, queue: QUEUE };
    await page.goto(`${site.url}/help`);
    await press(page, "Apotheke fragen");
    await expect(outlook(page)).toHaveText("Jemand ist gleich für Sie da.");
    await expect(page.getByTestId("chat-panel")).toContainText("Thema: Apotheke");
    await expect(page.getByTestId("chat-panel")).not.toContainText("pharmacist");
    await expect(page.getByTestId("composer")).toBeFocused();
    expect([looks(hub), hub.sockets]).toEqual([[{ topic: "pharmacist" }], 0]);
    await page.getByTestId("composer").fill("Guten Tag");
    await page.getByTestId("composer").press("Enter");
    await expect.poll(() => hub.messages.length).toBe(1);
    expect(named(hub, "conversation:open").map(({ input }) => input)).toEqual([{ skill: "pharmacist" }]);
  });

  test("the place and the wait, which change while they look, but not for every second", async ({
    page,
    hub,
    site,
  }) => {
    await page.clock.install();
    hub.outlook = BUSY;
    await openHelp(page, site);
    await expect(page.getByTestId("chat-panel")).toContainText("Thema: Frage zum Rezept");
    const said = ["Gerade sind alle im Gespräch.", "Vor Ihnen warten 2 Personen."];
    await expect(outlook(page)).toHaveText([...said, "Wartezeit: etwa 2 bis 5 Minuten."].join(""));
    expect(hub.sockets).toBe(0);
    const lookAgain = async (change: Partial<ContactOutlook>) => {
      const before = looks(hub).length;
      hub.outlook = { ...hub.outlook, ...change };
      const answered = page.waitForResponse(response => response.url().endsWith("/contact:look"));
      await page.clock.runFor(30_000);
      await expect.poll(() => looks(hub).length).toBe(before + 1);
      // The next look is due so long after this answer, which the page must have taken in before time goes on.
      await (await answered).finished();
      await page.evaluate(() => new Promise(requestAnimationFrame));
    };
    await lookAgain({ lowMs: 1.5 * MINUTE_MS, highMs: 3.5 * MINUTE_MS });
    await lookAgain({});
    await expect(outlook(page)).toContainText("etwa 2 bis 5 Minuten");
    await lookAgain({ position: 2, lowMs: 3 * MINUTE_MS, highMs: 6 * MINUTE_MS });
    await expect(outlook(page)).toContainText("Vor Ihnen wartet eine Person.");
    await expect(outlook(page)).toContainText("etwa 3 bis 7 Minuten");
    await lookAgain({ position: 1, lowMs: 40 * MINUTE_MS, highMs: 70 * MINUTE_MS });
    await expect(outlook(page)).toContainText("Sie wären als Nächstes dran.");
    await expect(outlook(page)).toContainText("länger als eine halbe Stunde");
    await lookAgain({ ...FREE, queue: QUEUE });
    await expect(outlook(page)).toHaveText("Jemand ist gleich für Sie da.");
    await expect(page.getByTestId("way-wait")).toHaveCount(0);
  });

  test("when they open, in the visitor's own time zone; there is nothing to write in that nobody would read", async ({
    page,
    hub,
    site,
  }) => {
    await page.clock.install({ time: new Date(NOW) });
    hub.outlook = CLOSED;
    await openHelp(page, site);
    await expect(outlook(page)).toHaveText(
      /Gerade ist geschlossen\.\s*Wir sind am Montag um 0?8:00 Uhr wieder/,
    );
    await expect(page.getByTestId("composer")).toHaveCount(0);
    await expect(page.getByTestId("way-wait")).toHaveCount(0);
    // Where the field was, the keyboard goes on.
    await page.keyboard.press("Tab");
    await expect(page.getByTestId("way-callback")).toBeFocused();
  });

  test("why nobody is let in, and no place in a line that there is not", async ({ page, hub, site }) => {
    hub.outlook = {
      ...BUSY,
      position: null,
      lowMs: null,
      highMs: null,
      alternatives: ["message"],
      why: "waiting",
    };
    await openHelp(page, site);
    await expect(outlook(page)).toHaveText("Gerade warten schon zu viele.");
    await expect(page.getByTestId("composer")).toHaveCount(0);
    await expect(page.getByTestId("way-wait")).toHaveCount(0);
    await page.keyboard.press("Tab");
    await expect(page.getByTestId("way-message")).toBeFocused();
  });

  for (const [lang, said] of [
    ["de", "Gerade ist niemand da."],
    ["en", "Nobody is here right now."],
  ] as const) {
    test(`that nobody is there who could take it; they may wait all the same (${lang})`, async ({
      page,
      hub,
      site,
    }) => {
      const unknown = { expectedMs: null, lowMs: null, highMs: null };
      hub.outlook = { ...BUSY, ...unknown, position: 1, nobodyOnDuty: true };
      await openHelp(page, site, lang);
      await expect(outlook(page)).toContainText(said);
      await expect(page.getByTestId("way-wait")).toBeVisible();
      await expect(page.getByTestId("way-callback")).toBeVisible();
      await expect(page.getByTestId("way-message")).toBeVisible();
    });
  }

  test("in English, by the visitor's own clock", async ({ browser, hub, site }) => {
    const context = await browser.newContext({ locale: "en-US", timezoneId: "America/New_York" });
    const page = await context.newPage();
    await page.clock.install({ time: new Date(NOW) });
    hub.outlook = CLOSED;
    await page.goto(`${site.url}/help?lang=en`);
    await press(page, "Apotheke fragen");
    await expect(outlook(page)).toHaveText(/We are closed right now\.\s*We are back on Monday at 2:00\sAM\./);
    await expect(page.getByTestId("chat-panel")).toContainText("Topic: Pharmacist");
    hub.outlook = BUSY;
    await page.clock.runFor(30_000);
    await expect(outlook(page)).toContainText("2 people wait before you.");
    await expect(outlook(page)).toContainText("Expected wait: about 2 to 5 minutes.");
    await context.close();
  });

  test("nothing, where the hub does not know: then they just write", async ({ page, hub, site }) => {
    hub.answers.set("contact:look", { ok: false, error: { code: "EVENT_UNKNOWN", message: "no" } });
    await page.goto(`${site.url}/help`);
    await press(page, "Apotheke fragen");
    await expect(page.getByTestId("chat-panel")).toContainText("Thema: pharmacist");
    await expect(outlook(page)).toBeEmpty();
    await page.getByTestId("composer").fill("Guten Tag");
    await page.getByTestId("composer").press("Enter");
    await expect.poll(() => hub.messages.length).toBe(1);
    expect(named(hub, "conversation:open").map(({ input }) => input)).toEqual([{ topic: "pharmacist" }]);
  });
});

test.describe("a button on the page", () => {
  const openedFor = async (page: Page, { hub, site }: { hub: FakeHub; site: FakeSite }, button: string) => {
    await page.goto(`${site.url}/help`);
    await press(page, button);
    await expect(outlook(page)).not.toBeEmpty();
    await page.getByTestId("composer").fill("Guten Tag");
    await page.getByTestId("composer").press("Enter");
    await expect.poll(() => hub.messages.length).toBe(1);
    return named(hub, "conversation:open").map(({ input }) => input);
  };

  test("names the queue by its value, and the topic by its words", async ({ page, hub, site }) => {
    hub.outlook = { ...FREE, queue: QUEUE };
    expect(await openedFor(page, { hub, site }, "Zum Rezept")).toEqual([
      { topic: "Frage zum Rezept", skill: "pharmacist" },
    ]);
    expect(looks(hub)).toEqual([{ topic: "pharmacist" }]);
    await expect(page.getByTestId("chat-panel")).not.toContainText("pharmacist");
  });

  test("is a topic where there is no such queue, and no skill that nobody has", async ({
    page,
    hub,
    site,
  }) => {
    expect(await openedFor(page, { hub, site }, "Zum Auto")).toEqual([{ topic: "Fragen zum Auto" }]);
  });

  test("of another matter asks anew", async ({ page, hub, site }) => {
    hub.outlook = BUSY;
    await openHelp(page, site);
    await expect(outlook(page)).toContainText("Wartezeit");
    hub.outlook = FREE;
    await page.setViewportSize({ width: 1280, height: 800 });
    await press(page, "Zum Auto");
    await expect(outlook(page)).toHaveText("Jemand ist gleich für Sie da.");
    await expect(page.getByTestId("chat-panel")).toContainText("Thema: Fragen zum Auto");
  });
});

test.describe("nobody has to wait", () => {
  test("who waits says so, without a word, and may write meanwhile", async ({ page, hub, site }) => {
    hub.outlook = BUSY;
    await openHelp(page, site);
    await page.getByTestId("way-wait").click();
    await expect(page.getByTestId("waiting")).toContainText("Vor Ihnen wartet eine Person.");
    await expect(page.getByTestId("composer")).toBeFocused();
    expect(named(hub, "conversation:open")).toHaveLength(1);
    expect(hub.messages).toEqual([]);
    await page.keyboard.type("Es geht um mein Rezept");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("message")).toHaveCount(1);
    expect(named(hub, "conversation:open")).toHaveLength(1);
    await expect.poll(() => looks(hub).length).toBe(1);
  });

  test("who waited through a reload waits on", async ({ page, hub, site }) => {
    hub.outlook = BUSY;
    await openHelp(page, site);
    await page.getByTestId("way-wait").click();
    await expect(page.getByTestId("waiting")).toBeVisible();
    await page.reload();
    await expect(page.getByTestId("waiting")).toContainText("Vor Ihnen wartet eine Person.");
    expect(named(hub, "conversation:open")).toHaveLength(1);
  });

  for (const [way, other, reach] of [
    ["callback", "message", "040 123456"],
    ["message", "callback", "a@example.org"],
  ] as const) {
    test(`who prefers a ${way} gets the form for it, with what was written so far`, async ({
      page,
      hub,
      site,
    }) => {
      hub.outlook = BUSY;
      await openHelp(page, site);
      await page.getByTestId("composer").fill("Mein Rezept ist");
      await page.getByTestId(`way-${way}`).click();
      await expect(page.getByTestId(`request-${way}`)).toBeChecked();
      await expect(page.getByTestId("request-reach")).toBeFocused();
      await expect(page.getByTestId(`request-${other}`)).not.toBeChecked();
      await expect(page.getByTestId("request-text")).toHaveValue("Mein Rezept ist");
      await page.getByTestId("request-reach").fill(reach);
      await page.getByTestId("request-send").click();
      await expect(page.getByTestId("request-sent")).toBeVisible();
      expect(named(hub, "request:leave").map(({ input }) => input)).toEqual([
        {
          ...{ clientId: expect.any(String), kind: way, reach, text: "Mein Rezept ist" },
          ...{ topic: "Frage zum Rezept", skill: "pharmacist" },
        },
      ]);
      expect(named(hub, "conversation:open")).toEqual([]);
      await expect.poll(() => hub.sockets).toBe(0);
      await page.getByRole("button", { name: "Neues Gespräch" }).click();
      await expect(page.getByTestId("composer")).toHaveValue("");
    });
  }

  test("who changes their mind comes back to the choice, on the same matter", async ({ page, hub, site }) => {
    hub.outlook = BUSY;
    await openHelp(page, site);
    await page.getByTestId("way-callback").click();
    await press(page, "Zurück zum Chat");
    await expect(outlook(page)).toContainText("Wartezeit");
    await expect(page.getByTestId("composer")).toBeFocused();
    await expect(page.getByTestId("chat-panel")).toContainText("Thema: Frage zum Rezept");
    expect(looks(hub).at(-1)).toEqual({ topic: "pharmacist" });
  });

  test("only what there is can be chosen", async ({ page, hub, site }) => {
    hub.outlook = { ...CLOSED, alternatives: ["message"] };
    await openHelp(page, site);
    await expect(page.getByTestId("way-callback")).toHaveCount(0);
    await page.getByTestId("way-message").click();
    await expect(page.getByTestId("request-callback")).toHaveCount(0);
    await page.getByTestId("request-reach").fill("a@example.org");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    expect(named(hub, "request:leave")).toMatchObject([{ input: { kind: "message" } }]);
  });
});

test.describe("whoever is turned away with the first line", () => {
  const refuse = (hub: FakeHub) =>
    hub.answers.set("conversation:open", {
      ok: false,
      error: { code: "TURNED_AWAY", message: "no", turnedAway: { why: "expectedWait", to: "callback" } },
    });
  const say = async (page: Page, text: string) => {
    await page.getByTestId("composer").fill(text);
    await page.getByTestId("composer").press("Enter");
  };

  for (const [lang, why] of [
    ["de", "Die Wartezeit wäre gerade zu lang."],
    ["en", "The wait would be too long right now."],
  ] as const) {
    test(`is told why, and leaves it instead (${lang})`, async ({ page, hub, site }) => {
      refuse(hub);
      await openHelp(page, site, lang);
      await say(page, "Mein Rezept ist weg");
      await expect(page.getByTestId("request-form").getByRole("status")).toHaveText(why);
      await expect(page.getByTestId("request-text")).toHaveValue("Mein Rezept ist weg");
      await page.getByTestId("request-reach").fill("040 123456");
      await page.getByTestId("request-send").click();
      await expect(page.getByTestId("request-sent")).toBeVisible();
      expect(named(hub, "request:leave").map(({ input }) => input)).toEqual([
        {
          ...{ kind: "callback", reach: "040 123456", text: "Mein Rezept ist weg" },
          clientId: expect.any(String),
          topic: "Frage zum Rezept",
        },
      ]);
      expect(named(hub, "conversation:open")).toHaveLength(1);
      await expect.poll(() => hub.sockets).toBe(0);
    });
  }

  test("loses no word, also through a reload, and may try again when it is better", async ({
    page,
    hub,
    site,
  }) => {
    refuse(hub);
    await openHelp(page, site);
    await say(page, "Mein Rezept ist weg");
    await expect(page.getByTestId("request-form")).toBeVisible();
    await press(page, "Zurück zum Chat");
    await expect(page.getByTestId("composer")).toHaveValue("Mein Rezept ist weg");
    await page.reload();
    await expect(page.getByTestId("composer")).toHaveValue("Mein Rezept ist weg");
    hub.answers.delete("conversation:open");
    await page.getByTestId("composer").press("Enter");
    await expect(page.getByTestId("message")).toHaveText(/Mein Rezept ist weg/);
    await expect.poll(() => hub.messages.length).toBe(1);
  });
});

test.describe("while waiting", () => {
  const wait = async (page: Page, { hub, site }: { hub: FakeHub; site: FakeSite }) => {
    hub.outlook = BUSY;
    await openHelp(page, site);
    await page.getByTestId("way-wait").click();
    await expect(page.getByTestId("waiting")).toBeVisible();
  };

  test("place and range follow, and it is said when it takes longer", async ({ page, hub, site }) => {
    await page.clock.install();
    await wait(page, { hub, site });
    const note = page.getByTestId("waiting");
    const expected = (low: number, high: number) => ({ lowMs: low * MINUTE_MS, highMs: high * MINUTE_MS });
    hub.converse("waiting", { position: 3, expected: expected(2, 5) });
    await expect(note).toContainText("Vor Ihnen warten 2 Personen.");
    await expect(note).toContainText("Wartezeit: etwa 2 bis 5 Minuten.");
    hub.converse("waiting", { position: 3, expected: expected(3, 7) });
    await expect(note).toContainText("etwa 3 bis 7 Minuten");
    hub.converse("waiting", { position: 3, expected: null });
    await expect(note).not.toContainText("Wartezeit");
    hub.converse("waiting", { position: 1, expected: expected(0, 0.5) });
    await expect(note).toContainText("Sie sind als Nächstes dran.");
    await expect(note).toContainText("weniger als eine Minute");
    // Not so long that the connection would count as dead.
    await page.clock.runFor(MINUTE_MS / 2);
    await expect(note).toContainText("Es dauert länger als gedacht. Ihr Platz bleibt Ihnen.");
    hub.converse("waiting", { position: 1, expected: expected(0, 2) });
    await expect(note).toContainText("bis zu etwa 2 Minuten");
  });

  test("a rule's callback and message are offered while it goes on", async ({ page, hub, site }) => {
    await wait(page, { hub, site });
    await expect(page.getByTestId("prefer-request")).toBeVisible();
    hub.converse("waiting", { alternatives: ["message", "callback"] });
    await expect(page.getByTestId("way-message")).toBeVisible();
    await expect(page.getByTestId("prefer-request")).toHaveCount(0);
    await page.getByTestId("composer").fill("Ich bin noch da");
    await page.getByTestId("composer").press("Enter");
    await expect(page.getByTestId("message")).toHaveCount(1);
    await page.getByTestId("way-callback").click();
    await expect(page.getByTestId("request-callback")).toBeChecked();
    await press(page, "Zurück zum Chat");
    await expect(page.getByTestId("waiting")).toBeVisible();
    hub.converse("active");
    await expect(page.getByTestId("waiting")).toHaveCount(0);
    expect(named(hub, "conversation:end")).toEqual([]);
  });
});

test.describe("looks right", () => {
  const states: readonly (readonly [string, ContactOutlook])[] = [
    ["free", { ...FREE, queue: QUEUE }],
    ["busy", BUSY],
    ["closed", CLOSED],
  ];
  const inspect = async (page: Page, name: string) => {
    await page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: "disabled" });
    const { violations } = await new AxeBuilder({ page }).include("lotse-widget").analyze();
    expect(
      violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html).join()}`),
    ).toEqual([]);
    const panel = page.getByTestId("chat-panel");
    // Nothing is wider than the panel, and whatever can be pressed can be seen.
    const overflow = await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(overflow).toBe(0);
    for (const button of await panel.getByRole("button").all()) {
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 0.95 });
    }
  };

  for (const lang of ["de", "en"]) {
    for (const [name, view] of states) {
      test(`${name}, ${lang}, wide and narrow, light and dark, by axe`, async ({ page, hub, site }) => {
        test.setTimeout(180_000);
        await page.clock.install({ time: new Date(NOW) });
        hub.outlook = view;
        await openHelp(page, site, lang);
        await expect(outlook(page)).not.toBeEmpty();
        if (name !== "free") await expect(page.getByTestId("way-callback")).toBeVisible();
        await inspect(page, `${name}-${lang}-wide`);
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
        await inspect(page, `${name}-${lang}-dark`);
        await page.emulateMedia({ colorScheme: "light" });
        for (const [width, height] of [
          [320, 568],
          [640, 360],
        ] as const) {
          await page.setViewportSize({ width, height });
          await inspect(page, `${name}-${lang}-${width}`);
        }
      });
    }

    test(`waiting, ${lang}, by axe`, async ({ page, hub, site }) => {
      test.setTimeout(180_000);
      hub.outlook = BUSY;
      await openHelp(page, site, lang);
      await page.getByTestId("way-wait").click();
      await expect(page.getByTestId("waiting")).toBeVisible();
      const expected = { lowMs: 11 * MINUTE_MS, highMs: 45 * MINUTE_MS };
      hub.converse("waiting", { position: 12, expected, alternatives: ["callback", "message"] });
      await expect(page.getByTestId("way-message")).toBeVisible();
      await inspect(page, `waiting-${lang}-wide`);
      await page.setViewportSize({ width: 320, height: 568 });
      await inspect(page, `waiting-${lang}-320`);
    });
  }

  test("and shifts nothing on the page", async ({ page, hub, site }) => {
    hub.outlook = BUSY;
    await page.addInitScript(() => {
      Reflect.set(window, "shifts", []);
      // What moves within the widget, when its place is told late, is the widget's own: it stands in a shadow tree
      const isPages = ({ node }: { node: Node | null }) => node !== null && document.contains(node);
      new PerformanceObserver(list => {
        const moved = list.getEntries().filter(entry => Reflect.get(entry, "sources").some(isPages));
        Reflect.get(window, "shifts").push(...moved);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${site.url}/help`);
    const box = () => page.locator("main").boundingBox();
    const before = await box();
    await press(page, "Zum Rezept");
    await expect(outlook(page)).toContainText("Wartezeit");
    expect(await box()).toEqual(before);
    expect(await page.evaluate(() => Reflect.get(window, "shifts").length)).toBe(0);
  });
});
