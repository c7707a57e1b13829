/** What rules of the real hub do on the shop's plain pages and in its React application, and what the decision log has of it. */
import type { RuleDefinition, RuleView } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import type { Visitor } from "../support/people.ts";
import { type Desk, definition, expect, test } from "./desk.ts";

const PLACES = [
  ["plain page", "/about"],
  ["single-page application", "/quote"],
] as const;

const WORDS = { de: "Heute ohne Versandkosten.", en: "Free delivery today." } as const;
const MESSAGE = { do: "showMessage", text: WORDS } as const;
const CALLBACK = { do: "offerCallback", text: WORDS } as const;

const hint = (page: Page) => page.getByTestId("hint");
const invitation = (page: Page) => page.getByTestId("invitation");

/** The page says that something happened. */
const track = (page: Page, name: string, given?: object) =>
  page.evaluate(([what, more]) => Reflect.get(window, "Lotse").track(what, more), [name, given] as const);

/** True as soon as the page has said so, by whatever page. */
const onEvent = (desk: Desk, event: string, given: Partial<RuleDefinition>): Promise<RuleView> =>
  desk.save(definition({ cel: `event("${event}").count > 0`, ...given })).then(rule => desk.publish(rule));

/** The page has loaded, and the hub has heard of it. */
const known = (visitor: Visitor) => expect.poll(() => visitor.decisions()).toContain("visitId");

const outcomes = async (desk: Desk, visitor: Visitor, rule: RuleView): Promise<readonly string[]> =>
  (await desk.logOf(visitor, rule.id)).map(({ outcome, reason }) => reason ?? outcome);

/** The browser says to the hub who it is, along with whatever it has to say. */
const hubRecognises = async (page: Page): Promise<void> => {
  const told: string[] = [];
  page.on("request", request => told.push(request.postData() ?? ""));
  await expect(async () => {
    await track(page, "conversion");
    expect(told.join()).toContain('"visitor":"');
  }).toPass({ timeout: 20_000 });
};

