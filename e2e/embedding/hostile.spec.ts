/** Pages that make life hard, on purpose or not: the widget stays usable, and the page stays as it was. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { endTalk, expect, htmlPage, launcher, SNIPPET, talk, test } from "./world.ts";

const BODY =
  '<main><h1>Seite</h1><p id="text">Inhalt</p><form name="f"><input name="a"><input name="b"></form></main>';
const script = (code: string) => `<script>${code}</script>`;
const style = (css: string) => `<style>${css}</style>`;

/** Wraps what a page's tools like to wrap; each goes on to work. */
const WRAPPED = script(`
  window.calls = 0;
  const wrap = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...args) { calls++; return original.apply(this, args); };
  };
  for (const name of ["map", "filter", "forEach", "push", "slice", "flatMap"]) wrap(Array.prototype, name);
  wrap(EventTarget.prototype, "addEventListener"); wrap(EventTarget.prototype, "dispatchEvent");
  wrap(window, "fetch"); wrap(JSON, "stringify"); wrap(JSON, "parse"); wrap(Promise.prototype, "then");
  wrap(Element.prototype, "append"); wrap(Element.prototype, "attachShadow"); wrap(Storage.prototype, "setItem");
  wrap(history, "pushState"); wrap(window, "setTimeout"); wrap(Document.prototype, "createElement");
  customElements.get = () => undefined;`);

/** Libraries of old: enumerable additions, a toJSON on arrays and strings, an Array.from of their own. */
const OLD = script(`
  const stringify = JSON.stringify;
  const inspect = value => !Array.isArray(value) ? String(value) : "[" + value.map(inspect).join(", ") + "]";
  for (const { prototype } of [Array, String]) prototype.toJSON = function () { return Array.isArray(this) ? inspect([...this]) : '"' + this + '"'; };
  Array.prototype.each = function (fn) { for (let i = 0; i < this.length; i++) fn(this[i], i); };
  Array.prototype.clone = function () { return this.slice(); };
  Array.from = item => item == null ? [] : typeof item === "object" && "length" in item ? [].slice.call(item) : [item];
  Object.keys = object => { const keys = []; for (const key in object) if (Object.hasOwn(object, key)) keys.push(key); return keys; };
  Function.prototype.bind = function (self, ...args) { const fn = this; return (...more) => fn.apply(self, args.concat(more)); };
  Element.prototype.hide = function () { this.style.display = "none"; };`);

/** Says no, by throwing, to whatever is not the page's own. */
const FORBIDDING = script(`
  for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
    Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
  }
  window.BroadcastChannel = class { constructor() { throw new Error("no"); } };
  HTMLElement.prototype.showPopover = () => { throw new Error("no"); };`);

const LOOKS = style(`
  html { transform: scale(1); filter: blur(0); overflow: hidden; height: 50vh; contain: paint; }
  body { position: relative; z-index: 2147483647; transform: translateX(10px); opacity: 0.99; }
  * { all: unset !important; } html, head, body, main { display: block !important; } head, style, script { display: none !important; }
  .war { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; }`);

const PAGES: readonly [string, string, string?][] = [
  ["wraps prototypes and natives", WRAPPED],
  ["carries libraries of old", OLD],
  ["forbids storage, channels and popovers", FORBIDDING],
  ["resets every style, transforms its root and lies on top", LOOKS, '<div class="war"></div>'],
  [
    "hides elements it does not know",
    style(
      ":not(:defined), lotse-widget, html > :not(head, body) { display: none !important; visibility: hidden !important; }",
    ),
  ],
];
for (const [what, head, more = ""] of PAGES) {
  test(`a page that ${what}`, async ({ page, site }) => {
    site.pages.set("/", htmlPage(BODY + more, head));
    await page.goto(site.url);
    await expect(launcher(page)).toBeInViewport({ ratio: 1 });
    const text = await page.locator("main").innerHTML();
    await talk(page, "Guten Tag");
    await page.screenshot({ path: `test-results/hostile-${what.slice(0, 12).replace(/\W+/g, "-")}.png` });
    await page.reload();
    if (!head.includes("SecurityError")) {
      await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
      await endTalk(page);
    }
    expect(await page.locator("main").innerHTML()).toBe(text);
  });
}

