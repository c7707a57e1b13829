/**
 * The main job, end to end: the visitor stays on the quote form, is invited because Sales is really free, accepts, chats,
 * shares the page, and the agent sees it live from page to page, with the secrets masked.
 */
import { expect, test } from "@playwright/test";
import { Agent, Visitor } from "./support/people.ts";
import { takePicture } from "./support/picture.ts";

test("an invited visitor of the React quote form chats and shares the page, masked, across navigation", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const visitor = await Visitor.arrive(browser, "/quote");
  const { page } = visitor;

  await test.step("two minutes in the form bring an invitation, not earlier", async () => {
    await expect(page.locator('form[data-lotse-form="quote"]')).toBeVisible();
    const waitedMs = await visitor.waitForInvitation();
    expect(waitedMs).toBeGreaterThan(120_000);
    await expect(page.getByTestId("invitation")).toContainText("Anna");
  });

  await test.step("accepting is answered at once: no ring, no queue", async () => {
    await visitor.acceptInvitation();
    await expect(anna.page.getByTestId("conversation")).toBeVisible();
  });

  await test.step("a chat line goes both ways", async () => {
    await visitor.say("Guten Tag, wo finde ich die HSN?");
    await expect(anna.page.getByTestId("message").last()).toContainText("wo finde ich die HSN?");
    await anna.say("Im Fahrzeugschein, Feld 2.1.");
    await expect(page.getByTestId("message").last()).toContainText("Feld 2.1");
  });

  await test.step("the visitor agrees to share the page", async () => {
    await anna.page.getByTestId("cobrowse-request").click();
    await page.getByTestId("cobrowse-consent-accept").click();
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
    await expect(anna.mirror().locator('form[data-lotse-form="quote"]')).toBeVisible();
  });

  await test.step("typing into a controlled input is seen live", async () => {
    const field = page.locator('form[data-lotse-form="quote"] input[type="text"]:visible').first();
    const id = await field.getAttribute("id");
    await field.fill("HH");
    await expect(anna.mirror().locator(`[id="${id}"]`)).toHaveValue("HH");
  });

  await takePicture(browser, { visitor: page, agent: anna.page });

  await test.step("the agent follows by link, form post and reload to plain server-rendered pages", async () => {
    await page.getByTestId("chat-close").click();
    await page.goto("/product/P");
    await expect(anna.mirror().locator("h1")).toContainText("Parkblick");
    await page.locator('form[action="/basket/add"] button').click();
    await page.locator('a[href="/checkout"]').click();
    await page.reload();
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
    await expect(anna.mirror().locator("#cardNumber")).toBeVisible();
  });

  await test.step("card number and password are masked", async () => {
    await page.locator("#cardNumber").fill("4111 1111 1111 1111");
    await page.locator('[name="createAccount"]').check();
    await page.locator("#password").fill("geheim-Wort-7");
    const city = page.locator("#city");
    await city.fill("Hamburg");
    await expect(anna.mirror().locator("#city")).toHaveValue("Hamburg");
    const card = await anna.mirror().locator("#cardNumber").inputValue();
    expect(card).not.toContain("4111");
    expect(card).not.toBe("");
    expect(await anna.mirror().locator("html").innerHTML()).not.toContain("geheim-Wort-7");
  });

  await test.step("Stop works at once", async () => {
    await page.getByTestId("cobrowse-stop").click();
    await expect(page.getByTestId("cobrowse-frame")).toHaveCount(0);
    await expect(anna.page.getByTestId("mirror")).toHaveCount(0);
  });

  await visitor.leave();
  await anna.leave();
});