for (const [what, path] of PLACES) {
  test(`${what}: the agent goes while the offer shows, and it turns into a form that reaches the console`, async ({
    desk,
  }) => {
    const rule = await onEvent(desk, "hilfe", {});
    const visitor = await desk.arrive(path);
    const { page } = visitor;
    await known(visitor);
    await track(page, "hilfe");
    await expect(invitation(page)).toContainText("David");
    await desk.david.command("presence:set", { presence: "away" });
    await expect(page.getByTestId("request-form")).toContainText("David");
    await expect(invitation(page)).toHaveCount(0);
    const reach = `040 555 ${path.length}${Date.now() % 1_000}`;
    await page.getByTestId("request-reach").fill(reach);
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    await expect(
      desk.david.page.getByTestId("request-item").filter({ hasText: reach }).first(),
    ).toBeVisible();
    expect(await outcomes(desk, visitor, rule)).toEqual(["matched", "shown", "withdrawn"]);
  });

  test(`${what}: who is held out sees nothing, and the log says so`, async ({ desk }) => {
    const heldOut = await onEvent(desk, "los", { holdoutPercent: 100 });
    const visitor = await desk.arrive(path);
    await known(visitor);
    await track(visitor.page, "los");
    await expect.poll(() => outcomes(desk, visitor, heldOut)).toContain("heldOut");
    await visitor.page.clock.runFor(20_000);
    await expect(invitation(visitor.page)).toHaveCount(0);
    expect(visitor.decisions()).not.toContain('"outcome":"offer"');
    expect(await outcomes(desk, visitor, heldOut)).not.toContain("shown");
  });

  test(`${what}: a callback is offered, taken, and asked for again nowhere`, async ({ desk }) => {
    const rule = await onEvent(desk, "los", { action: CALLBACK });
    const visitor = await desk.arrive(path);
    const { page } = visitor;
    await known(visitor);
    await track(page, "los");
    await expect(hint(page)).toContainText(WORDS.de);
    await page.getByTestId("hint-accept").click();
    await expect(page.getByTestId("request-form")).toBeVisible();
    await expect.poll(() => outcomes(desk, visitor, rule)).toEqual(["matched", "shown", "accepted"]);
    await page.reload();
    await track(page, "los");
    await expect(page.getByTestId("launcher")).toBeVisible();
    await page.clock.runFor(20_000);
    await expect(hint(page)).toHaveCount(0);
  });

  test(`${what}: nothing comes up while somebody types, and no card covers the field`, async ({ desk }) => {
    const rule = await onEvent(desk, "los", { action: MESSAGE });
    const visitor = await desk.arrive(path);
    const { page } = visitor;
    // Little room: wherever a card is, it is near the field.
    await page.setViewportSize({ width: 480, height: 560 });
    await known(visitor);
    await page.evaluate(() => {
      const field = Object.assign(document.createElement("textarea"), { id: "feld", rows: 3 });
      field.style.cssText = "position:fixed;right:20px;bottom:100px;width:300px";
      document.body.append(field);
    });
    const field = page.locator("#feld");
    await field.pressSequentially("Ich");
    await track(page, "los");
    for (let index = 0; index < 4; index++) {
      await field.press("x");
      await page.clock.runFor(2_000);
      await expect(hint(page)).toHaveCount(0);
    }
    // Asked again once nobody types any more.
    await expect(async () => {
      await page.clock.runFor(5_000);
      await expect(hint(page)).toBeVisible({ timeout: 200 });
    }).toPass({ timeout: 30_000 });
    await expect(field).toBeFocused();
    const covers = async () => {
      const [card, inUse] = [await hint(page).boundingBox(), await field.boundingBox()];
      if (card === null || inUse === null) return "nothing is shown";
      const isBeside = card.x >= inUse.x + inUse.width || inUse.x >= card.x + card.width;
      return !isBeside && card.y < inUse.y + inUse.height && inUse.y < card.y + card.height;
    };
    await expect.poll(covers).toBe(false);
    expect((await outcomes(desk, visitor, rule)).at(-1)).toBe("shown");
  });

  test(`${what}: new rules hold on the open page, without a reload`, async ({ desk }) => {
    const visitor = await desk.arrive(path);
    const { page } = visitor;
    await known(visitor);
    await page.evaluate(() => Reflect.set(window, "same", true));
    await onEvent(desk, "neu", { action: MESSAGE });
    // Any word of the page's is answered with it; what the page did not watch before counts from then on.
    await expect(async () => {
      await track(page, "neu");
      await page.clock.runFor(20_000);
      await expect(hint(page)).toContainText(WORDS.de, { timeout: 500 });
    }).toPass({ timeout: 40_000 });
    expect(await page.evaluate(() => Reflect.get(window, "same"))).toBe(true);
  });
}

test("a day's cap holds over reloads, over pages of both kinds and in another visit of a recognised browser", async ({
  desk,
}) => {
  const caps = { perVisit: 5, perDay: 1, perWeek: null };
  const rule = await onEvent(desk, "los", { action: MESSAGE, caps });
  const visitor = await desk.arrive("/about");
  const { page } = visitor;
  await known(visitor);
  // As a site's consent banner does it, page after page.
  await page.context().addInitScript(() => {
    Reflect.set(window, "Lotse", [["consent", { storage: true, recognition: true }]]);
  });
  await page.goto("/about?2");
  await hubRecognises(page);
  await track(page, "los");
  await expect(hint(page)).toContainText(WORDS.de);
  const countShown = async () => (await outcomes(desk, visitor, rule)).filter(one => one === "shown").length;
  await page.reload();
  await expect(hint(page)).toBeVisible();
  await page.goto("/quote");
  await track(page, "los");
  await page.clock.runFor(20_000);
  expect(await countShown()).toBe(1);

  // With no tab left to be beside, the next one is a visit of its own: only the cap stands against it.
  const context = page.context();
  await page.close();
  const other = await context.newPage();
  const inOther: string[] = [];
  other.on("response", answer => {
    if (answer.url().endsWith("/beacon"))
      answer.text().then(
        text => inOther.push(text),
        () => undefined,
      );
  });
  await other.goto("/shop");
  await hubRecognises(other);
  await expect(async () => {
    await track(other, "los");
    await other.clock.runFor(5_000);
    expect(inOther.join()).toContain("cappedDay");
  }).toPass({ timeout: 15_000 });
  await expect(hint(other)).toHaveCount(0);

  // A stranger's first.
  const stranger = await desk.arrive("/about");
  await known(stranger);
  await track(stranger.page, "los");
  await expect(hint(stranger.page)).toContainText(WORDS.de);
});

