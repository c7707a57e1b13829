/** What a form has sent stands in the next page's address, where its fields are no more. */
import { expect, type Page } from "@playwright/test";
import { frames, readable, record, test, type World } from "../world.ts";

const FORM = `<!doctype html><html><body><form action="/ergebnis">
<input name="gehalt" data-lotse-mask><input name="ort"></form></body></html>`;
const RESULT = `<!doctype html><html><body><a href="/weiter;gehalt=kanarie-pfad?gehalt=kanarie-link&ort=kanarie-ort">Weiter</a>
<p>Ergebnis</p></body></html>`;
const ADDRESS = "/ergebnis?gehalt=kanarie-4711&ort=kanarie-wo";

const seen = async (page: Page): Promise<string[]> => {
  const wire = readable(await frames(page));
  expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
  return [...new Set(wire.match(/kanarie-\w+/g) ?? [])].sort();
};
const open = (world: World): void => {
  world.page("/antrag", FORM);
  world.page("/ergebnis", RESULT);
};

for (const filtered of [true, false]) {
  test(`a masked field's value on the next page: ${filtered ? "held back" : "positive control"}`, async ({
    page,
    world,
  }) => {
    open(world);
    await page.goto(`${world.site}/antrag`);
    await record(page, { filtered: true });
    await page.fill("[name=gehalt]", "kanarie-4711");
    await frames(page);
    expect(await page.evaluate(() => sessionStorage.getItem("lotse:masked"))).toBe('["gehalt"]');
    await page.goto(world.site + ADDRESS);
    await record(page, { filtered });
    const open_ = ["kanarie-ort", "kanarie-wo"];
    const all = [...open_, "kanarie-4711", "kanarie-link", "kanarie-pfad"].sort();
    expect(await seen(page)).toEqual(filtered ? open_ : all);
  });
}

test("a field that a rule calls by its name, though its page was never shared", async ({ page, world }) => {
  open(world);
  await page.goto(world.site + ADDRESS);
  await record(page, {
    filtered: true,
    rules: [{ selector: `form input[name="gehalt"]`, action: "mask", pages: "/antrag" }],
  });
  expect(await seen(page)).toEqual(["kanarie-ort", "kanarie-wo"]);
});

test("a masked field of this very page, whatever it holds", async ({ page, world }) => {
  open(world);
  await page.goto(`${world.site}/antrag?gehalt=kanarie-4711&ort=kanarie-wo`);
  await record(page, { filtered: true });
  expect(await seen(page)).toEqual(["kanarie-wo"]);
});

test("nothing is remembered of our own fields, nor of what the visitor hid and showed again", async ({
  page,
  world,
}) => {
  world.page(
    "/eigenes",
    `<!doctype html><html><body><div id="own"><input name="nachricht" value="kanarie-eigen"></div>
<p>kanarie-eigen</p><input name="ort" id="ort" value="kanarie-ort"></body></html>`,
  );
  await page.goto(`${world.site}/eigenes?nachricht=kanarie-name`);
  await record(page, { filtered: true, own: "#own" });
  expect(await seen(page)).toEqual(["kanarie-eigen", "kanarie-name", "kanarie-ort"]);
  await page.evaluate(() => {
    const { capture } = window as unknown as {
      capture: Record<"paint" | "unpaint", (of: Element) => boolean>;
    };
    const field = document.querySelector("#ort") as Element;
    capture.paint(field);
    capture.unpaint(field);
  });
  const wire = await frames(page);
  const last = Math.max(...wire.map(({ segment }) => segment));
  expect(readable(wire.filter(({ segment }) => segment === last))).toContain("kanarie-ort");
  expect(await page.evaluate(() => sessionStorage.getItem("lotse:masked"))).toBeNull();
});
