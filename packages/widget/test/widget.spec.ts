import { test as base, expect } from "@playwright/test";
import { FakeHub, RULE } from "./fakeHub.ts";
import { type FakeSite, startSite } from "./fakeSite.ts";

const test = base.extend<{ hub: FakeHub; site: FakeSite; complaints: string[] }>({
  hub: async ({ page: _ }, use) => {
    const hub = await new FakeHub().start();
    await use(hub);
    await hub.close();
  },
  site: async ({ hub }, use) => {
    const site = await startSite({ hub: hub.url });
    await use(site);
    site.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("console", message => {
        const expected = message.text().includes("favicon") || message.location().url.endsWith("favicon.ico");
        if (message.type() === "error" && !expected) complaints.push(message.text());
      });
      page.on("pageerror", error => complaints.push(String(error)));
      await use(complaints);
    },
    { auto: true },
  ],
});

const quoteRule = [{ id: RULE, when: [">", "form.ms:quote", 300] }];

const offerOnQuote = (hub: FakeHub) => {
  hub.site = { rules: quoteRule };
  hub.decide = () => [{ ruleId: RULE, outcome: "offer", invitation: hub.offer() }];
};

test("offers help on the form, and the visitor accepts and talks", async ({
  page,
  hub,
  site,
  complaints,
}) => {
  offerOnQuote(hub);
  await page.goto(site.url);
  await expect(page.getByTestId("invitation")).toContainText("Anna Petersen");
  expect(hub.beacons[0]?.asks).toEqual([]);
  await page.getByTestId("invitation-accept").click();
  await expect(page.getByTestId("composer")).toBeFocused();
  await page.getByTestId("composer").fill("Hallo Anna");
  await page.getByTestId("send").click();
  await expect(page.locator('[data-testid=message] [data-state="sent"]')).toBeVisible();
  hub.agentSays("Guten Tag! Ich sehe mir das an.");
  await expect(page.getByTestId("message")).toHaveCount(2);
  expect(complaints).toEqual([]);
});
