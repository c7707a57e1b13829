/** What the visitor is asked while the page is shared, what holds, and how it ends: here, at once, whatever the hub says. */
import AxeBuilder from "@axe-core/playwright";
import type { GivenGrant, GrantQuestion, MarkedBy } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { ANNA, type FakeHub } from "./fakeHub.ts";
import { share, talk } from "./talking.ts";
import { expect, test } from "./world.ts";

const BY: MarkedBy = { viewer: 0, agentId: ANNA.id, name: ANNA.name, colour: 0 };
const question = (id: number, more: Partial<GrantQuestion> = {}): GrantQuestion => ({
  ...{ id, grant: "control", by: BY, reason: "Dann trage ich den Tarif für Sie ein.", restMs: 120_000 },
  ...more,
});
const given = (id: number, more: Partial<GivenGrant> = {}): GivenGrant => ({
  ...{ id, grant: "control", by: BY, restMs: 600_000 },
  ...more,
});
const said = (hub: FakeHub, event: string): unknown[] =>
  hub.heard.filter(one => one.event === event).map(one => one.payload);
const ask = (page: Page) => page.getByTestId("grant-ask");

test.describe("a grant", () => {
  test.beforeEach(async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    await page.getByTestId("chat-close").click();
  });

  test("is asked for under the board, in the agent's words, and given by a person's click alone", async ({
    page,
    hub,
  }) => {
    hub.tellGrants({ asked: question(7) });
    await expect(ask(page)).toContainText("Anna Petersen möchte diese Seite mit Ihnen bedienen");
    await expect(ask(page)).toContainText("Dann trage ich den Tarif für Sie ein.");
    // Where nothing of the page is in its way it hangs under the board.
    expect((await ask(page).boundingBox())?.y).toBeLessThan(100);
    await page.screenshot({ path: test.info().outputPath("ask.png") });
    const { violations } = await new AxeBuilder({ page }).include("lotse-widget").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByTestId("grant-give").evaluate(button => (button as HTMLElement).click());
    expect(said(hub, "stream:answer")).toEqual([]);
    await page.getByTestId("grant-give").click();
    await expect.poll(() => said(hub, "stream:answer")).toEqual([{ id: 7, answer: "give" }]);
    await expect(ask(page)).toHaveCount(0);
    // Told once more, it is not asked once more; the hub has not heard, and is told again.
    hub.tellGrants({ asked: question(7) });
    await expect.poll(() => said(hub, "stream:answer")).toHaveLength(2);
    hub.tellGrants({ given: [given(7)], answered: { id: 7, outcome: "given" } });
    await expect(page.getByTestId("control-word")).toBeVisible();
    await expect(ask(page)).toHaveCount(0);
    await page.screenshot({ path: test.info().outputPath("held.png") });
  });

  test("is refused, or no longer asked for", async ({ page, hub }) => {
    hub.tellGrants({ asked: question(7, { reason: null }) });
    await page.getByTestId("grant-refuse").click();
    await expect.poll(() => said(hub, "stream:answer")).toEqual([{ id: 7, answer: "refuse" }]);
    hub.tellGrants({ asked: question(8, { grant: "navigate" }) });
    await expect(ask(page)).toContainText("auf andere Seiten dieser Website führen");
    hub.tellGrants({ answered: { id: 8, outcome: "withdrawn" } });
    await expect(ask(page)).toHaveCount(0);
  });

  test("that was given offline is given again; taken back before the hub has heard, it never begins", async ({
    page,
    hub,
  }) => {
    hub.tellGrants({ asked: question(7) });
    await expect(page.getByTestId("grant-give")).toBeEnabled();
    await page.context().setOffline(true);
    hub.cut();
    await page.getByTestId("grant-give").click();
    expect(said(hub, "stream:answer")).toEqual([]);
    await page.context().setOffline(false);
    await expect
      .poll(() => said(hub, "stream:answer"), { timeout: 15_000 })
      .toContainEqual({ id: 7, answer: "give" });
    await page.keyboard.press("Escape");
    await expect.poll(() => said(hub, "stream:takeBack")).toEqual([{ grant: "control", upTo: 7 }]);
    hub.tellGrants({ given: [given(7)] });
    await expect.poll(() => said(hub, "stream:takeBack")).toHaveLength(2);
    await expect(page.getByTestId("control-word")).toHaveCount(0);
  });

  test("to point is given by switching pointing on again", async ({ page, hub }) => {
    hub.tellSource("stream:marked", { by: BY, mark: { kind: "pointer", at: null } });
    const toggle = page.getByTestId("pointing-switch");
    await toggle.click();
    await expect(toggle).toHaveText("Zeigen erlauben");
    hub.tellGrants({ asked: question(7, { grant: "point", reason: null }) });
    await expect(ask(page)).toContainText("etwas zeigen");
    await page.getByTestId("grant-give").click();
    await expect(toggle).toHaveText("Zeigen aus");
    await expect.poll(() => said(hub, "stream:answer")).toEqual([{ id: 7, answer: "give" }]);
  });

  test("leaves the focus where the visitor writes, and covers no field there", async ({ page, hub }) => {
    await page.evaluate(() => {
      const field = document.createElement("input");
      field.id = "oben";
      field.style.cssText = "position:fixed;top:90px;left:50%;width:120px";
      document.body.append(field);
      field.focus();
    });
    hub.tellGrants({ asked: question(7) });
    await expect(ask(page)).toBeVisible();
    const [card, field] = [await ask(page).boundingBox(), await page.locator("#oben").boundingBox()];
    expect(card?.y).toBeGreaterThan((field?.y ?? 999) + (field?.height ?? 0));
    await page.getByTestId("grant-give").click();
    await expect(page.locator("#oben")).toBeFocused();
  });

  for (const how of ["the button", "Escape", "Escape in a frame"] as const) {
    test(`ends by ${how}, without the hub, and stays ended on the next page`, async ({ page, hub }) => {
      // What acts is there before the network goes: a page complains of what it cannot fetch.
      const hands = page.waitForResponse(/\/hands-/);
      hub.tellGrants({ given: [given(7)] });
      await expect(page.getByTestId("control-word")).toBeVisible();
      await (await hands).finished();
      await page.context().setOffline(true);
      hub.cut();
      if (how === "the button") await page.getByTestId("control-end").click();
      else if (how === "Escape") await page.keyboard.press("Escape");
      else {
        await page.evaluate(() => {
          const frame = document.createElement("iframe");
          frame.srcdoc = "<input autofocus>";
          document.body.append(frame);
        });
        await page.frameLocator("iframe").locator("input").click();
        await page.keyboard.press("Escape");
      }
      await expect(page.getByTestId("control-word")).toBeHidden({ timeout: 500 });
      await page.context().setOffline(false);
      // The hub has not heard and says it holds; it is told again, and nothing holds here.
      await expect
        .poll(() => said(hub, "stream:takeBack"), { timeout: 15_000 })
        .toContainEqual({ grant: "control", upTo: 7 });
      await expect(page.getByTestId("control-word")).toBeHidden();
      const sources = hub.sources;
      await page.reload();
      await expect.poll(() => hub.sources).toBeGreaterThan(sources);
      await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
      await expect.poll(() => said(hub, "stream:takeBack")).toContainEqual({ grant: "control", upTo: 7 });
      await expect(page.getByTestId("control-word")).toHaveCount(0);
      // Another one is another question.
      hub.tellGrants({ given: [given(9)] });
      await expect(page.getByTestId("control-word")).toBeVisible();
    });
  }

  test("holds on the next page, and ends with its time and with the sharing", async ({ page, hub }) => {
    hub.tellGrants({ given: [given(7), given(8, { grant: "navigate" })] });
    await expect(page.getByTestId("navigate-word")).toBeVisible();
    await page.reload();
    await expect(page.getByTestId("control-word")).toBeVisible();
    await expect(page.getByTestId("navigate-word")).toBeVisible();
    await page.getByTestId("navigate-end").click();
    await expect.poll(() => said(hub, "stream:takeBack")).toEqual([{ grant: "navigate", upTo: 8 }]);
    await expect(page.getByTestId("control-word")).toBeVisible();
    hub.tellGrants({ given: [given(7, { restMs: 0 }), given(10, { restMs: 300 })] });
    await expect(page.getByTestId("control-word")).toBeHidden();
  });

  test("fits a small screen, in the dark", async ({ page, hub }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 320, height: 640 });
    hub.tellGrants({
      asked: question(7, { by: { ...BY, name: "Annamaria-Theresia von Petersen-Wohlgemuth" } }),
    });
    await expect(ask(page)).toBeVisible();
    for (const button of ["grant-give", "grant-refuse", "cobrowse-stop"]) {
      await expect(page.getByTestId(button)).toBeInViewport({ ratio: 1 });
      await page.getByTestId(button).click({ trial: true });
    }
    await page.screenshot({ path: test.info().outputPath("ask-320.png") });
    hub.tellGrants({ given: [given(8), given(9, { grant: "navigate" })] });
    for (const button of ["control-end", "navigate-end", "cobrowse-stop"]) {
      await page.getByTestId(button).click({ trial: true });
    }
    await page.screenshot({ path: test.info().outputPath("held-320.png") });
  });
});
