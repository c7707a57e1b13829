/** Addresses: reload, back and forward, deep links, unknown ones; title and focus follow. */
import { busy } from "./busy.ts";
import { expect, expectAccessible, inspect, picture, signIn, test } from "./fixture.ts";
import { EMAIL, shift } from "./shift.ts";

const pathOf = (url: string) => new URL(url).pathname;

test("every conversation has an address; back, forward and reload lead where one was, without loading a page", async ({
  page,
  hub,
  scene,
}) => {
  const first = busy(scene);
  await signIn(page, hub);
  await expect(page).toHaveURL(`${hub.url}/console/inbox/${first.id}`);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByTestId("inbox-item").nth(1).click();
  await expect(page).toHaveURL(/inbox\/.*51$/);
  await page.getByTestId("area-visitors").click();
  await expect(page).toHaveURL(`${hub.url}/console/visitors`);
  await expect(page).toHaveTitle(/Besucher – Lotse/);
  await page.goBack();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /51$/);
  await page.goBack();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", first.id);
  await page.goForward();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /51$/);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  await page.reload();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /51$/);
});

test("work that is no conversation has an address, too: link, reload, back, forward", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub, `/console/work/${EMAIL.workItemId}`);
  const item = page.getByTestId("work-view");
  await expect(item).toContainText("Hagelschaden");
  // The conversation selected beside it is not on the screen: what the visitor wrote is not read.
  await expect(page.getByTestId("unread")).toHaveCount(2);
  expect(hub.asked.filter(({ name }) => name === "receipt:mark")).toMatchObject(
    Array.from({ length: 2 }, () => ({ input: { readSeq: 0 } })),
  );
  await page.getByTestId("inbox-item").first().click();
  await expect(page).toHaveURL(/inbox\/.*50$/);
  await expect(item).toHaveCount(0);
  await page.goBack();
  await expect(item).toContainText("Hagelschaden");
  await page.goForward();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /50$/);
  await page.goBack();
  await page.reload();
  await expect(item).toContainText("Hagelschaden");
  await page.getByTestId("area-settings").click();
  await page.getByTestId("area-inbox").click();
  await expect(page).toHaveURL(new RegExp(EMAIL.workItemId));
  await expect(item).toBeVisible();
  const others = scene.work.work?.filter(({ workItemId }) => workItemId !== EMAIL.workItemId) ?? [];
  hub.tell("work:changed", { work: others, meter: { units: 8, used: 4, holds: [] } });
  await expect(page.getByTestId("conversation")).toBeVisible();
  await expect(page).toHaveURL(/inbox\/.*5[01]$/);
});

test("an item that is not mine is told beside my own work", async ({ page, hub, scene }) => {
  shift(hub, scene);
  await signIn(page, hub, "/console/work/00000000-0000-4000-8000-00000000ffff");
  await expect(page.getByTestId("no-place")).toContainText("Dieser Vorgang ist nicht bei Ihnen");
  await inspect(page, "work-gone");
});

test("a deep link from before the sign-in is returned to after it", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub, "/console/inbox/00000000-0000-4000-8000-000000000052");
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /52$/);
  await page.getByTestId("signout").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("signin-submit")).toBeVisible();
  expect(pathOf(page.url())).toBe("/console/inbox");
});

test("an address that is nothing says so and leads on", async ({ page, hub, scene }) => {
  const first = busy(scene);
  await signIn(page, hub, "/console/knowledge/nonsense");
  await expect(page.getByTestId("no-place")).toContainText("/console/knowledge/nonsense");
  await expect(page).toHaveTitle(/Hier ist nichts/);
  await inspect(page, "unknown");
  await page.getByRole("link", { name: "Zum Eingang" }).click();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", first.id);
});

test("a conversation that is not mine is told beside my own ones", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub, "/console/inbox/00000000-0000-4000-8000-00000000ffff");
  await expect(page.getByTestId("no-place")).toBeVisible();
  await expect(page.getByTestId("inbox-item")).toHaveCount(3);
  await picture(page, "gone-de-light");
  await expectAccessible(page);
});

test("the focus goes to what is new, and to the composer in a conversation", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub);
  await page.keyboard.press("Alt+Digit2");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Alt+Digit4");
  await expect(page.locator("main")).toBeFocused();
  await expect(page).toHaveTitle(/Mein Konto · Optionen – Lotse/);
  await page.keyboard.press("Alt+Digit1");
  await expect(page.getByTestId("composer")).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByTestId("composer")).toBeFocused();
  await expect(page.getByTestId("composer")).toHaveAttribute("aria-label", "An Besucher 9C1D schreiben");
});

test("by keyboard alone: skip link, rail, list, conversation", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub, "/console/visitors");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("area-inbox")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("conversation")).toBeVisible();
});

test("in a narrow window one pane is shown at a time, and each is reached", async ({ page, hub, scene }) => {
  busy(scene);
  await page.setViewportSize({ width: 640, height: 700 });
  await signIn(page, hub);
  await expect(page.getByTestId("inbox-item").first()).toBeVisible();
  await expect(page.getByTestId("conversation")).toBeHidden();
  await picture(page, "narrow-list-de-light");
  await page.getByTestId("inbox-item").first().click();
  await expect(page.getByTestId("conversation")).toBeVisible();
  await expect(page.getByTestId("inbox-item").first()).toBeHidden();
  await picture(page, "narrow-conversation-de-light");
  await expectAccessible(page);
  await page.getByTestId("visit-unfold").click();
  await expect(page.getByTestId("visit-page")).toBeVisible();
  await picture(page, "narrow-visitor-de-light");
  await page.getByTestId("visit-fold").click();
  await page.getByTestId("to-list").click();
  await expect(page.getByTestId("inbox-item").first()).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await picture(page, "narrow-list-320-de-light");
  await expectAccessible(page);
});
