/** What a shared page takes from another origin, from the administrator's setting to the agent's picture. */
import type { FrameLocator, Page } from "@playwright/test";
import { expect, Tab, test } from "../delivery/world.ts";
import { Agent } from "../support/people.ts";
import { beginSharing } from "./shared.ts";

const allow = async (admin: Page, origins: string): Promise<void> => {
  await admin.goto("/console/settings/sites");
  await admin.getByTestId("site-asset-origins").fill(origins);
  await admin.getByTestId("site-save").click();
  await expect(admin.getByTestId("site-saved")).not.toBeEmpty();
};

/** What the box looks like: its sheet's sheet, and whether the picture behind it and the one beside it are there. */
const looks = (within: Page | FrameLocator) =>
  within.locator("main").evaluate(async main => {
    const style = getComputedStyle(main.querySelector("#box") ?? main);
    const [, behind = ""] = /url\("(.*)"\)/.exec(style.backgroundImage) ?? [];
    const picture = new (main.ownerDocument.defaultView as typeof window).Image();
    picture.src = behind;
    const isLoaded = await picture.decode().then(
      () => true,
      () => false,
    );
    return [style.borderLeftWidth, isLoaded, main.querySelector("img")?.naturalWidth];
  });

test("style sheets and pictures of another origin: by the hub, once the administrator allows it, and never by the agent's browser", async ({
  browser,
  context,
  world,
  anna,
}) => {
  const { cdn } = world;
  const clara = await Agent.signIn(browser, "Clara", world.hubUrl);
  const tab = await Tab.open(context, world, "/styled");
  expect(await looks(tab.page)).toEqual(["7px", true, 40]);
  await beginSharing({ tab, agent: anna });
  await expect(anna.mirror().locator("#box")).toBeAttached();
  expect(await looks(anna.mirror())).toEqual(["0px", false, 0]);
  expect(cdn.byHub).toEqual([]);
  await allow(clara.page, cdn.origin);
  await expect.poll(() => looks(anna.mirror()), { timeout: 20_000 }).toEqual(["7px", true, 40]);
  expect([...cdn.byHub].sort()).toEqual(["/box.svg", "/more.css", "/theme.css"]);
  expect([...cdn.byPagesOf]).toEqual([world.siteUrl, cdn.origin]);
  await allow(clara.page, "");
  await clara.leave();
});
