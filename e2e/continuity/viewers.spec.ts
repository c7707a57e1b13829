/** Whoever comes late sees what the first one sees; whoever takes the conversation over asks first, and then sees it, too. */
import type { CDPSession } from "@playwright/test";
import { expect, Tab, test } from "../delivery/world.ts";
import { Agent } from "../support/people.ts";
import { beginSharing, expectSame, expectSeen, expectState, sharedFrame } from "./shared.ts";

const fill = async (tab: Tab): Promise<void> => {
  await tab.page.locator("#city").fill("Hamburg");
  await tab.page.evaluate(() => scrollTo(0, 200));
};

test("a second window of the console, one that is loaded anew, and one in another language see the same picture", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  await fill(tab);
  await expectSeen(both);
  const late = await anna.page.context().newPage();
  await late.goto(anna.page.url());
  const seenLate = late.frameLocator('[data-testid="mirror"]').frameLocator("iframe");
  await expect(seenLate.locator("#city")).toHaveValue("Hamburg");
  await expect
    .poll(() => seenLate.locator("main").evaluate(main => main.ownerDocument.documentElement.scrollTop))
    .toBe(200);
  await tab.page.locator("#city").fill("Bremen");
  await expect(seenLate.locator("#city")).toHaveValue("Bremen");
  await late.close();
  await anna.page.reload();
  await expectSame(both);
  await expectSeen(both);
  for (const language of ["DE", "EN"]) {
    await anna.page.getByText(language, { exact: true }).click();
    await expectState(anna, "live");
    await expectSeen(both);
  }
});

/** The process that draws it dies, as with a page that brings a fault of the browser's own to light. */
const crashMirror = async (devtools: CDPSession): Promise<void> => {
  const { targetInfo: own } = await devtools.send("Target.getTargetInfo");
  const { targetInfos } = await devtools.send("Target.getTargets");
  const mirror = targetInfos.find(({ parentId }) => parentId === own.targetId);
  if (mirror === undefined) throw new Error("No mirror");
  const { sessionId } = await devtools.send("Target.attachToTarget", { targetId: mirror.targetId });
  const message = JSON.stringify({ id: 1, method: "Page.crash" });
  await devtools.send("Target.sendMessageToTarget", { sessionId, message });
};

test("a mirror whose process crashes is put up again", async ({ browser, context, world, anna }) => {
  // To Playwright the whole page crashes with it: another browser of Anna's, asked by devtools.
  const { page } = await Agent.signIn(browser, "Anna", world.hubUrl);
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  await page.goto(anna.page.url());
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "live");
  const devtools = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> =>
    (await devtools.send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
  const own = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
  await evaluate(`void (self.crashed = ${own("mirror")})`);
  await crashMirror(devtools);
  await expect
    .poll(() => evaluate(`${own("mirror")} !== self.crashed && ${own("live")}.dataset.state`), {
      timeout: 40_000,
    })
    .toBe("live");
  await page.context().close();
  await expectSeen(both);
});

test("after a hand-over the page is shown to nobody until the visitor agrees again; then it is the same picture", async ({
  browser,
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  await beginSharing({ tab, agent: anna });
  await fill(tab);
  await expectSeen({ tab, agent: anna });
  const ben = await Agent.signIn(browser, "Ben", world.hubUrl);
  await anna.page.getByTestId("hand-on").click();
  const to = anna.page.getByTestId("hand-on-agent");
  const name = to.locator("option").filter({ hasText: /^Ben/ });
  await to.selectOption((await name.getAttribute("value")) ?? "");
  await anna.page.getByTestId("hand-on-send").click();
  await ben.page.getByTestId("accept").click();
  await expect(sharedFrame(tab)).toHaveCount(0);
  await expect(anna.page.getByTestId("mirror")).toHaveCount(0);
  await expect(ben.page.getByTestId("mirror")).toHaveCount(0);
  await ben.page.getByTestId("cobrowse-request").click();
  await tab.page.getByTestId("cobrowse-consent-accept").click();
  await expectSeen({ tab, agent: ben });
  await expect(ben.mirror().locator("#city")).toHaveValue("Hamburg");
  await ben.leave();
});
