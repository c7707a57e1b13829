/** From the visitor's page through recorder and mirror document: the agent sees the same page. */
import { expect } from "@playwright/test";
import { frames, fromMirror, openMirror, record, test, toMirror } from "./world.ts";

test("a page arrives in the mirror", async ({ world, page, context }) => {
  await page.goto(
    world.page("/hello", `<!doctype html><title>Hallo</title><h1>Grüße aus Bremen</h1><input id="a">`),
  );
  const agent = await context.newPage();
  await openMirror(agent, world);
  await record(page, { filtered: true });
  await page.fill("#a", "getippt");
  await toMirror(agent, await frames(page));
  const shown = agent.frameLocator("#mirror").frameLocator("iframe");
  await expect(shown.locator("h1")).toHaveText("Grüße aus Bremen");
  await expect(shown.locator("#a")).toHaveValue("getippt");
  const messages = await fromMirror(agent);
  expect(messages.find(({ kind }) => kind === "page")).toMatchObject({
    title: "Hallo",
    widthPx: 1000,
    heightPx: 700,
  });
});
