/**
 * Pointing, on the real hub: the agent's hand is seen on the visitor's page under the agent's name, strokes stand until the
 * visitor removes them, and a visitor who switches pointing off is not pointed at on the next page either.
 */
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Agent, HUB_URL } from "./support/people.ts";
import { serveSite } from "./support/site.ts";

const PAGE = `<main><h1>Angaben zum Fahrzeug</h1><p id="intro">Wir fragen nur, was wir brauchen.</p>
  <p><label>Ort <input id="town" name="town"></label></p><p><button id="go" type="button">Weiter</button></p>
  <p><a id="next" href="/next">Zur Übersicht</a></p></main>`;

const middle = async (at: Locator): Promise<{ x: number; y: number }> => {
  const box = await at.boundingBox();
  if (box === null) throw new Error("nothing to be seen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const picture = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/pictures/pointing-${name}.png` });

test("the agent points, highlights and draws on the visitor's page, as long as the visitor wants it", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const agent = await Agent.signIn(browser, "Ben");
  const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": PAGE, "/next": PAGE } });
  const context = await browser.newContext({ viewport: { width: 900, height: 640 } });
  const page = await context.newPage();
  const cursor = page.locator('.marks [data-kind="cursor"]');
  const drawn = page.locator('.marks :is([data-kind="stroke"], [data-kind="highlight"])');
  const hover = async (selector: string) => {
    const { x, y } = await middle(agent.mirror().locator(selector));
    await agent.page.mouse.move(x, y, { steps: 3 });
    return { x, y };
  };
  try {
    await page.goto(`${site.url}/`);
    await page.getByTestId("launcher").click();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("composer").press("Enter");
    await agent.page.getByTestId("accept").first().click();
    await agent.page.getByTestId("cobrowse-request").click();
    await page.getByTestId("cobrowse-consent-accept").click();
    await page.getByTestId("chat-close").click();
    await expect(agent.mirror().locator("#go")).toBeVisible();

    await test.step("the cursor is where the agent points, with the agent's name", async () => {
      await hover("#go");
      await expect(cursor).toContainText("Ben");
      const tip = cursor.locator("path").first();
      await expect
        .poll(async () => {
          const [{ x, y }, at] = [await middle(page.locator("#go")), await tip.boundingBox()];
          return Math.hypot(x - (at?.x ?? 0), y - (at?.y ?? 0));
        })
        .toBeLessThan(6);
      await agent.page.mouse.down();
      await agent.page.mouse.up();
      await expect(page.locator('.marks [data-kind="click"]')).toHaveCount(1);
    });

    await test.step("a highlight and a line, pinned, stay until the visitor removes them", async () => {
      await agent.page.getByTestId("tool-pin").click();
      await agent.page.keyboard.press("Alt+KeyL");
      await hover("#town");
      await agent.page.mouse.down();
      await agent.page.mouse.up();
      await agent.page.keyboard.press("Alt+KeyJ");
      const { x, y } = await hover("h1");
      await agent.page.mouse.move(x - 150, y + 22);
      await agent.page.mouse.down();
      await agent.page.mouse.move(x + 60, y + 24, { steps: 12 });
      await agent.page.mouse.up();
      await expect(drawn).toHaveCount(2);
      await picture(page, "visitor-light");
      await page.evaluate(() => {
        document.documentElement.style.background = "#10202c";
        document.documentElement.style.color = "#eeeeff";
      });
      await picture(page, "visitor-dark");
      await picture(agent.page, "agent");
      await page.setViewportSize({ width: 320, height: 640 });
      await expect(drawn).toHaveCount(2);
      await picture(page, "visitor-320");
      await page.setViewportSize({ width: 900, height: 640 });
      await page.getByTestId("pointing-clear").click();
      await expect(drawn).toHaveCount(0);
    });

    await test.step("nothing of it is left on the next page, where the agent points anew", async () => {
      await agent.page.keyboard.press("Alt+KeyG");
      await page.locator("#next").click();
      await page.waitForURL("**/next");
      await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
      await expect(page.locator(".marks")).toHaveCount(0);
      await expect(agent.page.getByTestId("mirror-address")).toContainText("/next");
      await hover("#intro");
      await hover("#go");
      await expect(cursor).toBeVisible();
    });

    await test.step("switched off it stays off, on the next page too; the agent is told", async () => {
      await page.getByTestId("pointing-switch").click();
      await expect(cursor).toHaveCount(0);
      await expect(agent.page.getByTestId("pointing-word")).toContainText("abgeschaltet");
      await expect(agent.page.getByTestId("tool-draw")).toBeDisabled();
      await page.goto(`${site.url}/`);
      await expect(page.getByTestId("pointing-switch")).toHaveText("Zeigen erlauben");
      await expect(agent.mirror().locator("#intro")).toBeVisible();
      await page.getByTestId("pointing-switch").click();
      await expect(agent.page.getByTestId("tool-draw")).toBeEnabled();
      await hover("#go");
      await hover("#intro");
      await expect(cursor).toBeVisible();
    });
    await page.getByTestId("cobrowse-stop").click();
    await expect(page.locator(".marks")).toHaveCount(0);
  } finally {
    await context.close();
    await site.close();
  }
  await agent.leave();
});
