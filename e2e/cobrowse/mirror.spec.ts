/** From the visitor's page through recorder and mirror document: the agent sees the same page, and nothing else runs. */
import { expect, type Page } from "@playwright/test";
import { normalise } from "./normalise.ts";
import {
  frames,
  fromMirror,
  openMirror,
  readable,
  record,
  test,
  toMirror,
  type World,
  wireOf,
} from "./world.ts";

const setUp = async (world: World, page: Page, html: string, path: string): Promise<Page> => {
  await page.goto(world.page(path, html));
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true });
  return agent;
};

/** The mirrored document as text. The replay frame runs no scripts, so its parent reads it. */
const mirrored = (agent: Page): Promise<string> =>
  agent.evaluate(source => {
    const outer = document.querySelector("iframe")?.contentDocument?.querySelector("iframe");
    const read = new Function(`return (${source})`)() as (root: Document) => string;
    const shown = outer?.contentDocument;
    return shown?.documentElement ? read(shown) : "nothing yet";
  }, normalise.toString());
const original = (page: Page): Promise<string> =>
  page.evaluate(source => {
    const read = new Function(`return (${source})`)() as (root: Document) => string;
    return read(document);
  }, normalise.toString());

const RICH = `<!doctype html><html lang="de"><head><title>Angebot</title><style>.box { width: 120px; height: 40px; overflow: auto }</style>
<link rel="stylesheet" href="/site.css"></head><body>
<h1>Angebot</h1><div id="list"></div><div class="box" id="scroller"><div style="height: 400px">hoch</div></div>
<form action="/weiter"><input id="name"><textarea id="note">Vorgabe</textarea><input type="checkbox" id="yes">
<input type="radio" name="r" id="r1" value="1"><input type="radio" name="r" id="r2" value="2">
<select id="pick"><option>Eins</option><option>Zwei</option></select></form>
<div id="host"></div><iframe id="inner"></iframe><svg viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"></circle></svg>
<details id="d"><summary>mehr</summary>Inhalt</details>
<script>
  host.attachShadow({ mode: "open" }).innerHTML = "<style>b { color: rgb(9, 8, 7) }</style><b id='deep'>Tiefe</b><slot></slot>";
  inner.contentDocument.body.innerHTML = "<p id='p'>Rahmen</p>";
</script></body></html>`;

const live = async (page: Page): Promise<void> => {
  await page.fill("#name", "Grüße & Küsse <b>");
  await page.fill("#note", "mehrere\nZeilen");
  await page.check("#yes");
  await page.check("#r2");
  await page.selectOption("#pick", "Zwei");
  await page.evaluate(() => {
    const list = document.getElementById("list") as HTMLElement;
    for (let n = 0; n < 30; n++)
      list.insertAdjacentHTML("beforeend", `<p class="row" title="t${n}">Zeile ${n}</p>`);
    list.children[3]?.remove();
    list.prepend(list.lastElementChild as Element);
    (list.children[5] as HTMLElement).style.color = "rgb(4, 5, 6)";
    const shadow = document.getElementById("host")?.shadowRoot as ShadowRoot;
    shadow.append(Object.assign(document.createElement("i"), { textContent: "nachgereicht" }));
    (shadow.getElementById("deep") as HTMLElement).textContent = "tiefer";
    const inner = (document.getElementById("inner") as HTMLIFrameElement).contentDocument as Document;
    (inner.getElementById("p") as HTMLElement).append(" bewegt");
    document.getElementById("d")?.setAttribute("open", "");
    (document.getElementById("scroller") as HTMLElement).scrollTop = 120;
    document.title = "Angebot 2";
  });
};

// The sizes below are counted in this window.
test.use({ viewport: { width: 1000, height: 700 } });

test("a page with form, shadow root, frame and changes is the same in the mirror", async ({
  world,
  page,
}) => {
  const agent = await setUp(world, page, RICH, "/rich");
  const snapshot = await frames(page);
  await live(page);
  await toMirror(agent, [...snapshot, ...(await frames(page))]);
  await expect.poll(() => mirrored(agent)).toBe(await original(page));
  const color = (selector: string) =>
    agent.evaluate(wanted => {
      const doc = document.querySelector("iframe")?.contentDocument?.querySelector("iframe")
        ?.contentDocument as Document;
      const at =
        wanted === "deep"
          ? doc.getElementById("host")?.shadowRoot?.getElementById("deep")
          : doc.querySelector(wanted);
      return getComputedStyle(at as Element).color;
    }, selector);
  expect(await color("h1")).toBe("rgb(1, 2, 3)");
  expect(await color("deep")).toBe("rgb(9, 8, 7)");
  const pages = (await fromMirror(agent)).filter(({ kind }) => kind === "page");
  expect(pages.at(-1)).toMatchObject({ title: "Angebot 2", widthPx: 1000, heightPx: 700 });
});

