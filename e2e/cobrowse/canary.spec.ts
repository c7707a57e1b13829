/**
 * Secrets planted in a real page and searched in what leaves it: every frame inflated first. The same page with a gate
 * that lets everything through must show every one of them, or the search would prove nothing.
 */
import { expect, type Page } from "@playwright/test";
import { CANARIES, CANARY_HTML, CANARY_PATH, liveThrough } from "./canaryPage.ts";
import { frames, readable, record, test, type World } from "./world.ts";

const visit = async (page: Page, world: World): Promise<void> => {
  world.page("/canary", CANARY_HTML);
  await page.goto(world.site + CANARY_PATH);
};

const leaked = (wire: string): string[] =>
  Object.entries(CANARIES)
    .filter(([, canary]) => wire.includes(canary))
    .map(([name]) => name);

test("nothing secret leaves the page, the rest does", async ({ world, page }) => {
  await visit(page, world);
  await record(page, { filtered: true, own: "#own" });
  await liveThrough(page);
  await page.evaluate(() => (window as unknown as { capture: { newSegment(): void } }).capture.newSegment());
  const wire = readable(await frames(page));
  expect(leaked(wire)).toEqual([]);
  // Nor a beginning of one, typed letter by letter.
  expect(wire.match(/.{0,60}kanarie.{0,30}/g)).toBeNull();
  for (const visible of [
    "sichtbar-eingabe",
    "sichtbar-zuwachs",
    "Hinweis",
    "weiter",
    "offen",
    "step=2",
    "/kasse/2",
    // Styles of a masked part, but for what they say.
    "rgb(3, 4, 5)",
    "rgb(6, 7, 8)",
  ]) {
    expect(wire, visible).toContain(visible);
  }
  expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
});

test("positive control: without the gate every secret is found", async ({ world, page }) => {
  await visit(page, world);
  await record(page, { filtered: false, own: "#own" });
  await liveThrough(page);
  expect(leaked(readable(await frames(page)))).toEqual(Object.keys(CANARIES));
});

test("the strict preset masks what is typed anywhere", async ({ world, page }) => {
  await page.goto(
    world.page(
      "/strict",
      `<!doctype html><input id="a"><textarea id="b"></textarea><select id="c"><option>x</option><option id="o">streng-wahl</option></select>
       <input type="checkbox" id="d"><p>Text bleibt</p><input type="submit" value="Absenden">`,
    ),
  );
  await record(page, { filtered: true, strict: true });
  await page.fill("#a", "streng-eins");
  await page.fill("#b", "streng-zwei");
  await page.selectOption("#c", "streng-wahl");
  await page.check("#d");
  const wire = readable(await frames(page));
  expect(wire).not.toMatch(/streng-(eins|zwei)/);
  expect(wire).not.toContain('"isChecked":true');
  expect(wire).not.toContain('"text":"streng-wahl"');
  expect(wire).toContain("Text bleibt");
  expect(wire).toContain("Absenden");
});

test("a masked field tells neither how long its value is nor how often a key was pressed", async ({
  world,
  page,
}) => {
  await page.goto(world.page("/keys", `<!doctype html><input type="password" id="p">`));
  await record(page, { filtered: true });
  await frames(page);
  await page.click("#p");
  await frames(page);
  await page.keyboard.type("a");
  expect(await frames(page)).toHaveLength(1);
  await page.keyboard.type("bcdefghijklmnop");
  expect(await frames(page)).toEqual([]);
});

test("something shown that becomes secret is taken back by a new segment", async ({ world, page }) => {
  await page.goto(
    world.page("/raise", `<!doctype html><p id="p">steht-noch-da</p><input id="i" value="wert-noch-da">`),
  );
  await record(page, { filtered: true });
  expect(readable(await frames(page))).toContain("steht-noch-da");
  await page.evaluate(() => {
    document.getElementById("p")?.setAttribute("data-lotse-mask", "");
    document.getElementById("i")?.setAttribute("type", "password");
  });
  const wire = await frames(page);
  const fresh = wire.filter(frame => frame.segment === 2);
  expect(fresh.length).toBeGreaterThan(0);
  expect(readable(fresh)).not.toMatch(/noch-da/);
});

