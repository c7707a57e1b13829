/** Getting in: second factor, organisations, one-time links. */
import type { Page } from "@playwright/test";
import { AGENTS, RIGHT_BACKUP_CODE, RIGHT_CODE, RIGHT_TOKEN } from "./fakeAccounts.ts";
import { expect, inspect, picture, test } from "./fixture.ts";

const enterPassword = async (page: Page, url: string) => {
  await page.goto(`${url}/console/`);
  await page.getByTestId("signin-email").fill(AGENTS[0]?.email ?? "");
  await page.getByTestId("signin-password").fill(AGENTS[0]?.password ?? "");
  await page.getByTestId("signin-submit").click();
};

test("the second factor: a wrong code is told, the right one lets in", async ({ page, hub }) => {
  hub.accounts.secondFactor = true;
  await enterPassword(page, hub.url);
  await expect(page.getByTestId("signin-code")).toBeFocused();
  await page.getByTestId("signin-code").fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("signin-problem")).toHaveAttribute("data-problem", "wrongCode");
  await inspect(page, "second-factor");
  // As apps show it, in two groups.
  await page.getByTestId("signin-code").fill(`${RIGHT_CODE.slice(0, 3)} ${RIGHT_CODE.slice(3)}`);
  await page.getByTestId("signin-code-submit").click();
  await expect(page.getByTestId("presence")).toBeVisible();
});

test("a backup code lets in, too", async ({ page, hub }) => {
  hub.accounts.secondFactor = true;
  await enterPassword(page, hub.url);
  await page.getByTestId("signin-other-code").click();
  await page.getByTestId("signin-code").fill(RIGHT_BACKUP_CODE);
  await picture(page, "backup-code-de-light");
  await page.getByTestId("signin-code-submit").click();
  await expect(page.getByTestId("presence")).toBeVisible();
});

test("an account of several organisations is asked where to, and can switch later", async ({ page, hub }) => {
  hub.accounts.memberships.push({
    tenantId: "suedwind",
    tenantName: "Südwind Rechtsschutzversicherungsgesellschaft",
    agentId: "2",
    role: "supervisor",
  });
  hub.accounts.activeTenantId = null;
  await enterPassword(page, hub.url);
  await expect(page.getByTestId("organisation")).toHaveCount(2);
  await inspect(page, "organisations");
  await page.getByTestId("organisation").last().click();
  await expect(page.getByTestId("presence")).toBeVisible();
  expect(hub.accounts.activeTenantId).toBe("suedwind");
  await page.getByTestId("area-settings").click();
  await page.getByTestId("organisation").first().getByRole("button").click();
  await expect.poll(() => hub.accounts.activeTenantId).toBe("nordwind");
  await expect(page.getByTestId("organisation").first()).toContainText("hier sind Sie");
});

const openLink = (page: Page, url: string, token: string) => page.goto(`${url}/console/welcome#${token}`);

test("an invitation: the token leaves the address at once, the password is asked twice", async ({
  page,
  hub,
}) => {
  await openLink(page, hub.url, RIGHT_TOKEN);
  await expect(page.getByTestId("welcome")).toHaveAttribute("data-kind", "invitation");
  expect(page.url()).toBe(`${hub.url}/console/welcome`);
  expect(
    await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }])),
  ).not.toContain(RIGHT_TOKEN);
  await page.getByTestId("welcome-password").fill("zwölf Wörter und mehr");
  await page.getByTestId("welcome-again").fill("zwölf Wörter und weniger");
  await page.getByTestId("welcome-submit").click();
  await expect(page.getByTestId("form-problem")).toContainText("verschieden");
  await inspect(page, "welcome-invitation");
  expect(hub.accounts.redeemed).toEqual([]);
  await page.getByTestId("welcome-again").fill("zwölf Wörter und mehr");
  await page.getByTestId("welcome-submit").click();
  await expect(page.getByTestId("welcome-redeemed")).toBeVisible();
  expect(hub.accounts.redeemed).toEqual([
    {
      token: RIGHT_TOKEN,
      password: "zwölf Wörter und mehr",
      name: "Maximiliane Freifrau von Hohenstein-Wildungen",
    },
  ]);
  await page.getByTestId("welcome-continue").click();
  await expect(page.getByTestId("signin-email")).toHaveValue("maximiliane@nordwind.example");
});

test("reloaded, the page says that the link is to be opened once more, not that it is void", async ({
  page,
  hub,
}) => {
  await openLink(page, hub.url, RIGHT_TOKEN);
  await expect(page.getByTestId("welcome")).toBeVisible();
  await page.reload();
  await expect(page.getByTestId("welcome-invalid")).toContainText("benutzt ist er damit nicht");
  await inspect(page, "welcome-reloaded");
  await openLink(page, hub.url, RIGHT_TOKEN);
  await expect(page.getByTestId("welcome")).toBeVisible();
});

test("set-up asks for organisation, person and site", async ({ page, hub }) => {
  hub.accounts.link = {
    kind: "setup",
    tenantName: "",
    name: null,
    email: null,
    expiresAtMs: Date.now() + 3_600_000,
  };
  await openLink(page, hub.url, RIGHT_TOKEN);
  await page.getByTestId("welcome-name").fill("Anna Petersen");
  await page.getByTestId("welcome-tenant").fill("Nordwind Versicherung AG");
  await page.getByTestId("welcome-email").fill("anna@nordwind.example");
  await page.getByTestId("welcome-origin").fill("https://www.nordwind.example");
  await page.getByTestId("welcome-password").fill("vier Wörter ohne Sinn");
  await page.getByTestId("welcome-again").fill("vier Wörter ohne Sinn");
  await inspect(page, "welcome-setup");
  await page.getByTestId("welcome-submit").click();
  await expect(page.getByTestId("welcome-redeemed")).toBeVisible();
  expect(hub.accounts.redeemed).toMatchObject([
    {
      tenantName: "Nordwind Versicherung AG",
      siteOrigin: "https://www.nordwind.example",
      name: "Anna Petersen",
    },
  ]);
});

test("a new password takes nothing but the password", async ({ page, hub }) => {
  hub.accounts.link = { ...hub.accounts.link, kind: "password" };
  await openLink(page, hub.url, RIGHT_TOKEN);
  await expect(page.getByTestId("welcome-name")).toHaveCount(0);
  await picture(page, "welcome-password-de-light");
  await page.getByTestId("welcome-password").fill("vier Wörter ohne Sinn");
  await page.getByTestId("welcome-again").fill("vier Wörter ohne Sinn");
  await page.getByTestId("welcome-submit").click();
  await expect(page.getByTestId("welcome-redeemed")).toBeVisible();
  expect(hub.accounts.redeemed).toEqual([{ token: RIGHT_TOKEN, password: "vier Wörter ohne Sinn" }]);
});

test("a link that is used, expired or mistyped says what to do; a new one in the same tab is read", async ({
  page,
  hub,
}) => {
  await openLink(page, hub.url, "wrong-token");
  await expect(page.getByTestId("welcome-invalid")).toBeVisible();
  await inspect(page, "welcome-invalid");
  await openLink(page, hub.url, RIGHT_TOKEN);
  await expect(page.getByTestId("welcome")).toBeVisible();
  await page.goto(`${hub.url}/console/welcome`);
  await expect(page.getByTestId("welcome-invalid")).toBeVisible();
});