const VISIT_ID = /"visitId":"([0-9a-f-]{36})"/;

/** A tab whose neighbour is slow to answer begins a visit of its own (docs/limits.md): then another is opened. */
const openBeside = async (visitor: Visitor): Promise<Page> => {
  const visitId = VISIT_ID.exec(visitor.decisions())?.[1];
  let beside: Page | null = null;
  await expect(async () => {
    await beside?.close();
    beside = await visitor.page.context().newPage();
    const told = beside.waitForResponse(answer => answer.url().endsWith("/beacon") && answer.ok());
    await beside.goto("/quote");
    const answer = await (await told).text();
    expect(VISIT_ID.exec(answer)?.[1]).toBe(visitId);
  }).toPass();
  if (beside === null) throw new Error("no tab beside");
  return beside;
};

test("two tabs of one visit, at the same moment, are one visitor: one of them shows it, and the log says why the other does not", async ({
  desk,
}) => {
  const rule = await onEvent(desk, "los", { action: MESSAGE });
  const visitor = await desk.arrive("/about");
  await known(visitor);
  const beside = await openBeside(visitor);
  const tabs = [visitor.page, beside];
  await Promise.all(tabs.map(tab => track(tab, "los")));
  await expect
    .poll(async () => Promise.all(tabs.map(tab => hint(tab).count())).then(([one = 0, two = 0]) => one + two))
    .toBe(1);
  await expect.poll(() => outcomes(desk, visitor, rule)).toContain("alreadyOffered");
  const told = await outcomes(desk, visitor, rule);
  expect(told.filter(one => one === "shown")).toHaveLength(1);
});

test("a conversion whose answer was lost is told again after a reload, and counts once", async ({ desk }) => {
  const rule = await onEvent(desk, "los", { action: MESSAGE });
  const visitor = await desk.arrive("/about");
  const { page } = visitor;
  await known(visitor);
  await track(page, "los");
  await page.getByTestId("hint-accept").click();
  await expect.poll(() => outcomes(desk, visitor, rule)).toContain("accepted");

  const keys: string[] = [];
  const keyIn = (body: string | null) => /"conversions":\[\{"id":"([^"]+)"/.exec(body ?? "")?.[1];
  await page.route(/\/api\/v1\/beacon$/, async route => {
    const key = keyIn(route.request().postData());
    if (key === undefined) return route.continue();
    keys.push(key);
    const answer = await route.fetch();
    if (keys.length === 1) return route.abort();
    return route.fulfill({ response: answer });
  });
  await track(page, "conversion", { value: 49.5 });
  await expect.poll(() => keys.length).toBe(1);
  await page.reload();
  await expect.poll(() => keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  await expect
    .poll(() => page.evaluate(() => JSON.parse(sessionStorage["lotse:1"] ?? "{}").conversions))
    .toEqual([]);
  const converted = (await desk.logOf(visitor, rule.id)).filter(({ outcome }) => outcome === "converted");
  expect(converted.map(({ value }) => value)).toEqual([49.5]);
});