test("pieces of a number that was shown before it was one are taken back", async ({ world, page }) => {
  await page.goto(world.page("/pieces", `<!doctype html><p id="p">40128888</p>`));
  await record(page, { filtered: true });
  const before = await frames(page);
  expect(readable(before)).toContain("40128888");
  await page.evaluate(() => document.getElementById("p")?.append("88881881"));
  const wire = await frames(page);
  expect(readable([...before, ...wire])).not.toContain("88881881");
  const fresh = wire.filter(frame => frame.segment === 2);
  expect(fresh.length).toBeGreaterThan(0);
  expect(readable(fresh)).not.toContain("40128888");
});

test("a failing gate ends the capture and lets nothing out", async ({ world, page }) => {
  await page.goto(world.page("/fail", `<!doctype html><p id="p">bis hier</p>`));
  await record(page, { filtered: true });
  await frames(page);
  await page.evaluate(async () => {
    const { entries } = Object;
    // The page breaks what the gate stands on; what it must not be able to do is open it.
    Object.entries = () => {
      throw new Error("broken by the page");
    };
    document.getElementById("p")?.insertAdjacentHTML("afterend", "<p class='x'>nie gesehen</p>");
    await new Promise(done => setTimeout(done, 50));
    Object.entries = entries;
    document.getElementById("p")?.append("auch danach nicht");
  });
  const wire = await frames(page);
  expect(wire).toEqual([]);
  expect(await page.evaluate(() => window.lotseTest.failures.length)).toBe(1);
});

test("after stop nothing more is made, at once", async ({ world, page }) => {
  await page.goto(world.page("/stop", `<!doctype html><input id="i">`));
  await record(page, { filtered: true });
  await frames(page);
  await page.evaluate(() => {
    const input = document.getElementById("i") as HTMLInputElement;
    document.body.append("noch im selben Zug");
    (window as unknown as { capture: { stop(): void } }).capture.stop();
    input.value = "danach";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    document.body.append("danach");
  });
  expect(await frames(page)).toEqual([]);
});

test("what was once secret stays so in the next capture of the same page", async ({ world, page }) => {
  await page.goto(
    world.page(
      "/twice",
      `<!doctype html><input id="p" type="password" name="x1"><p id="m" data-lotse-mask>einst-maske</p>`,
    ),
  );
  await record(page, { filtered: true });
  await page.fill("#p", "einst-geheim");
  await frames(page);
  // The connection is lost; what the page does now, nobody sees.
  await page.evaluate(() => {
    (window as unknown as { capture: { stop(): void } }).capture.stop();
    document.getElementById("p")?.setAttribute("type", "text");
    document.getElementById("m")?.removeAttribute("data-lotse-mask");
  });
  await record(page, { filtered: true });
  await page.fill("#p", "einst-geheim-mehr");
  expect(readable(await frames(page))).not.toContain("einst-");
});

test("a blocked part keeps its place, and moves with it", async ({ world, page }) => {
  await page.goto(
    world.page(
      "/box",
      `<!doctype html><style>.wide { width: 333px; height: 44px }</style><div id="b" data-lotse-block class="wide">block-inhalt</div>`,
    ),
  );
  await record(page, { filtered: true });
  const before = await frames(page);
  expect(readable(before)).toContain("width:333px;height:44px");
  await page.evaluate(() => document.getElementById("b")?.setAttribute("style", "width: 222px"));
  const all = readable([...before, ...(await frames(page))]);
  expect(all).toContain("width:222px");
  expect(all).not.toMatch(/block-inhalt|"wide"/);
});