test("a new segment, and a viewer that comes late, show the same page again", async ({ world, page }) => {
  const agent = await setUp(world, page, RICH, "/again");
  const first = await frames(page);
  await live(page);
  first.push(...(await frames(page)));
  await page.evaluate(() => (window as unknown as { capture: { newSegment(): void } }).capture.newSegment());
  const second = await frames(page);
  expect(new Set(second.map(({ segment }) => segment))).toEqual(new Set([2]));
  await toMirror(agent, first);
  await toMirror(agent, second);
  await expect.poll(() => mirrored(agent)).toBe(await original(page));
  await agent.evaluate(() => (window as unknown as { resetMirror(): void }).resetMirror());
  await toMirror(agent, second);
  await expect.poll(() => mirrored(agent)).toBe(await original(page));
});

test("a missing frame is told as a gap, and the picture stays", async ({ world, page }) => {
  const agent = await setUp(world, page, RICH, "/gap");
  const snapshot = await frames(page);
  await page.fill("#name", "x");
  await frames(page);
  await page.fill("#name", "xy");
  await toMirror(agent, [...snapshot, ...(await frames(page))]);
  await expect.poll(async () => (await fromMirror(agent)).at(-1)).toEqual({ kind: "gap" });
  await expect(agent.frameLocator("#mirror").frameLocator("iframe").locator("h1")).toHaveText("Angebot");
});

test("the pointer and the viewport follow, whatever the visitor's clock says", async ({ world, page }) => {
  await page.clock.install({ time: new Date("2001-01-01") });
  await page.clock.resume();
  const agent = await setUp(world, page, RICH, "/clock");
  await page.mouse.move(300, 200);
  await page.mouse.move(310, 220);
  await toMirror(agent, await frames(page));
  const mouse = agent.frameLocator("#mirror").locator(".replayer-mouse");
  await expect(mouse).toHaveCSS("left", "310px");
  await expect(mouse).toHaveCSS("top", "220px");
  await page.setViewportSize({ width: 640, height: 900 });
  await toMirror(agent, await frames(page));
  await expect
    .poll(async () => (await fromMirror(agent)).at(-1))
    .toMatchObject({ widthPx: 640, heightPx: 900 });
  const box = await agent.frameLocator("#mirror").locator(".stage").boundingBox();
  // Never taller than the agent's window of 700.
  expect(Math.round(box?.height ?? 0)).toBe(700);
  expect(Math.round(box?.width ?? 0)).toBe(Math.round((640 * 700) / 900));
});

/** Everything that could run or call home, at a foreign address. */
const hostileHtml = (foreign: string): string => `
  <img src="${foreign}/img" onerror="parent.pwned = top.pwned = 'onerror'"><script src="${foreign}/script"></script>
  <script>parent.pwned = top.pwned = "script"</script><svg onload="top.pwned = 'svg'"><use href="${foreign}/use"></use></svg>
  <iframe src="${foreign}/iframe"></iframe><iframe srcdoc="<script>top.pwned = 'srcdoc'</script>"></iframe>
  <object data="${foreign}/object"></object><embed src="${foreign}/embed"><video src="${foreign}/video" poster="${foreign}/poster" autoplay></video>
  <link rel="stylesheet" href="${foreign}/css"><link rel="prefetch" href="${foreign}/prefetch"><link rel="icon" href="${foreign}/icon">
  <style>@import "${foreign}/import"; @font-face { font-family: x; src: url(${foreign}/font) } p { font-family: x; background: url(${foreign}/background) }</style>
  <p style="background: url(${foreign}/inline)">Text</p><img srcset="${foreign}/srcset 1x"><input type="image" src="${foreign}/button">
  <a href="javascript:top.pwned='href'" id="a">x</a><form action="${foreign}/form"><button id="b">x</button></form>
  <details open ontoggle="top.pwned = 'ontoggle'"></details><marquee onstart="top.pwned = 'marquee'">x</marquee><base href="${foreign}/base/"><img src="relative">
  <meta http-equiv="refresh" content="0; url=${foreign}/refresh"><table background="${foreign}/table"></table>`;

