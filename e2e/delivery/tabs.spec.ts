/** Several tabs of one visit are one conversation: the same log in all, nothing sent twice, one page shared. */
import { agentSays, beginTalk, expect, expectSame, type Tab, Tab as Tabs, test } from "./world.ts";

const unread = (tab: Tab) => tab.page.getByTestId("launcher");

test("what is written in one tab stands in all, once; read in one is read in all; ended in one is ended in all", async ({
  context,
  world,
  anna,
}) => {
  const first = await Tabs.open(context, world);
  const conversationId = await beginTalk(anna, first, "eins");
  const second = await first.duplicate("/second");
  await expect(second.messages).toHaveCount(1);
  const third = await second.duplicate("/");
  const tabs = [first, second, third];
  for (const tab of tabs) {
    await expect(tab.composer).toBeVisible();
    await tab.say(`aus Tab ${tabs.indexOf(tab) + 1}`);
  }
  expect(await expectSame(world, conversationId, tabs)).toHaveLength(4);

  await test.step("a fold is each tab's own; unread goes everywhere when it is read in one", async () => {
    for (const tab of tabs) await tab.page.getByTestId("chat-close").click();
    await agentSays(anna, conversationId, "Eine Frage noch");
    for (const tab of tabs) await expect(unread(tab)).toContainText("1");
    await second.page.getByTestId("launcher").click();
    await expect(second.messages.last()).toContainText("Eine Frage noch");
    for (const tab of [first, third]) {
      await expect(unread(tab)).not.toContainText("1");
      await expect(tab.page.getByTestId("chat-panel")).toHaveCount(0);
    }
  });

  await test.step("the end", async () => {
    await second.page.getByTestId("conversation-end").click();
    for (const tab of [first, third]) await tab.page.getByTestId("launcher").click();
    for (const tab of tabs) await expect(tab.page.getByTestId("conversation-again")).toBeVisible();
  });
});

test("a copied outbox is sent by both tabs and stored once, in order; after that each has its own", async ({
  context,
  world,
  anna,
}) => {
  const first = await Tabs.open(context, world);
  const conversationId = await beginTalk(anna, first, "0");
  world.proxy.admit("refuse");
  world.proxy.cut();
  await first.say("1", "2", "3");
  await expect(first.pending).toHaveCount(3);
  const copy = await first.duplicate("/bare");
  // Late answers: both tabs have sent all before either hears of it.
  world.proxy.heal();
  world.proxy.impair({ latencyMs: 300 });
  await Promise.all([copy.go("/second"), first.page.evaluate(() => dispatchEvent(new Event("online")))]);
  expect(await expectSame(world, conversationId, [first, copy])).toEqual(["0", "1", "2", "3"]);
  await first.say("vom ersten");
  await copy.say("von der Kopie");
  const truth = await expectSame(world, conversationId, [first, copy]);
  expect(truth.slice(4).toSorted()).toEqual(["vom ersten", "von der Kopie"]);
});

test("an invitation accepted in one tab opens the chat there alone; the other goes along quietly", async ({
  context,
  world,
}) => {
  const first = await Tabs.open(context, world, "/product");
  await expect(first.page.getByTestId("invitation")).toBeVisible();
  const copy = await first.duplicate("/product");
  await expect(copy.page.getByTestId("invitation")).toBeVisible();
  await copy.page.getByTestId("invitation-accept").click();
  await expect(copy.composer).toBeVisible();
  await expect(first.page.getByTestId("invitation")).toHaveCount(0);
  await expect(first.page.getByTestId("chat-panel")).toHaveCount(0);
  await copy.say("Hallo");
  await first.page.getByTestId("launcher").click();
  await expect(first.messages.last()).toContainText("Hallo");
});

test("the page is shared by one tab: a copy neither takes it over nor shows it, and the first goes on alone", async ({
  context,
  world,
  anna,
}) => {
  const first = await Tabs.open(context, world);
  await beginTalk(anna, first, "Sehen Sie?");
  await first.page.getByTestId("cobrowse-share").click();
  await first.page.getByTestId("cobrowse-consent-accept").click();
  await expect(anna.mirror().locator("h1")).toContainText("Start");
  const copy = await first.duplicate("/second");
  await expect(copy.messages).toHaveCount(1);
  await copy.page.bringToFront();
  await copy.say("aus der Kopie");
  await expect(first.messages).toHaveCount(2);
  await expect(copy.page.getByTestId("cobrowse-frame")).toHaveCount(0);
  await expect(first.page.getByTestId("cobrowse-frame")).toBeVisible();
  await first.page.bringToFront();
  await first.page.getByTestId("chat-close").click();
  await first.page.getByRole("link", { name: "Weiter" }).click();
  await expect(first.page.getByTestId("cobrowse-frame")).toBeVisible();
  await expect(anna.mirror().locator("h1")).toContainText("Zweite");
  // Not even when the first is gone: nobody agreed to show this page.
  await first.page.close();
  await copy.page.reload();
  await expect(copy.messages).toHaveCount(2);
  await expect(copy.page.getByTestId("cobrowse-frame")).toHaveCount(0);
});
