/** A blocked part keeps its place: what follows it stands in the mirror where it stands on the page. */

import { expect, type Frame, type Page } from "@playwright/test";
import { frames, openMirror, record, test, toMirror, type World } from "./world.ts";

const LONG = "Kontonummer 12345678 und noch viel mehr Worte hier";
const CASES = [
  [
    "a label with a field",
    `<h1>A</h1><label data-lotse-block>PIN <input style="height:60px"></label><p id=z>danach</p>`,
  ],
  ["words in a line", `<p>vor <span data-lotse-block>Kontonummer 12345678</span> <b id=z>danach</b></p>`],
  [
    "words in a tight line",
    `<p style="line-height:1">vor <span data-lotse-block>Kontonummer</span> <b id=z>danach</b></p><p>x</p>`,
  ],
  [
    "two lines",
    `<p style="width:220px">vor <span data-lotse-block>Kontonummer 12345678 und mehr</span> <b id=z>danach</b></p>`,
  ],
  ["four lines", `<p style="width:150px">vor <span data-lotse-block>${LONG}</span> <b id=z>danach</b></p>`],
  [
    "no box of its own",
    `<div style="display:contents" data-lotse-block><p>Kontonummer</p><p>zwei</p></div><p id=z>danach</p>`,
  ],
  ["a block", `<h1>A</h1><div data-lotse-block>PIN <input style="height:60px"></div><p id=z>danach</p>`],
  [
    "a flex item",
    `<div style="display:flex"><span data-lotse-block>Kontonummer 12345678</span><b id=z>danach</b></div>`,
  ],
  ["a cell", `<table><tr><td data-lotse-block>Kontonummer 12345678</td><td id=z>danach</td></tr></table>`],
] as const;

const look = () => {
  const { x, y } = document.querySelector("#z")?.getBoundingClientRect() ?? new DOMRect();
  return { x, y };
};
const boxIn = () => document.querySelector("[data-lotse-blocked]")?.getBoundingClientRect().toJSON();

const mirrored = async (agent: Page, page: Page, world: World) => {
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true });
  await toMirror(agent, await frames(page));
  const find = () => agent.frames().find(frame => frame.parentFrame()?.url().includes("mirror.html"));
  await expect.poll(() => find() !== undefined).toBe(true);
  const mirror = find() as Frame;
  await mirror.waitForSelector("#z");
  return mirror;
};

for (const [name, html] of CASES) {
  test(`keeps its place: ${name}`, async ({ page, context, world }) => {
    await page.goto(
      world.page("/platz", `<!doctype html><html lang="de"><body style="font:16px serif">${html}`),
    );
    const agent = await context.newPage();
    const mirror = await mirrored(agent, page, world);
    const [here, there] = [await page.evaluate(look), await mirror.evaluate(look)];
    await agent.screenshot({
      path: test.info().outputPath("mirror.png"),
      clip: { x: 0, y: 0, width: 400, height: 220 },
    });
    expect(Math.abs(here.x - there.x), `x ${here.x} ${there.x}`).toBeLessThanOrEqual(2);
    expect(Math.abs(here.y - there.y), `y ${here.y} ${there.y}`).toBeLessThanOrEqual(2);
    const { width, height } = await mirror.evaluate(boxIn);
    expect(width).toBeGreaterThan(40);
    expect(height).toBeGreaterThan(14);
  });
}

test("what the page's policy refused of its style attributes is not in force in the mirror either", async ({
  page,
  context,
  world,
}) => {
  const style = "margin-top:100px;font-size:40px";
  const html = `<!doctype html><html><body><p id="z" style="${style}">eins</p><p class="zwei">zwei</p>`;
  await page.goto(world.page("/gesetz", html, { "content-security-policy": "style-src 'self'" }));
  await page.evaluate(() => {
    const two = document.querySelector<HTMLElement>(".zwei");
    if (two !== null) two.style.fontSize = "30px";
  });
  const agent = await context.newPage();
  const mirror = await mirrored(agent, page, world);
  await page.evaluate(text => {
    document.body.insertAdjacentHTML("beforeend", `<p class="drei" style="${text}">drei</p>`);
    document.querySelector("#z")?.setAttribute("style", "font-size:50px");
  }, style);
  await toMirror(agent, await frames(page));
  const sizes = () =>
    [...document.querySelectorAll("p")]
      .map(one => getComputedStyle(one))
      .map(({ fontSize, marginTop }) => `${fontSize} ${marginTop}`);
  await mirror.waitForSelector(".drei");
  expect(await page.evaluate(sizes)).toEqual(["16px 16px", "30px 30px", "16px 16px"]);
  expect(await mirror.evaluate(sizes)).toEqual(["16px 16px", "30px 30px", "16px 16px"]);
});
