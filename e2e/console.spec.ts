/** The console on the real hub: an account's whole life, from the invitation to the removal, under the hub's own policy. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { demoAgents, HUB_URL, SHOP_URL } from "./support/people.ts";
import { watchPolicy } from "./support/policy.ts";
import { totpAt } from "./support/totp.ts";

const PASSWORD = "vier Wörter ohne Sinn";

interface Person {
  readonly page: Page;
  /** Goes, having broken nothing of the policy. */
  leave(): Promise<void>;
}

const arrive = async (browser: Browser): Promise<Person> => {
  const context = await browser.newContext({ baseURL: HUB_URL, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const violations = await watchPolicy(page);
  return {
    page,
    leave: async () => {
      expect(violations).toEqual([]);
      await context.close();
    },
  };
};

const signIn = async (page: Page, email: string, password: string) => {
  await page.getByTestId("signin-email").fill(email);
  await page.getByTestId("signin-password").fill(password);
  await page.getByTestId("signin-submit").click();
};

/** Clara of the demo administers. */
const signInAsClara = async (page: Page, path: string) => {
  const clara = (await demoAgents(page)).find(({ name }) => name.startsWith("Clara"));
  if (clara === undefined) throw new Error("There is no demo agent called Clara");
  await page.goto(path);
  await signIn(page, clara.email, clara.password);
};

test("invited by a link, a second factor of one's own, signed out from afar, removed", async ({
  browser,
}) => {
  const clara = await arrive(browser);
  const dora = await arrive(browser);
  const email = `dora-${Date.now()}@nordwind.example`;
  let link = "";
  let secret = "";
  let backupCode = "";

  await test.step("the administrator invites; the link is told once", async () => {
    await signInAsClara(clara.page, "/console/settings/people");
    await clara.page.getByTestId("member-invite").click();
    await clara.page.getByTestId("member-name").fill("Dora Engel");
    await clara.page.getByTestId("member-email").fill(email);
    await clara.page.getByTestId("member-save").click();
    link = (await clara.page.getByTestId("member-link").textContent()) ?? "";
    await clara.page.getByTestId("dialog-close").click();
  });

  await test.step("the invited person chooses a password and signs in; the link is used up", async () => {
    await dora.page.goto(link);
    await dora.page.getByTestId("welcome-password").fill(PASSWORD);
    await dora.page.getByTestId("welcome-again").fill(PASSWORD);
    await dora.page.getByTestId("welcome-submit").click();
    await dora.page.getByTestId("welcome-continue").click();
    await expect(dora.page.getByTestId("signin-email")).toHaveValue(email);
    await signIn(dora.page, email, PASSWORD);
    await expect(dora.page.getByTestId("presence")).toContainText(/./);
    const second = await arrive(browser);
    await second.page.goto(link);
    await expect(second.page.getByTestId("welcome-invalid")).toBeVisible();
    await second.leave();
  });

  await test.step("a second factor is turned on, although the session begins anew with it", async () => {
    await dora.page.getByTestId("area-settings").click();
    await dora.page.getByTestId("second-begin").click();
    await dora.page.getByTestId("confirm-password").fill(PASSWORD);
    await dora.page.getByTestId("confirm-password-submit").click();
    secret = (await dora.page.getByTestId("second-secret").textContent()) ?? "";
    await dora.page.getByTestId("second-code").fill(totpAt(secret, Date.now()));
    await dora.page.getByTestId("second-confirm").click();
    const codes = (await dora.page.getByTestId("backup-codes-text").textContent()) ?? "";
    backupCode = codes.split("\n")[0] ?? "";
    expect(backupCode).not.toBe("");
    await dora.page.getByTestId("codes-kept").click();
    await expect(dora.page.getByTestId("second-state")).toHaveAttribute("data-on", "true");
    await expect(dora.page.getByTestId("connection-state")).toHaveAttribute("data-state", "online");
  });

  await test.step("signed out from afar, a backup code and the password let in again, in place", async () => {
    const row = clara.page.getByTestId("member").filter({ hasText: email });
    await clara.page.reload();
    await expect(row).toContainText("an");
    await row.getByTestId("member-edit").click();
    await clara.page.getByTestId("member-signout").click();
    await clara.page.getByTestId("confirm").click();
    await expect(dora.page.getByTestId("signin-problem")).toHaveAttribute("data-problem", "revoked", {
      timeout: 5_000,
    });
    await signIn(dora.page, email, PASSWORD);
    await dora.page.getByTestId("signin-other-code").click();
    await dora.page.getByTestId("signin-code").fill(backupCode);
    await dora.page.getByTestId("signin-code-submit").click();
    await expect(dora.page.getByTestId("settings-page")).toBeVisible();
    await expect(dora.page.getByTestId("session")).toHaveCount(1);
  });

  await test.step("removed, the person is out at once and stays out", async () => {
    const row = clara.page.getByTestId("member").filter({ hasText: email });
    await row.getByTestId("member-edit").click();
    await clara.page.getByTestId("member-remove").click();
    await clara.page.getByTestId("confirm").click();
    await expect(row).toHaveCount(0);
    await expect(dora.page.getByTestId("signin-problem")).not.toBeEmpty({ timeout: 5_000 });
  });

  await test.step("the audit log tells it", async () => {
    await clara.page.getByTestId("settings-audit").click();
    const log = clara.page.getByTestId("settings-page");
    for (const event of ["member:invited", "member:signedOut", "member:removed"]) {
      await expect(log.getByText(event, { exact: true }).first()).toBeVisible();
    }
  });
  await dora.leave();
  await clara.leave();
});

test("the kill switch takes Lotse off the site at once, and brings it back", async ({ browser }) => {
  const clara = await arrive(browser);
  await signInAsClara(clara.page, "/console/settings/sites");
  const snippet = (await clara.page.getByTestId("site-snippet").first().textContent()) ?? "";
  const script = /src="([^"]+)"/.exec(snippet)?.[1] ?? "";
  const visitor = await browser.newPage();
  await visitor.goto(`${SHOP_URL}/quote`);
  await expect(visitor.getByTestId("launcher")).toBeVisible();
  try {
    await clara.page.getByTestId("site-off").click();
    await clara.page.getByTestId("confirm").click();
    await expect(clara.page.getByTestId("site-switch")).toHaveAttribute("data-enabled", "false");
    expect(await (await visitor.request.get(script)).text()).toContain('"enabled":false');
    await visitor.reload();
    await expect(visitor.locator("form").first()).toBeVisible();
    await expect(visitor.getByTestId("launcher")).toHaveCount(0);
  } finally {
    await clara.page.getByTestId("site-on").click();
    await expect(clara.page.getByTestId("site-switch")).toHaveAttribute("data-enabled", "true");
  }
  await expect(async () => {
    await visitor.reload();
    await expect(visitor.getByTestId("launcher")).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await visitor.close();
  await clara.leave();
});

test("every place of the console keeps the hub's policy: no string ever becomes markup or script", async ({
  browser,
}) => {
  const clara = await arrive(browser);
  await signInAsClara(clara.page, "/console/settings/account");
  const answer = await clara.page.request.get("/console/");
  expect(answer.headers()["content-security-policy"]).toContain("require-trusted-types-for 'script'");
  expect(answer.headers()["content-security-policy"]).toContain("trusted-types 'none'");
  for (const place of [
    "settings/people",
    "settings/sites",
    "settings/audit",
    "visitors",
    "inbox",
    "nowhere",
  ]) {
    await clara.page.goto(`/console/${place}`);
    await expect(clara.page.locator("main")).toBeVisible();
    await expect(clara.page.getByTestId("connection-state")).toHaveAttribute("data-state", "online");
  }
  await clara.page.keyboard.press("Control+KeyK");
  await expect(clara.page.getByTestId("palette")).toBeVisible();
  await clara.leave();
});
