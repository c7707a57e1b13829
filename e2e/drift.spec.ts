/** Drift, on the real hub: what a shared page shows of its masking is told to the administrator, who dismisses it. */
import { expect, test } from "@playwright/test";
import { Agent, HUB_URL } from "./support/people.ts";
import { serveSite } from "./support/site.ts";

const PAGE = `<main><h1>Ihr Konto</h1><p><label>Gehalt <input id="pay" name="drift-gehalt" value="drift-kanarie"></label></p></main>`;

test("a field that looks sensitive, and a rule that matches nothing, from the page to the console", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const clara = await Agent.signIn(browser, "Clara");
  // She is not the one who is asked.
  await clara.command("presence:set", { presence: "away" });
  const agent = await Agent.signIn(browser, "Ben");
  const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": PAGE } });
  const context = await browser.newContext();
  const page = await context.newPage();
  const { sites } = (await clara.command("site:list", {})) as { sites: { id: string; key: string }[] };
  const siteId = sites.find(({ key }) => key === "demo")?.id;
  const rules = (maskRules: readonly object[]) => clara.command("site:change", { siteId, maskRules });
  try {
    await rules([{ selector: ".drift-fort", action: "mask" }]);
    await page.goto(`${site.url}/`);
    await page.getByTestId("launcher").click();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("composer").press("Enter");
    await agent.page.getByTestId("accept").first().click();
    await agent.page.getByTestId("cobrowse-request").click();
    await page.getByTestId("cobrowse-consent-accept").click();
    await expect(agent.mirror().locator("#pay")).toBeVisible();
    const told = async (): Promise<string> => JSON.stringify(await clara.command("drift:list", { siteId }));
    await expect.poll(told, { timeout: 20_000 }).toContain("drift-gehalt");
    expect(await told()).toContain(".drift-fort");
    expect(await told()).not.toContain("drift-kanarie");
    await clara.page.goto("/console/settings/sites");
    const part = clara.page.locator(`[data-site-id="${siteId}"]`).getByTestId("drift");
    const field = part.getByTestId("drift-finding").filter({ hasText: "drift-gehalt" });
    await expect(part.getByTestId("drift-finding").filter({ hasText: ".drift-fort" })).toHaveCount(1);
    await field.getByTestId("drift-dismiss").click();
    await expect(field).toHaveCount(0);
    expect(await told()).not.toContain("drift-gehalt");
    await agent.endConversations();
  } finally {
    await rules([]);
    await context.close();
    await site.close();
    await clara.leave();
    await agent.leave();
  }
});
