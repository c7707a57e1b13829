/** A page that wakes, or whose line died without a word, is as complete a moment later as if it had never slept. */
import { expect, type Page, test } from "@playwright/test";
import type { Agent } from "../support/people.ts";
import { agentSays, beginTalk, expectSame, signIn, startWorld, Tab, type World } from "./world.ts";

let world: World;
let anna: Agent;
test.beforeAll(async ({ browser }) => {
  world = await startWorld();
  anna = await signIn(browser, world);
});
test.afterAll(() => world.close());
test.afterEach(async () => {
  world.proxy.heal();
  await anna.endConversations();
});

/** The lines that stand now say nothing any more, and nobody is told; new ones work. */
const deaden = (besides: readonly unknown[]) => {
  for (const one of world.proxy.connections) if (!besides.includes(one)) one.impair({ stalled: true });
};
const lifecycle = async (page: Page, state: "frozen" | "active") => {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state });
  await session.detach();
};

for (const wake of ["online", "visibilitychange", "frozen"] as const) {
  test(`over a line that died silently, waking by ${wake} needs no ping to fail`, async ({ context }) => {
    const agents = [...world.proxy.connections];
    const tab = await Tab.open(context, world);
    const conversationId = await beginTalk(anna, tab, "eins");
    deaden(agents);
    if (wake === "frozen") await lifecycle(tab.page, "frozen");
    else await tab.say("in die Leere");
    await agentSays(anna, conversationId, "Sind Sie noch da?");
    if (wake === "frozen") {
      // Thawed, and looked at again.
      await lifecycle(tab.page, "active");
      await tab.page.bringToFront();
    }
    if (wake === "online") await tab.page.evaluate(() => dispatchEvent(new Event("online")));
    if (wake === "visibilitychange")
      await tab.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    // The hub pings every 25 s and gives up after 20 more.
    await expect(tab.page.getByText("Sind Sie noch da?")).toBeVisible({ timeout: 20_000 });
    const truth = await expectSame(world, conversationId, [tab]);
    expect(truth.toSorted()).toEqual(
      ["eins", "Sind Sie noch da?", ...(wake === "frozen" ? [] : ["in die Leere"])].toSorted(),
    );
  });
}

test("ten minutes without network, by the page's clock: nothing lost, nothing doubled", async ({
  context,
}) => {
  const page = await context.newPage();
  await page.clock.install();
  const tab = new Tab(page, world);
  await tab.go("/");
  const conversationId = await beginTalk(anna, tab, "vorher");
  const agents = world.proxy.connections.length;
  expect(agents).toBeGreaterThan(0);
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
