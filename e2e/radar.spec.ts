/** Web Radar on the plain pages: product P, decline, withdrawal, and no invitation without a free agent. */
import { expect, test } from "@playwright/test";
import { fillVehicle } from "../apps/shop/test/answers.ts";
import { Agent, Visitor } from "./support/people.ts";

test("looking at product P on a plain page invites at once, and the chat goes on over link and form post", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const visitor = await Visitor.arrive(browser, "/product/P");
  const { page } = visitor;
  await visitor.acceptInvitation();
  await visitor.say("Passt die Kamera an einen Golf?");
  await expect(anna.page.getByTestId("message").last()).toContainText("Golf");

  await page.getByTestId("chat-close").click();
  await page.locator('form[action="/basket/add"] button').click();
  await anna.say("Ja, sie passt.");
  await page.getByTestId("launcher").click();
  await expect(page.getByTestId("message").last()).toContainText("Ja, sie passt.");
  await expect(page.getByTestId("message")).toHaveCount(await anna.page.getByTestId("message").count());

  await visitor.leave();
  await anna.leave();
});

test("who declines is not asked again on this visit, and the slot is free for the next visitor", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const first = await Visitor.arrive(browser, "/product/P");
  await first.page.getByTestId("invitation-decline").click();
  await expect(first.page.getByTestId("invitation")).toHaveCount(0);
  await first.page.goto("/");
  await first.page.goto("/product/P");
  await first.page.clock.runFor(60_000);
  await expect(first.page.getByTestId("launcher")).toBeVisible();
  await expect(first.page.getByTestId("invitation")).toHaveCount(0);

  const second = await Visitor.arrive(browser, "/product/P");
  await expect(second.page.getByTestId("invitation")).toContainText("Anna");
  await second.leave();
  await first.leave();
  await anna.leave();
});

test("when the agent goes, the shown offer turns into callback or message, which reaches the console", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const visitor = await Visitor.arrive(browser, "/product/P");
  const { page } = visitor;
  await expect(page.getByTestId("invitation")).toBeVisible();
  await anna.page.getByTestId("presence-away").click();
  await expect(page.getByTestId("request-form")).toBeVisible();
  await page.getByTestId("request-form").getByRole("textbox").first().fill("040 555 0190");
  await page.getByTestId("request-send").click();
  await expect(page.getByTestId("request-sent")).toBeVisible();
  await expect(
    anna.page.getByTestId("request-item").filter({ hasText: "040 555 0190" }).first(),
  ).toBeVisible();
  await anna.page.getByTestId("presence-available").click();
  await visitor.leave();
  await anna.leave();
});

test("nobody with Sales free: nobody is invited", async ({ browser }) => {
  const clara = await Agent.signIn(browser, "Clara");
  const visitor = await Visitor.arrive(browser, "/product/P");
  await expect.poll(() => visitor.decisions()).toContain("noAgentFree");
  await expect(visitor.page.getByTestId("launcher")).toBeVisible();
  await expect(visitor.page.getByTestId("invitation")).toHaveCount(0);
  await visitor.leave();
  await clara.leave();
});

test("the agent follows a React application that changes its address without loading a page", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const visitor = await Visitor.arrive(browser, "/product/P");
  const { page } = visitor;
  await visitor.acceptInvitation();
  await page.getByTestId("cobrowse-share").click();
  await page.getByTestId("cobrowse-consent-accept").click();
  await expect(anna.page.getByTestId("mirror-address")).toContainText("/product/P");
  await page.getByTestId("chat-close").click();
  await page.goto("/quote");
  await expect(anna.page.getByTestId("mirror-address")).toContainText("/quote/vehicle");
  await fillVehicle(page);
  await page.locator('form[data-lotse-form="quote"] button[type="submit"]').click();
  await expect(page).toHaveURL(/\/quote\/usage/);
  await expect(anna.page.getByTestId("mirror-address")).toContainText("/quote/usage");
  await expect(anna.mirror().locator('[name="mileage"]')).toBeVisible();
  await page.locator('[name="mileage"]').fill("15000");
  await expect(anna.mirror().locator('[name="mileage"]')).toHaveValue(/15.?000/);
  await page.goBack();
  await expect(anna.mirror().locator('[name="hsn"]')).toHaveValue("0603");

  await anna.page.getByTestId("cobrowse-stop").click();
  await expect(page.getByTestId("cobrowse-frame")).toHaveCount(0);
  await visitor.leave();
  await anna.leave();
});
