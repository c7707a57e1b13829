/** The line dies, the page sleeps, the hub dies: the agent sees what is true again a moment later, by itself. */
import { expect, Tab, test } from "../delivery/world.ts";
import { beginSharing, expectSame, expectSeen, expectState, Line, sharedFrame } from "./shared.ts";

test("30 s without network: the agent is told, what happened meanwhile is there at once afterwards", async ({
  context,
  world,
  anna,
}) => {
  const line = await Line.of(context);
  const page = await context.newPage();
  await page.clock.install();
  const tab = new Tab(page, world);
  await tab.go("/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  await line.cut();
  await expectState(anna, "waiting");
  await tab.page.locator("#city").fill("ohne Netz");
  // Nobody is fooled into taking what stands there for what is now.
  await expectState(anna, "missing");
  await expect(anna.mirror().locator("#city")).toHaveValue("");
  await tab.page.evaluate(() => scrollTo(0, 300));
  // By the page's own clock: its attempts have become rare.
  await page.clock.fastForward(30_000);
  await line.mend();
  await expectSame(both);
  await expectState(anna, "live");
  await expect(anna.mirror().locator("#city")).toHaveValue("ohne Netz");
  await expectSeen(both);
});

test("a page that slept over a line that died silently is true again as it wakes", async ({
  context,
  world,
  anna,
}) => {
  const line = await Line.of(context);
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  line.hush();
  // Chromium under Playwright takes no `Page.setWebLifecycleState`: the events are the browser's, played.
  await tab.page.evaluate(() => document.dispatchEvent(new Event("freeze")));
  await tab.page.locator("#city").fill("im Schlaf");
  await tab.page.evaluate(() => document.dispatchEvent(new Event("resume")));
  await expectSame(both);
  await expect(anna.mirror().locator("#city")).toHaveValue("im Schlaf");
  await expectSeen(both);
});

test("the hub dies and comes back: the page is shared as before, and so is what was done meanwhile", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  await world.kill();
  await tab.page.locator("#city").fill("ohne Hub");
  await world.revive();
  await expect(anna.mirror().locator("#city")).toHaveValue("ohne Hub", { timeout: 40_000 });
  await expectSeen(both);
  await expect(sharedFrame(tab)).toBeVisible();
  await expectState(anna, "live");
});