/** Breaks natives for good; what uses them on the page is the page's own business. */
const BREAK: Readonly<Record<string, string>> = {
  "array methods": 'for (const name of ["map", "filter", "includes"]) broken(Array.prototype, name);',
  "promises' then": 'broken(Promise.prototype, "then");',
  "shadow roots": 'broken(Element.prototype, "attachShadow");',
  appending: 'broken(Element.prototype, "append");',
  "JSON.stringify": 'broken(JSON, "stringify");',
  storage: 'for (const name of ["getItem", "setItem", "removeItem"]) broken(Storage.prototype, name);',
};
/** Each says where it was called, so that a complaint names its culprit. */
const BROKEN =
  "const broken = (owner, name) => { owner[name] = () => { throw new Error(String(new Error().stack).replace(/\\s+/g, ' ')); }; };";
const quiet = `${BODY}<button id="own">Eigenes</button>`;
const OWN =
  "document.querySelector('#own').addEventListener('click', event => event.target.textContent = 'Geht');";

for (const [what, code] of Object.entries(BREAK)) {
  for (const when of ["before the widget", "after it has loaded"] as const) {
    test(`natives that throw, ${when}: ${what}`, async ({ page, site }) => {
      const early = when === "before the widget";
      const late = `window.addEventListener("spoil", () => { ${BROKEN} ${code} });`;
      site.pages.set("/", htmlPage(quiet + script(OWN), script(early ? `${BROKEN} ${code}` : late)));
      const scripted = page.waitForResponse(/\/s\/demo\.js/);
      await page.goto(site.url);
      await (await scripted).finished();
      if (!early) {
        await expect(launcher(page)).toBeVisible();
        await page.evaluate(() => void window.dispatchEvent(new Event("spoil")));
      }
      // There and usable as far as the page lets it, or not there at all. The page's complaints are looked at in the end.
      await page.locator("#own").click();
      if (await launcher(page).isVisible()) await launcher(page).click();
      const composer = page.getByTestId("composer");
      const opened = await composer.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (opened) {
        await composer.fill("Guten Tag");
        await composer.press("Enter");
      }
      await page.locator("[name=a]").fill("Ein Wort");
      await expect(page.locator("#own")).toHaveText("Geht");
      site.pages.set("/elsewhere", { html: "<p>Anderswo</p>" });
      await page.goto(`${site.url}/elsewhere`);
    });
  }
}

test("a page under Zone.js: nothing of ours runs in its zones", async ({ page, site }) => {
  const zone = createRequire(import.meta.url).resolve("zone.js");
  const code = await readFile(zone, "utf8");
  site.pages.set("/zone.js", { html: code, type: "text/javascript" });
  const spy = script(`
    window.tasks = [];
    window.inZone = fn => Zone.current.fork({ name: "page", onScheduleTask(delegate, current, target, task) {
      tasks.push(task.source); return delegate.scheduleTask(target, task); } }).run(fn);`);
  const late = `<script>inZone(() => { const s = document.createElement("script"); s.src = ${JSON.stringify(SNIPPET.match(/https?:[^"]+/)?.[0])}; document.head.append(s); })</script>`;
  const whole = htmlPage(BODY + late, `<script src="/zone.js"></script>${spy}`);
  site.pages.set("/", { html: whole.html.replace(SNIPPET, "") });
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("lotse:1"))).toContain('"token":"');
  expect(await page.evaluate(() => Reflect.get(window, "tasks"))).toEqual([]);
  await talk(page, "Guten Tag");
  await endTalk(page);
});

const there = async (page: Page) => {
  await expect(launcher(page)).toBeInViewport({ ratio: 1 });
  await launcher(page).click();
  await expect(page.getByTestId("composer")).toBeVisible();
};

test("a page that writes itself anew after it has loaded", async ({ page, site }) => {
  site.pages.set("/", htmlPage(BODY));
  await page.goto(site.url);
  await talk(page, "Guten Tag");
  await page.evaluate(() => {
    document.open();
    document.write("<!doctype html><html lang=de><body><main>Neu</main></body></html>");
    document.close();
  });
  await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
  await talk(page, "Noch da");
  await endTalk(page);
  expect(await page.locator("main").innerHTML()).toBe("Neu");
});

