/** The demo's ready rules, as the README tells how each is seen. The mission's own is told in the story of the two people. */
import { type Browser, expect, test } from "@playwright/test";
import { Agent, Visitor } from "../support/people.ts";

const FORM_TROUBLE = "6c6f7473-6500-4000-8000-000000000004";

/** One in ten is left out on purpose; then the next one tries. */
const inTrouble = async (browser: Browser): Promise<Visitor> => {
  for (let turn = 0; turn < 8; turn++) {
    const visitor = await Visitor.arrive(browser, "/quote");
    await visitor.page.locator("#quote-form [type=submit]").click();
    await expect.poll(() => visitor.decisions()).toContain(FORM_TROUBLE);
    if (visitor.decisions().includes('"outcome":"offer"')) return visitor;
    expect(visitor.decisions()).toContain("heldOut");
    await visitor.leave();
  }
  throw new Error("eight in a row are not left out by chance");
};

test("trouble with the quote form invites to look at it together", async ({ browser }) => {
  const ben = await Agent.signIn(browser, "Ben");
  const visitor = await inTrouble(browser);
  const { page } = visitor;
  await expect(page.getByTestId("invitation")).toContainText("Klemmt es beim Formular?");
  await visitor.acceptInvitation();
  await page.getByTestId("cobrowse-consent-accept").click();
  await expect(ben.mirror().locator('[name="hsn"]')).toBeVisible();
  await visitor.leave();
  await ben.leave();
});

test("who leaves with a full basket while nobody of Sales is there is offered a callback", async ({
  browser,
}) => {
  const clara = await Agent.signIn(browser, "Clara");
  const visitor = await Visitor.arrive(browser, "/product/SE-302");
  const { page } = visitor;
  await page.locator('form[action="/basket/add"] button').click();
  await expect(page).toHaveURL(/\/basket/);
  await page.mouse.move(400, 300);
  await expect(async () => {
    await page.mouse.move(400, 200);
    await page.mouse.move(400, -10, { steps: 5 });
    await expect(page.getByTestId("hint")).toContainText("Warenkorb", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await page.getByTestId("hint-accept").click();
  await page.getByTestId("request-reach").fill("040 555 0177");
  await page.getByTestId("request-send").click();
  await expect(page.getByTestId("request-sent")).toBeVisible();
  await visitor.leave();
  await clara.leave();
});
