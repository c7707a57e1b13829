/** Which forms are found by themselves, and when their time counts. */
import type { Page } from "@playwright/test";
import type { FakeHub } from "./fakeHub.ts";
import { startSite } from "./fakeSite.ts";
import { asked, begun, never, read } from "./watching.ts";
import { test as base, expect } from "./world.ts";

const two = (name: string, more = "") =>
  `<form name="${name}" ${more}><input name="a"> <input name="b"></form>`;

const HIDDEN = `<main>${two("visibility")}${two("opacity")}${two("display", "hidden")}
<details><summary>Mehr</summary>${two("details")}</details></main>`;
const ONE = `<main><form name="search"><input name="q"><button>Los</button></form>
<form name="coupon"><input type="text" name="code"></form>
<form name="newsletter"><input type="email" name="mail"></form>
<form name="callback"><input type="tel" name="phone"></form>
<form name="question"><textarea name="text"></textarea></form></main>`;
const APART = `<main><form name="joined" id="joined"><input name="name"></form><p><input name="b" form="joined"></p>
<x-form data-lotse-form="shadow"></x-form><div data-lotse-form="frame"><iframe src="/inner"></iframe></div></main>`;

const test = base.extend({
  site: async ({ hub }, use) => {
    const pages = {
      "/hidden": HIDDEN,
      "/one": ONE,
      "/apart": APART,
      "/quote": two("quote"),
      "/inner": "<p>",
    };
    const site = await startSite({ hub: hub.url, pages });
    await use(site);
    site.close();
  },
});

/** The browser has said what is on the screen. */
const frame = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>(done => new IntersectionObserver(() => done()).observe(document.body)),
  );

const pass = async (page: Page, ms: number): Promise<void> => {
  await frame(page);
  await page.clock.runFor(ms);
  await frame(page);
};

const timesTold = ({ beacons }: FakeHub) =>
  Object.entries(beacons.findLast(({ asks }) => asks.length > 0)?.facts.forms ?? {}).map(
    ([name, { activeMs }]) => ({ name, activeMs }),
  );

const within = (low: number, high: number, hub: FakeHub, names: readonly string[]) => {
  const told = timesTold(hub);
  expect(told.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const { name, activeMs } of told) {
    expect(activeMs, name).toBeGreaterThanOrEqual(low);
    expect(activeMs, name).toBeLessThanOrEqual(high);
  }
};

test("a form that cannot be seen gets no time, and gets it as soon as it can be", async ({
  page,
  hub,
  site,
}) => {
  const names = ["visibility", "opacity", "display", "details"];
  read(hub, names.map(name => `form("${name}").seconds > 10`).join(" && "));
  await page.clock.install();
  await page.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => {
      for (const [name, value] of [
        ["visibility", "hidden"],
        ["opacity", "0"],
      ] as const)
        document.forms.namedItem(name)?.style.setProperty(name, value);
    }),
  );
  await page.goto(`${site.url}/hidden`);
  await begun(hub);
  await pass(page, 20_000);
  await page.evaluate(() => {
    document.forms.namedItem("visibility")?.style.removeProperty("visibility");
    document.forms.namedItem("opacity")?.style.removeProperty("opacity");
    document.forms.namedItem("display")?.removeAttribute("hidden");
    document.querySelector("details")?.setAttribute("open", "");
  });
  await pass(page, 1_000);
  await pass(page, 7_000);
  never(hub);
  await page.evaluate(() => document.querySelector("main")?.style.setProperty("visibility", "hidden"));
  await pass(page, 1_000);
  await pass(page, 20_000);
  never(hub);
  await page.evaluate(() => document.querySelector("main")?.style.removeProperty("visibility"));
  await pass(page, 1_000);
  await pass(page, 5_000);
  await asked(hub);
  within(10_000, 13_000, hub, names);
});

test("a form that its page draws anew, again and again, loses no time, and none is given when it has gone", async ({
  page,
  hub,
  site,
}) => {
  read(hub, 'form("quote").seconds > 17 && visit.seconds > 60');
  await page.clock.install();
  await page.goto(`${site.url}/quote`);
  await begun(hub);
  for (let index = 0; index < 20; index++) {
    await page.evaluate(() => {
      const form = document.forms[0];
      form?.replaceWith(form.cloneNode(true));
    });
    await pass(page, 300);
    await pass(page, 600);
  }
  await page.evaluate(() => document.forms[0]?.remove());
  await pass(page, 300);
  await pass(page, 60_000);
  await asked(hub);
  within(17_000, 20_500, hub, ["quote"]);
});

test("of forms with one field those are found that want an address, a number or a text, and no search box", async ({
  page,
  hub,
  site,
}) => {
  read(hub, "visit.seconds > 30");
  await page.clock.install();
  await page.goto(`${site.url}/one`);
  await begun(hub);
  await pass(page, 1_000);
  await pass(page, 30_000);
  await asked(hub);
  within(25_000, 33_000, hub, ["newsletter", "callback", "question"]);
});

test("fields elsewhere belong to their form; forms in a shadow root or a frame count where what is around is named", async ({
  page,
  hub,
  site,
}) => {
  read(hub, 'visit.seconds > 30 && form("shadow").fieldsTouched == 1 && form("joined").fieldsTouched == 1');
  await page.clock.install();
  await page.addInitScript(() =>
    customElements.define(
      "x-form",
      class extends HTMLElement {
        connectedCallback() {
          const form = document.createElement("form");
          const field = document.createElement("input");
          field.name = "inside";
          form.append(field);
          this.attachShadow({ mode: "open" }).append(form);
        }
      },
    ),
  );
  await page.goto(`${site.url}/apart`);
  await begun(hub);
  await page.locator("[name=inside]").pressSequentially("A");
  await page.locator("[name=b]").pressSequentially("B");
  await pass(page, 1_000);
  await pass(page, 30_000);
  await asked(hub);
  within(25_000, 33_000, hub, ["joined", "shadow", "frame"]);
});
