/** What agents are told of a masked field instead of its value: a word when it changes, and where the focus is. */
import { expect, type Page } from "@playwright/test";
import {
  frames,
  openMirror,
  readable,
  record,
  test,
  toMirror,
  type WireFrame,
  type World,
} from "../world.ts";

const PAGE = `<!doctype html><form novalidate><label for="p">Passwort</label>
<input type="password" id="p" required minlength="8"><input id="iban" name="iban" aria-label="IBAN">
<select name="card_type" id="s" autocomplete="cc-type"><option value="">-</option><option value="v">Visa</option></select>
<input type="checkbox" autocomplete="cc-type" id="c"><input type="hidden" id="h" value="x"><input id="frei">
<input id="falsch" name="cvc" data-lotse-masked="filled gelogen"></form>`;

const visit = async (page: Page, world: World): Promise<void> => {
  await page.goto(world.page("/zustand", PAGE));
  await record(page, { filtered: true });
};
/** The states in a wire, in the order they were told. */
const told = (wire: readonly WireFrame[]): string[] =>
  [...readable(wire).matchAll(/"data-lotse-masked":"([a-z ]*)"/g)].map(([, state]) => state ?? "");

test("empty or filled, valid or invalid, each told once when it becomes so", async ({ page, world }) => {
  await visit(page, world);
  const wire = await frames(page);
  expect(told(wire)).toEqual(["empty valid", "empty valid", "empty valid", "", "", "empty valid"]);
  await page.click("#p");
  await page.keyboard.type("kurz");
  wire.push(...(await frames(page)));
  // Invalid already, but nobody says so while it is being filled in.
  expect(told(wire).slice(6)).toEqual(["filled valid"]);
  await page.click("#frei");
  wire.push(...(await frames(page)));
  expect(told(wire).slice(7)).toEqual(["filled invalid"]);
  await page.fill("#p", "lang-genug-jetzt");
  await page.click("#frei");
  await page.selectOption("#s", "v");
  await page.check("#c");
  await page.evaluate(() => document.getElementById("iban")?.setAttribute("aria-invalid", "true"));
  wire.push(...(await frames(page)));
  expect(told(wire).slice(8)).toEqual(["filled valid", "filled valid", "empty invalid"]);
  await page.fill("#p", "");
  wire.push(...(await frames(page)));
  expect(told(wire).at(-1)).toMatch(/^empty/);
  expect(readable(wire)).not.toMatch(/kurz|lang-genug|gelogen|"isChecked":true/);
});

test("two values of one state are told in the same words", async ({ page, world }) => {
  const wires: string[] = [];
  for (const value of ["12345678", "ein sehr viel längeres Passwort, das niemand errät"]) {
    await visit(page, world);
    const before = await frames(page);
    await page.click("#p");
    await page.keyboard.type(value);
    const wire = [...before, ...(await frames(page))];
    wires.push(readable(wire).replace(/"timestamp":\d+|"timeOffset":-?\d+/g, ""));
  }
  expect(wires[1]).toBe(wires[0]);
});

test("the mirror says so in the viewer's language, and shows where the focus is", async ({
  page,
  world,
  context,
}) => {
  await visit(page, world);
  const agent = await context.newPage();
  await openMirror(agent, world);
  await agent.evaluate(() => {
    const mirror = document.getElementById("mirror") as HTMLIFrameElement;
    if (mirror.contentWindow) mirror.contentWindow.location.hash = "de";
  });
  const inMirror = agent.frameLocator("#mirror").frameLocator("iframe");
  await page.bringToFront();
  await page.fill("#p", "kurz");
  await page.click("#iban");
  await toMirror(agent, await frames(page));
  await expect(inMirror.locator("#p")).toHaveAttribute("title", "Verborgen: ausgefüllt, ungültig");
  await expect(inMirror.locator("#iban")).toHaveAttribute("title", "Verborgen: leer");
  await expect(inMirror.locator("#c")).toHaveAttribute("title", "Verborgen");
  await expect(inMirror.locator("[data-lotse-focus]")).toHaveId("iban");
  await expect(inMirror.locator("#iban")).toHaveCSS("outline-style", "solid");
  await expect(inMirror.locator("#p")).toHaveCSS("outline-style", "dashed");
  await agent.bringToFront();
  await agent.screenshot({ path: "test-results/field-states.png" });
});
