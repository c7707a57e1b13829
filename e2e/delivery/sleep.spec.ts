/** A page that wakes, or whose line died without a word, is as complete a moment later as if it had never slept. */
import type { Page } from "@playwright/test";
import { agentSays, beginTalk, expect, expectSame, Tab, test } from "./world.ts";

/** How a page wakes. Chromium under Playwright takes no `Page.setWebLifecycleState`: the events are the browser's, played. */
const WAYS = {
  online: () => dispatchEvent(new Event("online")),
  visible: () => document.dispatchEvent(new Event("visibilitychange")),
  thawed: () => document.dispatchEvent(new Event("resume")),
};

for (const way of ["online", "visible", "thawed"] as const) {
  test(`over a line that died silently, a page that is ${way} again needs no ping to fail`, async ({
    context,
    world,
    anna,
  }) => {
    const others = [...world.proxy.connections];
    const tab = await Tab.open(context, world);
    const conversationId = await beginTalk(anna, tab, "eins");
    for (const one of world.proxy.connections) if (!others.includes(one)) one.impair({ stalled: true });
    if (way === "thawed") await tab.page.evaluate(() => document.dispatchEvent(new Event("freeze")));
    else await tab.say("in die Leere");
    await agentSays(anna, conversationId, "Sind Sie noch da?");
    await tab.page.evaluate(WAYS[way]);
    // The hub pings every 25 s, and the page gives up 20 s after one that does not come.
    await expect(tab.page.getByText("Sind Sie noch da?")).toBeVisible({ timeout: 20_000 });
    const truth = await expectSame(world, conversationId, [tab]);
    const mine = way === "thawed" ? ["eins"] : ["eins", "in die Leere"];
    expect(truth.toSorted()).toEqual([...mine, "Sind Sie noch da?"].toSorted());
  });
}

test("ten minutes without network, by the page's clock: nothing lost, nothing doubled", async ({
  context,
  world,
  anna,
}) => {
  const page = await context.newPage();
  await page.clock.install();
  const tab = new Tab(page, world);
  await tab.go("/");
  const conversationId = await beginTalk(anna, tab, "vorher");
  world.proxy.admit("refuse");
  world.proxy.cut();
  await expect(tab.page.getByTestId("connection")).toBeVisible();
  for (let minute = 1; minute <= 10; minute++) {
    await tab.say(`Minute ${minute}`);
    await page.clock.fastForward(60_000);
  }
  world.proxy.heal();
  await tab.page.evaluate(() => dispatchEvent(new Event("online")));
  const truth = await expectSame(world, conversationId, [tab]);
  expect(truth).toEqual(["vorher", ...Array.from({ length: 10 }, (_, index) => `Minute ${index + 1}`)]);
});

test("back and forward: the page from the cache goes on where the tab's other pages stopped", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "eins");
  await tab.say("auf der ersten");
  await tab.go("/second");
  await tab.say("auf der zweiten");
  await tab.composer.fill("halb");
  await tab.page.goBack();
  await expect(tab.composer).toHaveValue("halb");
  await tab.say("wieder auf der ersten");
  await tab.page.goForward();
  expect(await expectSame(world, conversationId, [tab])).toEqual([
    "eins",
    "auf der ersten",
    "auf der zweiten",
    "wieder auf der ersten",
  ]);
});

const hubTellsTime = async (page: Page): Promise<void> => {
  const line = await page.waitForEvent("websocket");
  await line.waitForEvent("framereceived", ({ payload }) => payload.toString().includes("serverNowMs"));
};

for (const hours of [-7, 7]) {
  test(`a visitor's clock ${hours} hours off: an invitation lasts as long as the hub says`, async ({
    context,
    world,
  }) => {
    const page = await context.newPage();
    await page.clock.install({ time: Date.now() + hours * 3_600_000 });
    const tab = new Tab(page, world);
    const timeTold = hubTellsTime(page);
    await tab.go("/product");
    const invitation = page.getByTestId("invitation");
    await expect(invitation).toBeVisible();
    // The offer comes with the decision; the time only over the connection that is opened then.
    await timeTold;
    await page.clock.runFor(15_000);
    await expect(invitation).toBeVisible();
    // Without the hub's word, too, it ends when its time is over.
    world.proxy.admit("refuse");
    world.proxy.cut();
    await page.clock.fastForward(120_000);
    await expect(invitation).toHaveCount(0);
  });
}
