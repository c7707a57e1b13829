/** How the quote form behaves in a real browser: history, reload, formats, focus, sending; and that the policy bites. */
import { expect } from "@playwright/test";
import { chooseCover, fillDriver, fillSummary, fillUsage, fillVehicle } from "./answers.ts";
import { test } from "./site.ts";

test("steps are addresses: back, forward, reload and deep links work", async ({ page, site, troubles }) => {
  await page.goto(`${site.origin}/quote/cover`);
  await expect(page).toHaveURL(/\/quote\/vehicle$/);
  await fillVehicle(page);
  await expect(page.getByRole("heading", { name: "So nutzen Sie das Auto" })).toBeFocused();
  await expect(page).toHaveTitle("So nutzen Sie das Auto · Nordwind Versicherung");
  await page.goBack();
  await expect(page.locator("#quote-plate")).toHaveValue("HH-NW 2024");
  await page.goForward();
  await expect(page).toHaveURL(/\/quote\/usage$/);
  await page.reload();
  await fillUsage(page);
  await page.getByRole("link", { name: "EN", exact: true }).click();
  await expect(page.locator("#quote-firstName")).toBeVisible();
  await expect(page.getByRole("button", { name: "Vehicle" })).toBeVisible();
  expect(troubles).toEqual([]);
});

test("from the first field to the confirmation", async ({ page, site, troubles }) => {
  await page.goto(`${site.origin}/quote?lang=en`);
  await fillVehicle(page);
  await fillUsage(page);
  await fillDriver(page);
  await chooseCover(page);
  const live = (await page.locator(".premium-amount").textContent()) ?? "";
  await page.locator("#quote-form [type=submit]").click();
  await page.waitForURL("**/quote/summary*");
  await expect(page.locator(".premium-lines .grand dd")).toHaveText(live);
  await expect(page.locator(".reviews")).not.toContainText("Penalty points");
  await page.reload();
  await fillSummary(page);
  await expect(page.locator("#quote-iban")).toHaveValue("DE89 3704 0044 0532 0130 00");
  await page.locator("#quote-form [type=submit]").click();
  await page.waitForURL("**/quote/done");
  await expect(page.locator(".receipt")).toContainText(live);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  expect(troubles).toEqual([]);
});

test("an answer changed under the form's feet comes back from the server to its step", async ({
  page,
  site,
}) => {
  await page.goto(`${site.origin}/quote`);
  await fillVehicle(page);
  await fillUsage(page);
  await fillDriver(page);
  await chooseCover(page);
  await page.locator("#quote-form [type=submit]").click();
  await fillSummary(page);
  await page.route("**/quote", route => {
    const sent = route.request().postDataJSON() as Record<string, unknown>;
    return route.continue({ postData: JSON.stringify({ ...sent, parkingPostcode: "00000" }) });
  });
  await page.locator("#quote-form [type=submit]").click();
  await page.waitForURL("**/quote/usage");
  await expect(page.locator("#quote-parkingPostcode")).toBeFocused();
  await expect(page.locator("#quote-parkingPostcode-error")).toBeVisible();
});

test("groups are written while typing and the caret stays where the hand is", async ({ page, site }) => {
  await page.goto(`${site.origin}/quote`);
  await fillVehicle(page);
  const mileage = page.locator("#quote-mileage");
  await mileage.pressSequentially("12x500");
  await expect(mileage).toHaveValue("12.500");
  await mileage.press("Home");
  await mileage.press("ArrowRight");
  await mileage.press("Delete");
  await mileage.pressSequentially("93");
  await expect(mileage).toHaveValue("193.500");
});

test("a value set by program reaches React as a typed one does", async ({ page, site }) => {
  await page.goto(`${site.origin}/quote`);
  await page.locator("#quote-hsn").evaluate((input: HTMLInputElement) => {
    const descriptor = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    descriptor?.set?.call(input, "06-03");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await expect(page.locator("#quote-hsn")).toHaveValue("0603");
});

test("form, notes, confidential panel and help carry the names Lotse reads", async ({ page, site }) => {
  await page.goto(`${site.origin}/quote`);
  await expect(page.locator("form[data-lotse-form=quote] textarea[data-lotse-mask]")).toBeVisible();
  await expect(page.locator("button[data-lotse-open=quote]")).toBeVisible();
  await fillVehicle(page);
  await fillUsage(page);
  await expect(page.locator("[data-lotse-block] #quote-claimsRemark")).toBeVisible();
});

test("the policy stops inline script and style, but not structured data", async ({
  page,
  site,
  troubles,
}) => {
  await page.goto(`${site.origin}/product/P`);
  expect(troubles).toEqual([]);
  await expect(page.locator('script[type="application/ld+json"]')).toHaveCount(1);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.body.dataset.broken = 'yes'";
    document.body.append(script);
    document.body.setAttribute("style", "color: red");
  });
  expect(await page.evaluate(() => document.body.dataset.broken)).toBeUndefined();
  await expect.poll(() => troubles.filter(text => text.includes("Content Security Policy")).length).toBe(2);
});
