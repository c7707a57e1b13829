/** The site's own rules: what they hide, where, and what they can never show. */

import type { MaskRule } from "@lotse/protocol";
import { expect, type Page } from "@playwright/test";
import { frames, readable, record, test, type World } from "../world.ts";

const PAGE = `<!doctype html><html><head><title>Konto</title></head><body>
<p class="kunde">regel-name</p><input name="gehalt"><section class="vertrag"><b>regel-vertrag</b></section>
<ul id="liste"><li>regel-eins</li><li>regel-zwei</li></ul><p id="frei">regel-frei</p>
<form class="offen"><input name="ort" id="ort"><input type="password" id="geheim"></form>
<input name="telefon" id="telefon"></body></html>`;

const RULES: readonly MaskRule[] = [
  { selector: ".kunde, input[name='gehalt']", action: "mask" },
  { selector: "section.vertrag", action: "block" },
  { selector: "#liste > li:nth-child(2)", action: "mask", pages: "/konto/*" },
];

const visit = async (page: Page, world: World, path: string): Promise<void> => {
  world.page(path, PAGE);
  await page.goto(world.site + path);
};
const seen = async (page: Page): Promise<string[]> => {
  const wire = readable(await frames(page));
  expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
  return [...new Set(wire.match(/regel-[a-zä]+/g) ?? [])].sort();
};
const type = (page: Page, field: string, text: string): Promise<void> => page.fill(field, text);

test("masks and blocks what it selects, on the pages it is for", async ({ page, world }) => {
  await visit(page, world, "/konto/1");
  await record(page, { filtered: true, rules: RULES });
  await type(page, "[name=gehalt]", "regel-gehalt");
  await type(page, "#telefon", "regel-telefon");
  expect(await seen(page)).toEqual(["regel-eins", "regel-frei", "regel-telefon"]);
  await visit(page, world, "/hilfe");
  await record(page, { filtered: true, rules: RULES });
  expect(await seen(page)).toEqual(["regel-eins", "regel-frei", "regel-zwei"]);
});

test("positive control: without rules all of it is seen", async ({ page, world }) => {
  await visit(page, world, "/konto/2");
  await record(page, { filtered: true });
  await type(page, "[name=gehalt]", "regel-gehalt");
  expect(await seen(page)).toEqual([
    ...["regel-eins", "regel-frei", "regel-gehalt", "regel-name", "regel-vertrag", "regel-zwei"],
  ]);
});

test("what a rule selects only later is taken back, wherever the change was", async ({ page, world }) => {
  await visit(page, world, "/konto/3");
  await record(page, {
    filtered: true,
    rules: [{ selector: ".privat #frei, .privat + #liste li", action: "mask" }],
  });
  expect(await seen(page)).toContain("regel-frei");
  await page.evaluate(() => document.body.classList.add("privat"));
  const wire = await frames(page);
  const fresh = wire.filter(frame => frame.segment === 2);
  expect(fresh.length).toBeGreaterThan(0);
  expect(readable(fresh)).not.toContain("regel-frei");
  expect(readable(fresh)).toContain("regel-eins");
  await page.evaluate(() => document.querySelector(".vertrag")?.classList.add("privat"));
  const later = (await frames(page)).filter(frame => frame.segment === 3);
  expect(readable(later)).toContain("regel-vertrag");
  expect(readable(later)).not.toMatch(/regel-(eins|zwei)/);
});

test("a page that moves by itself is seen anew under the rules of where it is", async ({ page, world }) => {
  await visit(page, world, "/start");
  await record(page, { filtered: true, rules: RULES });
  expect(await seen(page)).toContain("regel-zwei");
  await page.evaluate(() => {
    history.pushState(null, "", "/konto/4");
    document.body.append(document.createElement("hr"));
  });
  const fresh = (await frames(page)).filter(frame => frame.segment === 2);
  expect(readable(fresh)).toContain("regel-eins");
  expect(readable(fresh)).not.toContain("regel-zwei");
});

test("show lifts the strict preset for its part, and nothing that is always masked", async ({
  page,
  world,
}) => {
  await visit(page, world, "/konto/5");
  await record(page, {
    filtered: true,
    strict: true,
    rules: [
      { selector: ".offen", action: "show" },
      { selector: ".kunde", action: "mask" },
    ],
  });
  await type(page, "#ort", "regel-ort");
  await type(page, "#geheim", "regel-geheim");
  await type(page, "#telefon", "regel-telefon");
  const found = await seen(page);
  expect(found).toContain("regel-ort");
  expect(found).not.toContain("regel-geheim");
  expect(found).not.toContain("regel-telefon");
  expect(found).not.toContain("regel-name");
});

test("a selector that the page's browser refuses hides everything", async ({ page, world }) => {
  await visit(page, world, "/konto/6");
  await record(page, {
    filtered: true,
    rules: [{ selector: "p:neuer-als-dieser-browser(1)", action: "mask" }],
  });
  await type(page, "#telefon", "regel-telefon");
  expect(await seen(page)).toEqual([]);
});

test("rules reach into shadow roots and frames, each by its own tree", async ({ page, world }) => {
  await visit(page, world, "/konto/7");
  await page.evaluate(() => {
    const host = document.body.appendChild(document.createElement("div"));
    host.attachShadow({ mode: "open" }).innerHTML = `<p class="kunde">regel-schatten</p>`;
    const frame = document.body.appendChild(document.createElement("iframe"));
    if (frame.contentDocument) frame.contentDocument.body.innerHTML = `<p class="kunde">regel-rahmen</p>`;
  });
  await record(page, { filtered: true, rules: RULES });
  const before = await frames(page);
  expect(readable(before)).toContain("regel-frei");
  await page.evaluate(() => {
    const inner = document.querySelector("iframe")?.contentDocument?.querySelector("p");
    if (inner) inner.textContent = "regel-danach";
    const shadow = document.querySelector("div")?.shadowRoot;
    shadow?.append(
      Object.assign(document.createElement("p"), { className: "kunde", textContent: "regel-neu" }),
    );
  });
  const wire = readable([...before, ...(await frames(page))]);
  expect(wire).not.toMatch(/regel-(schatten|rahmen|danach|neu)/);
});