test("a page that clears what it does not know, once: it comes back", async ({ page, site }) => {
  site.pages.set("/", htmlPage(BODY));
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => document.documentElement.replaceChildren(document.head, document.body));
  await there(page);
});

test("a page that clears it always: neither turns in circles", async ({ page, site }) => {
  site.pages.set("/", htmlPage(BODY));
  await page.clock.install();
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => {
    Reflect.set(window, "removed", 0);
    const remove = () => {
      const host = document.querySelector("lotse-widget");
      if (host === null) return;
      Reflect.set(window, "removed", Reflect.get(window, "removed") + 1);
      host.remove();
    };
    new MutationObserver(remove).observe(document.documentElement, { childList: true });
    remove();
  });
  for (let minute = 0; minute < 10; minute++) await page.clock.runFor(60_000);
  const removed = await page.evaluate(() => Reflect.get(window, "removed") as number);
  expect(removed).toBeGreaterThan(2);
  expect(removed).toBeLessThan(16);
});

test("a page whose part has the whole screen: it keeps it, and the conversation is there after it", async ({
  page,
  site,
}) => {
  site.pages.set("/", htmlPage(`${BODY}<div id="film">Film</div>`));
  await page.goto(site.url);
  await talk(page, "Guten Tag");
  await page.evaluate(() => document.querySelector("#film")?.requestFullscreen());
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe("film");
  const onTop = () =>
    page.evaluate(() => document.elementFromPoint(innerWidth - 48, innerHeight - 48)?.localName);
  expect(await onTop()).toBe("div");
  await page.evaluate(() => document.exitFullscreen());
  await expect.poll(onTop).toBe("lotse-widget");
  await talk(page, "Noch da");
  await endTalk(page);
});

test("a page with a modal dialog: the dialog has its way, and the widget is there again after it", async ({
  page,
  site,
}) => {
  site.pages.set("/", htmlPage(`${BODY}<dialog><button id="ok">Verstanden</button></dialog>`));
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => {
    const dialog = document.querySelector("dialog");
    document.querySelector("#ok")?.addEventListener("click", () => dialog?.close());
    dialog?.showModal();
  });
  await page.locator("#ok").click();
  await there(page);
});

test("a page with shortcuts on letters: what is written in the chat is not for them, what is pressed on the page is", async ({
  page,
  site,
}) => {
  site.pages.set(
    "/",
    htmlPage(
      BODY,
      script(`
        window.pressed = "";
        document.addEventListener("keydown", event => {
          if (event.key.length > 1 || event.target.matches("input, textarea")) return;
          pressed += event.key;
          event.preventDefault();
        });
        document.addEventListener("paste", event => event.preventDefault());`),
    ),
  );
  await page.goto(site.url);
  await launcher(page).click();
  await page.getByTestId("composer").pressSequentially("Guten Tag");
  await expect(page.getByTestId("composer")).toHaveValue("Guten Tag");
  await page.locator("#text").click();
  await page.keyboard.press("k");
  expect(await page.evaluate(() => Reflect.get(window, "pressed"))).toBe("k");
  await page.getByTestId("composer").press("Escape");
  await expect(page.getByTestId("composer")).toBeHidden();
});

test("a page whose dialog holds the focus: the chat has it when it is written in", async ({ page, site }) => {
  site.pages.set(
    "/",
    htmlPage(
      `${BODY}<div role="dialog"><input id="own"></div>`,
      script(`document.addEventListener("focusin", event => {
        if (!document.querySelector("[role=dialog]").contains(event.target)) document.querySelector("#own").focus();
      });`),
    ),
  );
  await page.goto(site.url);
  await page.locator("#own").focus();
  await launcher(page).click();
  await page.getByTestId("composer").click();
  await page.keyboard.type("Guten Tag");
  await expect(page.getByTestId("composer")).toHaveValue("Guten Tag");
  await expect(page.locator("#own")).toHaveValue("");
  await page.locator("[name=a]").focus();
  await expect(page.locator("#own")).toBeFocused();
});

test("the launcher, by axe", async ({ page, site }) => {
  site.pages.set("/", htmlPage(BODY));
  await page.goto(site.url);
  await expect(launcher(page)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include("lotse-widget").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
