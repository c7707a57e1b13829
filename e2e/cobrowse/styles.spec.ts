/** Styles on their way to the mirror: what the page's policy says of recording them, and what sheets select by. */
import { expect, type Page } from "@playwright/test";
import { frames, openMirror, record, test, toMirror } from "./world.ts";

/** An element of the replayed page. */
const replayed = (agent: Page, selector: string) =>
  agent.frameLocator("#mirror").frameLocator("iframe").locator(selector);

test("on a page that forbids inline styles, recording them breaks no rule and loses none", async ({
  world,
  page,
}) => {
  const html = `<!doctype html><html><body><p id="p">Text</p><p id="q">Text</p><p id="r">Text</p></body></html>`;
  const policy = { "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'" };
  await page.goto(world.page("/strict-styles", html, policy));
  await page.evaluate(() => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
    Object.assign(window, { violations });
  });
  const violations = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  const complaints: string[] = [];
  page.on("console", message => complaints.push(message.text()));
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true });
  await toMirror(agent, await frames(page));
  const style = (change: string) =>
    page.evaluate(([set, more, gone]) => {
      const [p, q, r] = ["p", "q", "r"].map(id => (document.getElementById(id) as HTMLElement).style);
      if (p === undefined || q === undefined || r === undefined) return;
      p.color = set as string;
      p.setProperty("margin-left", more as string, "important");
      q.setProperty("padding-top", gone as string);
      r.cssText = `width: ${more}; height: 20px`;
    }, change.split("|"));
  await style("rgb(1, 2, 3)|4px|5px");
  await toMirror(agent, await frames(page));
  await expect(replayed(agent, "#q")).toHaveCSS("padding-top", "5px");
  // From here on each change has something before it, which is what the recorder compares with.
  await style("rgb(6, 7, 8)|9px|");
  await toMirror(agent, await frames(page));
  await expect(replayed(agent, "#p")).toHaveCSS("color", "rgb(6, 7, 8)");
  await expect(replayed(agent, "#p")).toHaveCSS("margin-left", "9px");
  await expect(replayed(agent, "#q")).toHaveCSS("padding-top", "0px");
  await expect(replayed(agent, "#r")).toHaveCSS("width", "9px");
  expect(await violations()).toEqual([]);
  expect(complaints).toEqual([]);
  // Control: what the recorder must not do is noticed here.
  await page.evaluate(() =>
    document.implementation.createHTMLDocument().createElement("p").setAttribute("style", "color: red"),
  );
  expect([...(await violations()), ...complaints]).not.toEqual([]);
});

test("what style sheets select by is the same in the mirror, before and after it changes", async ({
  world,
  page,
}) => {
  const html = `<!doctype html><html><head><style>
    #one, [name="two"], label[for="five"], .three, [aria-invalid="true"], [data-state="open"], [role="tab"], [dir="rtl"] { color: rgb(1, 2, 3) }
  </style></head><body><p id="one">1</p><input name="two"><p class="three">3</p><input id="five" aria-invalid="true">
  <label for="five">5</label><p data-state="open">6</p><p role="tab">7</p><p dir="rtl">8</p>
  <p class="later">9</p></body></html>`;
  await page.goto(world.page("/selectors", html));
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true });
  const wire = await frames(page);
  await page.evaluate(() => {
    const kinds: [string, string][] = [
      ["id", "one"],
      ["name", "two"],
      ["class", "three"],
      ["aria-invalid", "true"],
      ["data-state", "open"],
      ["role", "tab"],
      ["dir", "rtl"],
    ];
    for (const [name, value] of kinds) {
      const later = document.createElement("p");
      document.body.append(later);
      setTimeout(() => later.setAttribute(name, value), 20);
    }
    document.querySelector(".later")?.classList.replace("later", "three");
  });
  wire.push(...(await frames(page)));
  await toMirror(agent, wire);
  await expect(replayed(agent, "p[dir]")).toHaveCount(2);
  const all = replayed(agent, "body > :is(p, input, label)");
  await expect(all).toHaveCount(16);
  const plain = (list: Element[]) =>
    list.filter(at => getComputedStyle(at).color !== "rgb(1, 2, 3)").map(at => at.outerHTML);
  expect(await all.evaluateAll(plain)).toEqual([]);
});
