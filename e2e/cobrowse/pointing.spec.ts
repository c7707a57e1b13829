/**
 * Pointing on both sides, without a hub: what the agent's hand does in the mirror is drawn on the visitor's page, and
 * stays on the element that is meant, whatever the page does.
 */
import type { FromMirror } from "@lotse/cobrowse/replay/port";
import type { Mark, Marked } from "@lotse/protocol";
import { expect, type Locator, type Page } from "@playwright/test";
import { frames, fromMirror, openMirror, record, test, toMirror, type World } from "./world.ts";

const HTML = `<!doctype html><html><head><style>
  body { margin: 0; font: 16px sans-serif }
  #box { height: 200px; width: 300px; overflow: auto; margin: 60px; border: 3px solid #888 }
  .row { height: 30px; margin: 4px }
  .target { display: inline-block; width: 120px; height: 24px; background: #cde }
  iframe { border: 5px solid #333; width: 300px; height: 120px; margin-left: 60px }
</style></head><body><div id="top"></div><div id="box"></div><div id="host"></div>
<iframe id="inner" srcdoc="<style>body{margin:0}</style><p style='height:30px'>Rahmen</p><span id='deep' style='display:inline-block;width:90px;height:24px;background:#dec'>innen</span><p style='height:400px'></p>"></iframe>
<p data-lotse-block id="secret">Geheim <b>sehr geheim</b></p><p style="height:1500px">Ende</p>
<div id="lotse"></div><script>
  for (let n = 0; n < 20; n++)
    document.getElementById("box").insertAdjacentHTML("beforeend",
      '<div class="row"><span class="target" id="t' + n + '">Zeile ' + n + "</span></div>");
  const shadow = document.getElementById("host").attachShadow({ mode: "open" });
  shadow.innerHTML = '<div style="height:12px"></div><button id="open" style="width:140px;height:28px;margin-left:60px">im Schatten</button>';
</script></body></html>`;

interface Console {
  tellMirror(message: unknown): void;
}
interface Shown {
  take(marked: Marked): void;
  clearDrawn(): void;
  close(): void;
}
const BY = { viewer: 0, agentId: "a", name: "Anna", colour: 0 } as unknown as Marked["by"];
const BEN = { viewer: 1, agentId: "b", name: "Ben", colour: 1 } as unknown as Marked["by"];

const tell = (agent: Page, message: unknown): Promise<void> =>
  agent.evaluate(said => (window as unknown as Console).tellMirror(said), message);

const setUp = async (world: World, page: Page, path: string): Promise<Page> => {
  await page.goto(world.page(path, HTML));
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true, own: "#lotse" });
  await page.evaluate(() => {
    const { capture } = window as unknown as { capture: Parameters<typeof window.lotseTest.point>[1] };
    const host = document.getElementById("lotse") as HTMLElement;
    Object.assign(window, { shown: window.lotseTest.point(host, capture) });
  });
  await toMirror(agent, await frames(page));
  await tell(agent, { kind: "pen", by: BY });
  await tell(agent, { kind: "begin", firstSegment: 1 });
  await take(agent, "point", false);
  await expect(mirrored(agent, "#t0")).toBeVisible();
  return agent;
};

const mirrored = (agent: Page, selector: string): Locator =>
  agent.frameLocator("#mirror").frameLocator("iframe").locator(selector);
const isMark = (message: { kind: string }): message is Extract<FromMirror, { kind: "mark" }> =>
  message.kind === "mark";
const marks = async (agent: Page): Promise<Mark[]> =>
  (await fromMirror(agent)).filter(isMark).map(({ mark }) => mark);

/** A message to the mirror is on its way longer than a click: the hand waits until the tool is in it. */
const take = async (agent: Page, tool: "point" | "highlight" | "draw", pinned: boolean): Promise<void> => {
  await tell(agent, { kind: "tool", tool, pinned });
  await expect(agent.frameLocator("#mirror").getByTestId("pointing-layer")).toHaveAttribute(
    "data-tool",
    tool,
  );
};

/** Everything the mirror sent, to the visitor's page, as the hub does. */
const pass = async (agent: Page, page: Page, by = BY): Promise<void> => {
  const all = await marks(agent);
  await page.evaluate(
    list => {
      const { shown } = window as unknown as { shown: Shown };
      for (const marked of list) shown.take(marked);
    },
    all.map(mark => ({ by, mark })),
  );
};

