/** Pages whose scripts broke what masking stands on: nothing of them is recorded. */
import { expect } from "@playwright/test";
import { frames, readable, record, test } from "../world.ts";

const PAGE = `<!doctype html><html><body><section data-lotse-mask><p title="kanarie-a">kanarie-b</p></section>
<div class="k">kanarie-c</div><div data-lotse-block><p>kanarie-d</p></div><p>offen</p></body></html>`;
const RULES = [{ selector: ".k", action: "mask" }] as const;

const BREAKS = [
  "Element.prototype.matches = () => false",
  "Element.prototype.hasAttribute = () => false",
  "Object.defineProperty(Node.prototype, 'parentNode', { get: () => null })",
];

for (const broken of BREAKS) {
  test(`not shared: ${broken}`, async ({ page, world }) => {
    await page.goto(world.page("/kaputt", PAGE));
    await page.evaluate(`${broken}; null`);
    await record(page, { filtered: true, rules: RULES });
    expect(await frames(page)).toEqual([]);
    expect(await page.evaluate(() => window.lotseTest.failures)).toHaveLength(1);
  });
}

test("positive control: an unbroken page is", async ({ page, world }) => {
  await page.goto(world.page("/heil", PAGE));
  await record(page, { filtered: true, rules: RULES });
  const wire = readable(await frames(page));
  expect(wire).toContain("offen");
  expect(wire).not.toContain("kanarie");
});
