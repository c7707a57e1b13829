/** A mirror that went wrong by itself, on the real hub: it is right again without anybody's doing. */
import { expect, type Page, test } from "@playwright/test";
import { Agent, HUB_URL } from "./support/people.ts";
import { serveSite } from "./support/site.ts";

const PAGE = `<main><h1>Angaben zum Fahrzeug</h1><p id="intro">Wir fragen nur, was wir brauchen.</p>
  <p><button id="go" type="button">Weiter</button></p></main>`;

/** The replay frame runs no scripts; its parent, the mirror document, reaches into it. What is there then, in order. */
const damage = async (page: Page): Promise<string> => {
  const mirror = page.frames().find(frame => new URL(frame.url()).pathname.startsWith("/mirror"));
  if (mirror === undefined) throw new Error("there is no mirror");
  return mirror.evaluate(() => {
    const shown = document.querySelector("iframe")?.contentDocument;
    shown?.getElementById("go")?.remove();
    shown?.querySelector("main")?.append(shown.querySelector("h1") as Element);
    return Array.from(shown?.querySelectorAll("main *") ?? [], element => element.localName).join(" ");
  });
};

test("a mirror that went wrong by itself is right again within ten seconds of the visitor's doing something", async ({
  browser,
}) => {
  const agent = await Agent.signIn(browser, "Ben");
  const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": PAGE } });
  const context = await browser.newContext({ viewport: { width: 900, height: 640 } });
  const page = await context.newPage();
  const shown = agent.mirror();
  try {
    await page.clock.install();
    await page.goto(`${site.url}/`);
    await page.getByTestId("launcher").click();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("composer").press("Enter");
    await agent.page.getByTestId("accept").first().click();
    await agent.page.getByTestId("cobrowse-request").click();
    await page.getByTestId("cobrowse-consent-accept").click();
    await page.getByTestId("chat-close").click();
    await expect(shown.locator("#go")).toBeVisible();
    // From here on it is nobody's but the mirror's own to notice.
    expect(await damage(agent.page)).toBe("p p h1");
    await page.mouse.move(200, 200, { steps: 4 });
    await page.clock.runFor(10_500);
    await expect(shown.locator("#go")).toBeVisible();
    await expect(shown.locator("main > :first-child")).toHaveText("Angaben zum Fahrzeug");
  } finally {
    await context.close();
    await site.close();
    await agent.leave();
  }
});
