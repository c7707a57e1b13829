/** What a visitor wrote is sent once and in order, whatever happened between writing and sending. */
import { beginTalk, expect, expectSame, stored, Tab, test, type World } from "./world.ts";

/** As good as no network; the site itself is there. */
const cutOff = (world: World) => {
  world.proxy.admit("refuse");
  world.proxy.cut();
};

test("lines written before there is a conversation outlive a page without Lotse and are sent once, in order", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world);
  await tab.openChat();
  cutOff(world);
  await tab.say("eins", "zwei", "drei");
  await expect(tab.pending).toHaveCount(3);
  await expect(tab.pending.first()).toContainText("wartet auf die Verbindung");
  await tab.go("/bare");
  world.proxy.heal();
  await tab.go("/second");
  await anna.page.getByTestId("accept").click();
  await tab.say("vier");
  await expect(tab.pending).toHaveCount(0);
  const { conversationId } = await tab.record();
  expect(await expectSame(world, conversationId ?? "", [tab])).toEqual(["eins", "zwei", "drei", "vier"]);
});

test("lines written offline, then a reload: each once, in order; a half-written one is still in the field", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "null");
  cutOff(world);
  await expect(tab.page.getByTestId("connection")).toContainText("Verbindung unterbrochen");
  await tab.say("eins", "zwei");
  await tab.composer.pressSequentially("halb geschr");
  // The page is gone before anything could be sent.
  await tab.go("/bare");
  world.proxy.heal();
  await tab.go("/second");
  await expect(tab.composer).toHaveValue("halb geschr");
  await tab.composer.pressSequentially("ieben");
  await tab.page.reload();
  await expect(tab.composer).toHaveValue("halb geschrieben");
  await tab.composer.press("Enter");
  await tab.page.reload();
  expect(await expectSame(world, conversationId, [tab])).toEqual([
    "null",
    "eins",
    "zwei",
    "halb geschrieben",
  ]);
  await expect(tab.composer).toHaveValue("");
});

test("a line sent right before the page goes arrives, every time", async ({ context, world, anna }) => {
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "0");
  for (const line of ["1", "2", "3", "4", "5"]) {
    await tab.say(line);
    if (line === "3") await tab.go("/bare");
    await tab.go("/second");
  }
  expect(await expectSame(world, conversationId, [tab])).toEqual(["0", "1", "2", "3", "4", "5"]);
});

test("lines of a page that ended without a word are sent by the tab's next page", async ({
  context,
  world,
  anna,
}) => {
  await context.addInitScript(() => {
    for (const type of ["pagehide", "visibilitychange", "freeze"])
      window.addEventListener(type, event => event.stopImmediatePropagation(), true);
  });
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "davor");
  cutOff(world);
  await tab.say("im Sturz");
  await expect(tab.pending).toHaveCount(1);
  await tab.go("/bare");
  world.proxy.heal();
  await tab.go("/second");
  expect(await expectSame(world, conversationId, [tab])).toEqual(["davor", "im Sturz"]);
});

for (const how of ["full", "forbidden"] as const) {
  test(`with storage ${how}, nothing is lost within the page`, async ({ context, world, anna }) => {
    await context.addInitScript(kind => {
      const refuse = () => {
        throw new DOMException("no", kind === "full" ? "QuotaExceededError" : "SecurityError");
      };
      Storage.prototype.setItem = refuse;
      if (kind === "forbidden") Storage.prototype.getItem = refuse;
    }, how);
    const tab = await Tab.open(context, world);
    await tab.openChat();
    await tab.say("eins");
    await anna.page.getByTestId("accept").click();
    await expect(tab.page.getByTestId("cobrowse-share")).toBeVisible();
    cutOff(world);
    await tab.say("zwei", "drei");
    await expect(tab.pending).toHaveCount(2);
    world.proxy.heal();
    await expect(tab.pending).toHaveCount(0, { timeout: 20_000 });
    await expect(anna.page.getByTestId("message")).toContainText(["eins", "zwei", "drei"]);
    expect(await tab.seen()).toEqual(["eins", "zwei", "drei"]);
  });
}

test("a line the ended conversation did not take stays, with its text, and can begin the next", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "eins");
  cutOff(world);
  await tab.say("zu spät");
  await tab.go("/bare");
  world.proxy.heal();
  await anna.command("conversation:end", { conversationId });
  await tab.go("/second");
  const refused = tab.pending.filter({ hasText: "zu spät" });
  await expect(refused).toContainText("Nicht gesendet");
  await tab.page.reload();
  await expect(refused).toContainText("Nicht gesendet");
  expect(await stored(world, tab, conversationId)).toEqual(["eins"]);
  await tab.page.getByTestId("conversation-again").click();
  await expect(tab.composer).toHaveValue("zu spät");
  await tab.composer.press("Enter");
  await anna.page.getByTestId("accept").click();
  await expect(tab.pending).toHaveCount(0);
  const { conversationId: next } = await tab.record();
  expect(await expectSame(world, next ?? "", [tab])).toEqual(["zu spät"]);
});

test("what the agent said last before ending is there after a reload, and counts as unread", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world);
  const conversationId = await beginTalk(anna, tab, "eins");
  await tab.page.getByTestId("chat-close").click();
  await tab.go("/bare");
  await anna.command("message:send", {
    conversationId,
    messages: [{ clientId: crypto.randomUUID(), text: "Auf Wiedersehen" }],
  });
  await anna.command("conversation:end", { conversationId });
  await tab.go("/second");
  await expect(tab.page.getByTestId("launcher")).toContainText("1");
  await tab.page.getByTestId("launcher").click();
  await expect(tab.messages.last()).toContainText("Auf Wiedersehen");
});
