/** The tools over the visitor's page: by pointer and by key, in both languages, in a narrow window. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { busy } from "./busy.ts";
import { expectAccessible, picture, signIn, test } from "./fixture.ts";

const pressed = (page: Page, tool: string) => page.getByTestId(`tool-${tool}`).getAttribute("aria-pressed");

/** Pairs of buttons that lie over each other. */
const overlaps = (page: Page): Promise<string[]> =>
  page.locator(":is(.conversation, .live, aside.folded) button:visible").evaluateAll(buttons =>
    buttons.flatMap((one, at) =>
      buttons.slice(at + 1).flatMap(other => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return width > 0.5 && height > 0.5 ? [`${one.ariaLabel} ${other.ariaLabel}`] : [];
      }),
    ),
  );

test("point, highlight, draw: one at a time, by key as well; Escape ends drawing", async ({
  page,
  hub,
  scene,
}) => {
  const first = busy(scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  hub.tell("cobrowse:changed", scene.cobrowse(first.id, "active"));
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "waiting");
  hub.stream("stream:source", { connected: true, firstSegment: 1 });
  hub.stream("stream:frames", Uint8Array.of(1));
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "live");
  expect(await pressed(page, "point")).toBe("true");
  await page.keyboard.press("Alt+KeyJ");
  await expect(page.getByTestId("tool-draw")).toHaveAttribute("aria-pressed", "true");
  expect(await pressed(page, "point")).toBe("false");
  await picture(page, "pointing-draw-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("tool-point")).toHaveAttribute("aria-pressed", "true");
  await page.getByTestId("tool-highlight").click();
  await page.getByTestId("tool-pin").click();
  await page.getByTestId("tool-zoom").click();
  const seen = () =>
    page
      .frameLocator('[data-testid="mirror"]')
      .locator("body")
      .evaluate(() => (window as unknown as { seen: string[] }).seen);
  await expect.poll(seen).toContain("tool");
  await expect.poll(seen).toContain("begin");
  await expect.poll(seen).toContain("zoom");

  hub.stream("stream:markRefused", { code: "RATE_LIMITED", stroke: 1 });
  await expect(page.getByTestId("pointing-word")).toContainText("nicht beim Besucher an");
  await expect.poll(seen).toContain("takeBack");
  hub.stream("stream:pointing", { allowed: false });
  await expect(page.getByTestId("pointing-word")).toContainText("abgeschaltet");
  await expect(page.getByTestId("tool-draw")).toBeDisabled();
  await expectAccessible(page);
  await page.getByTestId("theme").click();
  await page.getByTestId("theme").click();
  await page.setViewportSize({ width: 320, height: 720 });
  const row = page.locator(".live-tools");
  // In a narrow window chat and page stand behind each other; what leads to the page says so.
  const toLive = page.getByTestId("to-live");
  await expect(toLive).toHaveText("Zur Seite des Besuchers");
  expect(await overlaps(page)).toEqual([]);
  await picture(page, "pointing-chat-de-dark-320");
  await toLive.click();
  await expect(row).toBeVisible();
  const [wide, all] = await row.evaluate(at => [at.clientWidth, at.scrollWidth]);
  expect(all).toBeLessThanOrEqual(wide ?? 0);
  for (const part of [".live-tool-row", ".live-rights"]) {
    const tops = await row
      .locator(`${part} button`)
      .evaluateAll(tools => tools.map(tool => tool.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  }
  expect((await page.locator(".live-address").boundingBox())?.width).toBeGreaterThan(90);
  expect(await overlaps(page)).toEqual([]);
  await picture(page, "pointing-off-de-dark-320");
  // Stop is not under the visitor's corner button.
  const stop = page.getByTestId("cobrowse-stop");
  await stop.click({ trial: true, position: { x: ((await stop.boundingBox())?.width ?? 0) - 3, y: 10 } });
  // Of the live page: with the chat folded, a narrow window has no main heading.
  const { violations } = await new AxeBuilder({ page }).include(".live").exclude("iframe").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
