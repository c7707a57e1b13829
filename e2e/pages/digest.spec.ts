/**
 * A mirror that went wrong by itself: no packet is missing, and it is noticed all the same. That a mirror which is right is
 * never taken for a wrong one is asked by every other test here (`expectHealthy`).
 */
import { expect, type Page } from "@playwright/test";
import { fromMirror, test } from "../cobrowse/world.ts";
import { differences } from "./oracle.ts";
import { share } from "./shared.ts";

const PAGE = `<!doctype html><div id="list"><p id="one">eins</p><p id="two">zwei <b>drei</b></p></div>
<div id="host"><template shadowrootmode="open"><i>innen</i><i>auch</i></template></div>
<iframe id="frame" srcdoc="<!doctype html><p id='framed'>Rahmen</p>"></iframe><div id="log"></div>`;

/** What becomes of the mirror's document, each on its own. */
const DAMAGES: Readonly<Record<string, string>> = {
  "an element is gone": `page.getElementById("one").remove()`,
  "a text is gone": `page.getElementById("two").firstChild.remove()`,
  "an element stands elsewhere": `page.getElementById("log").append(page.getElementById("one"))`,
  "two have changed places": `page.getElementById("list").append(page.getElementById("one"))`,
  "something is gone in a shadow root": `page.getElementById("host").shadowRoot.querySelector("i").remove()`,
  "something is gone in a frame": `page.getElementById("frame").contentDocument.getElementById("framed").remove()`,
};

const damage = (agent: Page, script: string): Promise<void> =>
  agent.evaluate(source => {
    const inner = document.querySelector("iframe")?.contentDocument?.querySelector("iframe");
    new Function("page", source)(inner?.contentDocument);
  }, script);

test("a mirror that went wrong by itself is noticed, and the segment from its start heals it", async ({
  page,
  world,
}) => {
  await page.goto(world.page("/schaden", PAGE));
  const shared = await share(page, world);
  const { agent } = shared;
  const checks = async () => (await fromMirror(agent)).filter(({ kind }) => kind === "checked");
  /** The visitor does something that changes no structure; what is said of it then. */
  const nextCheck = async (): Promise<boolean | undefined> => {
    const before = (await checks()).length;
    await page.evaluate(() => document.getElementById("log")?.toggleAttribute("title"));
    await expect
      .poll(async () => {
        await shared.pass();
        return (await checks()).length;
      })
      .toBeGreaterThan(before);
    return (await checks()).at(-1)?.same;
  };
  await shared.pass();
  await expect.poll(() => differences({ page, agent })).toEqual([]);
  expect(await nextCheck()).toBe(true);
  for (const [what, script] of Object.entries(DAMAGES)) {
    await damage(agent, script);
    expect(await nextCheck(), what).toBe(false);
    await shared.joinLate();
    await expect.poll(() => differences({ page, agent }), what).toEqual([]);
    expect(await nextCheck(), what).toBe(true);
  }
});