/** The HTML as a recording that no honest recorder made. */
const hostileEvents = (page: Page, html: string): Promise<unknown[]> =>
  page.evaluate(source => {
    let id = 0;
    const parsed = new DOMParser().parseFromString(source, "text/html");
    const node = (at: Node): Raw => {
      id += 1;
      if (at.nodeType === 9) return { type: 0, id, childNodes: [...at.childNodes].map(node) };
      if (at.nodeType !== 1) return { type: 3, id, textContent: at.textContent ?? "" };
      const element = at as Element;
      const attributes: Raw = {};
      for (const { name, value } of element.attributes) attributes[name] = value;
      const own = id;
      const isSVG = element.namespaceURI?.endsWith("svg") ? true : undefined;
      return {
        type: 2,
        id: own,
        tagName: element.localName,
        attributes,
        isSVG,
        childNodes: [...element.childNodes].map(node),
      };
    };
    type Raw = Record<string, unknown>;
    const initialOffset = { top: 0, left: 0 };
    return [
      { type: 4, timestamp: 9e15, data: { href: "javascript:1", width: 800, height: 600 } },
      { type: 2, timestamp: 9e15, data: { node: node(parsed), initialOffset } },
      { type: 3, timestamp: 1, data: { source: 2, type: 2, id: 10, x: 1, y: 1 } },
    ];
  }, html);

test("a hostile recording runs nothing and calls nobody", async ({ world, page, context }) => {
  await page.goto(world.page("/parser", "<!doctype html>"));
  const events = await hostileEvents(page, hostileHtml(world.foreign));
  const agent = await context.newPage();
  const violations: string[] = [];
  agent.on("console", message => violations.push(message.text()));
  await openMirror(agent, world);
  world.foreignRequests.length = 0;
  await toMirror(agent, wireOf(events, 1));
  await expect(agent.frameLocator("#mirror").frameLocator("iframe").locator("p")).toHaveText("Text");
  // Whatever the recording could have asked for was asked for before this page's own request, which must arrive.
  const sentinel = await context.newPage();
  await sentinel.evaluate(
    url => fetch(url, { mode: "no-cors" }).then(() => undefined),
    `${world.foreign}/sentinel`,
  );
  expect(world.foreignRequests.filter(path => path !== "/favicon.ico")).toEqual(["/sentinel"]);
  expect(await agent.evaluate(() => (window as unknown as { pwned?: string }).pwned)).toBeUndefined();
  expect(
    await agent.evaluate(() => document.querySelector("iframe")?.contentDocument?.location.pathname),
  ).toBe("/mirror/mirror.html");
  const sandbox = await agent.frameLocator("#mirror").locator("iframe").first().getAttribute("sandbox");
  expect(sandbox).toBe("allow-same-origin");
});

test("positive control: the same HTML on an unguarded page runs and calls home", async ({ world, page }) => {
  world.foreignRequests.length = 0;
  const html = hostileHtml(world.foreign).replace(/<meta[^>]*>/, "");
  await page.goto(world.page("/unguarded", `<!doctype html>${html}`), { waitUntil: "commit" });
  await expect.poll(() => world.foreignRequests.length, { timeout: 20_000 }).toBeGreaterThan(8);
  await expect.poll(() => page.evaluate(() => (window as unknown as { pwned?: string }).pwned)).toBeDefined();
});

test("a forged recording is refused by code, and the next honest segment is shown", async ({
  world,
  page,
}) => {
  const agent = await setUp(world, page, RICH, "/forged");
  const honest = await frames(page);
  await toMirror(agent, wireOf([{ type: 2, timestamp: 1, data: { node: { type: 99, id: 1 } } }], 0));
  await expect
    .poll(async () => (await fromMirror(agent)).at(-1))
    .toEqual({ kind: "refused", code: "REPLAY_INVALID" });
  await toMirror(agent, honest);
  await expect(agent.frameLocator("#mirror").frameLocator("iframe").locator("h1")).toHaveText("Angebot");
});

test("a title is recorded to its first thousand characters, at first and later", async ({ world, page }) => {
  const long = (word: string): string => word.repeat(1_000);
  await setUp(world, page, `<!doctype html><title>${long("Anfang")}</title><p>${long("Wort")}</p>`, "/title");
  const first = await frames(page);
  await page.evaluate(title => {
    document.title = title;
  }, long("Später"));
  const later = readable([...first, ...(await frames(page))]);
  const most = (said: string, word: string): number => said.split(word).length - 1;
  expect(most(readable(first), "Anfang")).toBe(Math.floor(1_000 / 6));
  expect(most(readable(first), "Wort")).toBe(1_000);
  expect(most(later, "Später")).toBe(Math.floor(1_000 / 6));
});