const middle = async (at: Locator): Promise<{ x: number; y: number }> => {
  const box = await at.boundingBox();
  if (box === null) throw new Error("nothing to be seen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const near = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);

/** Moves the agent's hand over the mirrored element, and waits until the mirror has said so. */
const pointAt = async (agent: Page, selector: string): Promise<void> => {
  await agent.bringToFront();
  const { x, y } = await middle(mirrored(agent, selector));
  const before = (await marks(agent)).length;
  await agent.mouse.move(x - 3, y);
  await agent.mouse.move(x, y);
  await expect.poll(async () => (await marks(agent)).length).toBeGreaterThan(before);
  // The hand rests: what it last did was sent.
  await agent.waitForFunction(
    () =>
      new Promise(done => {
        const { fromMirror: all } = window as unknown as { fromMirror: unknown[] };
        const count = all.length;
        setTimeout(() => done(all.length === count), 120);
      }),
  );
};

const cursorOn = (page: Page): Locator => page.locator('#lotse [data-kind="cursor"] path').first();
const cursorIn = (agent: Page): Locator =>
  agent.frameLocator("#mirror").locator('.marks [data-kind="cursor"] path').first();
/** A cursor's tip is the upper left corner of its picture. */
const tip = (at: Locator): Promise<{ x: number; y: number }> =>
  at.evaluate(path => {
    const { left, top } = path.getBoundingClientRect();
    return { x: left, y: top };
  });
const expectOn = async (cursor: Locator, element: Locator): Promise<void> => {
  await expect(cursor).toBeVisible();
  await expect.poll(async () => near(await tip(cursor), await middle(element))).toBeLessThan(4);
};

test.use({ viewport: { width: 1000, height: 700 } });

test("a cursor stays on its element while its box scrolls and the page reflows, on both sides", async ({
  world,
  page,
}) => {
  const agent = await setUp(world, page, "/pointing/scroll");
  await page.locator("#box").evaluate(box => box.scrollTo(0, 100));
  await toMirror(agent, await frames(page));
  await pointAt(agent, "#t5");
  await pass(agent, page);
  await page.bringToFront();
  await expectOn(cursorOn(page), page.locator("#t5"));
  const before = await middle(page.locator("#t5"));
  await page.evaluate(() => {
    document.getElementById("box")?.scrollTo(0, 40);
    (document.getElementById("top") as HTMLElement).style.height = "90px";
    scrollTo(0, 25);
  });
  await expectOn(cursorOn(page), page.locator("#t5"));
  expect(near(before, await middle(page.locator("#t5")))).toBeGreaterThan(50);
  await toMirror(agent, await frames(page));
  await agent.bringToFront();
  // The hand is elsewhere now: the agent sees where the visitor sees it.
  await expectOn(cursorIn(agent), mirrored(agent, "#t5"));
  // Scrolled out of sight it points at nothing else.
  await page.bringToFront();
  await page.locator("#box").evaluate(box => box.scrollTo(0, 400));
  await expect(cursorOn(page)).toHaveCount(0);
});

for (const [name, inMirror, onPage] of [
  ["a shadow root", "#open", (page: Page) => page.locator("#open")],
  ["a frame", "#inner", (page: Page) => page.frameLocator("#inner").locator("#deep")],
] as const) {
  test(`a cursor goes into ${name}, and moves with it`, async ({ world, page }) => {
    const agent = await setUp(world, page, `/pointing/${inMirror.slice(1)}`);
    const deep =
      inMirror === "#inner"
        ? agent.frameLocator("#mirror").frameLocator("iframe").frameLocator("#inner").locator("#deep")
        : mirrored(agent, inMirror);
    await agent.bringToFront();
    const { x, y } = await middle(deep);
    await agent.mouse.move(x, y);
    await agent.mouse.down();
    await agent.mouse.up();
    await expect.poll(async () => (await marks(agent)).some(({ kind }) => kind === "click")).toBe(true);
    await pass(agent, page);
    await page.bringToFront();
    await expectOn(cursorOn(page), onPage(page));
    await page.evaluate(() => {
      (document.getElementById("top") as HTMLElement).style.height = "70px";
      (document.getElementById("inner") as HTMLIFrameElement).contentWindow?.scrollTo(0, 20);
    });
    await expectOn(cursorOn(page), onPage(page));
    await toMirror(agent, await frames(page));
    await agent.bringToFront();
    await expectOn(cursorIn(agent), deep);
  });
}

test("what is blocked counts as one element", async ({ world, page }) => {
  const agent = await setUp(world, page, "/pointing/blocked");
  await pointAt(agent, "#t0");
  await mirrored(agent, "[data-lotse-blocked]").scrollIntoViewIfNeeded();
  await pointAt(agent, "[data-lotse-blocked]");
  const last = (await marks(agent)).filter(({ kind }) => kind === "pointer").at(-1);
  expect(last?.kind === "pointer" && last.at).toBeTruthy();
  const id = last?.kind === "pointer" ? last.at?.nodeId : 0;
  const meant = await page.evaluate(nodeId => {
    const { capture } = window as unknown as {
      capture: { nodeOf(node: { segment: number; nodeId: number | undefined }): Element | null };
    };
    return capture.nodeOf({ segment: 1, nodeId })?.id;
  }, id);
  expect(meant).toBe("secret");
});

test("a mark for a page before lands nowhere, on neither side", async ({ world, page }) => {
  const agent = await setUp(world, page, "/pointing/stale");
  await pointAt(agent, "#t1");
  const [stale] = (await marks(agent)).filter(mark => mark.kind === "pointer" && mark.at !== null);
  if (stale?.kind !== "pointer" || stale.at === null) throw new Error("nothing was pointed at");
  const old: Mark = { kind: "pointer", at: { ...stale.at, segment: 0 } };
  const take = (mark: Mark) =>
    page.evaluate(marked => (window as unknown as { shown: Shown }).shown.take(marked), { by: BY, mark });
  await page.bringToFront();
  await take(old);
  await tell(agent, { kind: "marked", marked: { by: BEN, mark: old } });
  // Control: the same mark of this page is seen, and what came before it would have been, too.
  await expect(cursorOn(page)).toHaveCount(0);
  await take(stale);
  await expect(cursorOn(page)).toBeVisible();
  await agent.bringToFront();
  const ben = agent.frameLocator("#mirror").locator('.marks [data-kind="cursor"][data-viewer="1"]');
  await tell(agent, { kind: "marked", marked: { by: BEN, mark: stale } });
  await expect(ben).toBeVisible();
  // Another page of the visitor's: the numbers begin anew.
  await tell(agent, { kind: "begin", firstSegment: 2 });
  await expect(ben).toHaveCount(0);
  await tell(agent, { kind: "marked", marked: { by: BEN, mark: stale } });
  await agent.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(ben).toHaveCount(0);
});

const drawAround = async (agent: Page, selector: string): Promise<void> => {
  const box = await mirrored(agent, selector).boundingBox();
  if (box === null) throw new Error("nothing to draw around");
  const corners = [
    [box.x - 5, box.y - 5],
    [box.x + box.width + 5, box.y - 5],
    [box.x + box.width + 5, box.y + box.height + 5],
    [box.x - 5, box.y + box.height + 5],
    [box.x - 5, box.y - 5],
  ] as const;
  await agent.mouse.move(corners[0][0], corners[0][1]);
  await agent.mouse.down();
  for (const [x, y] of corners) await agent.mouse.move(x, y, { steps: 8 });
  await agent.mouse.up();
};

test("a line around an element is the element's, and two viewers draw beside each other", async ({
  world,
  page,
}) => {
  const agent = await setUp(world, page, "/pointing/draw");
  await agent.bringToFront();
  await take(agent, "draw", true);
  await drawAround(agent, "#t3");
  const stroked = async () => (await marks(agent)).filter(mark => mark.kind === "stroke");
  // First in the box where it began, at last in the one that it turned out to mean.
  await expect.poll(async () => new Set((await stroked()).map(({ node }) => node.nodeId)).size).toBe(2);
  const strokes = await stroked();
  await pass(agent, page);
  await pass(agent, page, BEN);
  await page.bringToFront();
  const lines = page.locator('#lotse [data-kind="stroke"]');
  await expect(lines).toHaveCount(2);
  const centre = async () => middle(lines.first().locator("path").first());
  await expect.poll(async () => near(await centre(), await middle(page.locator("#t3")))).toBeLessThan(6);
  await page.locator("#box").evaluate(box => box.scrollTo(0, 50));
  await expect.poll(async () => near(await centre(), await middle(page.locator("#t3")))).toBeLessThan(6);
  // In the mirror: mine, and a colleague's.
  for (const mark of strokes) await tell(agent, { kind: "marked", marked: { by: BEN, mark } });
  const drawn = agent.frameLocator("#mirror").locator('.marks [data-kind="stroke"]');
  await agent.bringToFront();
  await expect(drawn).toHaveCount(2);
  await tell(agent, { kind: "clearMarks" });
  await expect(drawn).toHaveCount(1);
  await expect(drawn).toHaveAttribute("data-viewer", "1");
  // The element goes, and takes what means it along.
  await page.bringToFront();
  await page.evaluate(() => document.getElementById("t3")?.remove());
  await expect(lines).toHaveCount(0);
});

test("a stroke that the hub did not take is taken back; Escape ends drawing", async ({ world, page }) => {
  const agent = await setUp(world, page, "/pointing/refused");
  await agent.bringToFront();
  await take(agent, "draw", true);
  await drawAround(agent, "#t2");
  const drawn = agent.frameLocator("#mirror").locator('.marks [data-kind="stroke"]');
  await expect(drawn).toHaveCount(1);
  const stroke = (await marks(agent)).find(mark => mark.kind === "stroke");
  await tell(agent, { kind: "takeBack", stroke: stroke?.kind === "stroke" ? stroke.id : -1 });
  await expect(drawn).toHaveCount(0);
  await agent.locator("#mirror").focus();
  await agent.keyboard.press("Escape");
  await expect.poll(async () => (await fromMirror(agent)).at(-1)).toEqual({ kind: "toolEnded" });
});

test("the visitor's page notices nothing: no event, no change of the document, no shift", async ({
  world,
  page,
}) => {
  const agent = await setUp(world, page, "/pointing/quiet");
  await page.evaluate(() => {
    const noticed: string[] = [];
    const kinds = "pointermove pointerdown mousemove mouseover mousedown mouseup click focusin scroll resize";
    for (const kind of kinds.split(" ")) addEventListener(kind, event => noticed.push(event.type), true);
    new MutationObserver(changes => noticed.push(...changes.map(({ type }) => type))).observe(document, {
      ...{ subtree: true, childList: true, attributes: true, characterData: true },
    });
    new PerformanceObserver(list => noticed.push(...list.getEntries().map(() => "shift"))).observe({
      type: "layout-shift",
    });
    Object.assign(window, { noticed });
  });
  await pointAt(agent, "#t1");
  const { x, y } = await middle(mirrored(agent, "#t1"));
  await agent.mouse.click(x, y);
  await take(agent, "highlight", true);
  await agent.mouse.click(x, y);
  await expect.poll(async () => (await marks(agent)).map(({ kind }) => kind)).toContain("highlight");
  // A turn of the wheel over the mirror scrolls nothing in it.
  await agent.mouse.wheel(0, 300);
  expect(await mirrored(agent, "#box").evaluate(box => box.scrollTop)).toBe(0);
  await pass(agent, page);
  await page.bringToFront();
  await expect(page.locator('#lotse [data-kind="highlight"]')).toBeVisible();
  const noticed = () => page.evaluate(() => (window as unknown as { noticed: string[] }).noticed);
  expect((await noticed()).filter(kind => kind !== "focusin")).toEqual([]);
  // Not recorded either: the agent does not see their own marks twice.
  expect(await frames(page)).toEqual([]);
  // Stop is above everything.
  const stop = await middle(page.locator("#stop"));
  const top = await page.evaluate(
    at => document.getElementById("lotse")?.shadowRoot?.elementFromPoint(at.x, at.y)?.id,
    stop,
  );
  expect(top).toBe("stop");
  // Control: the same clicks on the page itself are noticed.
  await page.mouse.click(100, 100);
  expect(await noticed()).toContain("click");
});

test("the visitor's clicks are ringed in the mirror", async ({ world, page }) => {
  const agent = await setUp(world, page, "/pointing/ring");
  await page.mouse.click(200, 150);
  const wire = await frames(page);
  await agent.bringToFront();
  await agent.evaluate(() => {
    const seen: string[] = [];
    const inner = document.querySelector("iframe")?.contentDocument as Document;
    new MutationObserver(changes => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const { className, style } = node as HTMLElement;
        seen.push(`${className} ${style?.left} ${style?.top}`);
      }
    }).observe(inner.querySelector(".stage") as Element, { childList: true });
    Object.assign(window, { seen });
  });
  await toMirror(agent, wire);
  await expect
    .poll(() => agent.evaluate(() => (window as unknown as { seen: string[] }).seen))
    .toContain("visitor-click 200px 150px");
});
