/** What rrweb does not say of a page, from the page to the mirror: from the first picture on, changed by script, and anew. */
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { frames, fromMirror, openMirror, readable, record, test, toMirror, type World } from "./world.ts";

const mirrored = (agent: Page) => agent.frameLocator("#mirror").frameLocator("iframe");

interface Shared {
  readonly agent: Page;
  /** Everything that left so far. */
  text(): string;
  /** Passes on what was recorded until the mirror is as expected. */
  until(look: () => Promise<unknown>, expected: unknown): Promise<void>;
  /** A fresh segment for a mirror that knows nothing. */
  anew(): Promise<void>;
}

interface Given {
  readonly page: Page;
  readonly world: World;
  readonly path: string;
  readonly html: string;
  readonly extras?: boolean;
  readonly strict?: boolean;
  readonly before?: () => Promise<unknown>;
}

const share = async ({
  page,
  world,
  path,
  html,
  extras = true,
  strict = false,
  before,
}: Given): Promise<Shared> => {
  await page.goto(world.page(path, html));
  await before?.();
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true, extras, strict });
  const wire: Awaited<ReturnType<typeof frames>> = [];
  const pass = async () => {
    const more = await frames(page);
    wire.push(...more);
    await toMirror(agent, more);
  };
  await pass();
  return {
    agent,
    text: () => readable(wire),
    until: async (look, expected) => {
      await expect
        .poll(async () => {
          await pass();
          return look();
        })
        .toEqual(expected);
      expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
      expect((await fromMirror(agent)).filter(({ kind }) => kind === "refused")).toEqual([]);
    },
    anew: async () => {
      await page.evaluate(() =>
        (window as unknown as { capture: { newSegment(): void } }).capture.newSegment(),
      );
      await agent.evaluate(() => (window as unknown as { resetMirror(): void }).resetMirror());
    },
  };
};

const STATES = `<!doctype html><meta charset="utf-8"><title>Zustände</title>
<style id="off">#word { color: rgb(200, 0, 0) }</style>
<p id="word">Farbe</p>
<input type="checkbox" id="neither">
<select id="several" multiple><option>a<option selected>b<option>c<option selected>d</select>
<div id="card" popover>Hinweis</div>
<div id="menu" popover="manual">Menü</div>`;

interface States {
  readonly neither: boolean;
  readonly chosen: string;
  readonly card: boolean;
  readonly menu: boolean;
  readonly red: boolean;
}
/** The same on both sides: runs in the page. */
const statesOf = (body: Element): States => {
  const find = <T extends Element>(id: string) => body.ownerDocument.getElementById(id) as unknown as T;
  const several = find<HTMLSelectElement>("several");
  return {
    neither: find<HTMLInputElement>("neither").indeterminate,
    chosen: Array.from(several.selectedOptions, option => option.text.trim()).join(),
    card: find("card").matches(":popover-open"),
    menu: find("menu").matches(":popover-open"),
    red: getComputedStyle(find("word")).color === "rgb(200, 0, 0)",
  };
};
const change = (page: Page) =>
  page.evaluate(() => {
    const find = <T extends Element>(id: string) => document.getElementById(id) as unknown as T;
    const several = find<HTMLSelectElement>("several");
    find<HTMLInputElement>("neither").indeterminate = true;
    for (const [at, option] of Array.from(several.options).entries()) option.selected = at !== 1;
    find<HTMLElement>("menu").showPopover();
    find<HTMLElement>("card").showPopover();
    (find<HTMLStyleElement>("off").sheet as CSSStyleSheet).disabled = true;
  });
const CHANGED: States = { neither: true, chosen: "a,c,d", card: true, menu: true, red: false };

test("checkboxes that are neither, lists of several, popovers, sheets switched off", async ({
  page,
  world,
}) => {
  const shared = await share({ page, world, path: "/extras/states", html: STATES });
  const seen = () => mirrored(shared.agent).locator("body").evaluate(statesOf);
  await shared.until(seen, { neither: false, chosen: "b,d", card: false, menu: false, red: true });
  await change(page);
  expect(await page.locator("body").evaluate(statesOf)).toEqual(CHANGED);
  await shared.until(seen, CHANGED);
  await shared.anew();
  await shared.until(seen, CHANGED);
  // And back, the list by the visitor's own hand.
  await page.evaluate(() => {
    (document.getElementById("card") as HTMLElement).hidePopover();
    ((document.getElementById("off") as HTMLStyleElement).sheet as CSSStyleSheet).disabled = false;
  });
  await page.locator("#neither").click({ force: true });
  await page.locator("#several").selectOption(["b", "c"]);
  await shared.until(seen, { neither: false, chosen: "b,c", card: false, menu: true, red: true });
});

test("control: rrweb alone shows something else", async ({ page, world }) => {
  const shared = await share({ page, world, path: "/extras/alone", html: STATES, extras: false });
  await change(page);
  const seen = () => mirrored(shared.agent).locator("body").evaluate(statesOf);
  await shared.until(
    async () => {
      const { neither, card, menu, red } = await seen();
      return { neither, card, menu, red };
    },
    { neither: false, card: false, menu: false, red: true },
  );
});

const DRAWN = `<!doctype html><meta charset="utf-8"><title>Gezeichnet</title>
<canvas id="chart" width="200" height="100"></canvas><canvas id="three" width="64" height="64"></canvas>
<canvas id="map" width="120" height="60"></canvas>
<img id="own" alt="" width="40" height="40"><img id="blob" alt="" width="40" height="40">
<div data-lotse-mask><canvas id="secret" width="50" height="50"></canvas></div>
<script>
window.draw = colour => {
  for (const id of ["chart", "secret"]) {
    const context = document.getElementById(id).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 200, 100);
  }
};
const gl = document.getElementById("three").getContext("webgl");
const turn = () => { gl?.clearColor(0, 0, 1, 1); gl?.clear(gl.COLOR_BUFFER_BIT); requestAnimationFrame(turn); };
turn();
draw("rgb(255, 0, 0)");
</script>`;

/** What the middle of an image or a mirrored canvas looks like, roughly: webp is not exact. */
const colourOf = async (element: Element): Promise<string> => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  try {
    let picture = element as HTMLImageElement;
    if (element.localName === "canvas") {
      picture = document.createElement("img");
      picture.src = /url\("([^"]+)"\)/.exec(getComputedStyle(element).content)?.[1] ?? "";
      await picture.decode();
    }
    context.drawImage(picture, 0, 0, 10, 10);
  } catch {
    return "none";
  }
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(5, 5, 1, 1).data;
  if (alpha < 128) return "none";
  return [red, green, blue].map(value => (value > 128 ? "1" : "0")).join("");
};

test("stills of canvases and of images that need the visitor's cookies; nothing of what is masked", async ({
  page,
  world,
}) => {
  const draws = (colour: string) =>
    page.evaluate(fill => (window as unknown as { draw(fill: string): void }).draw(fill), colour);
  const png = Buffer.from(
    await page.evaluate(() => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 20;
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.fillStyle = "rgb(0, 255, 0)";
      context.fillRect(0, 0, 20, 20);
      return canvas.toDataURL("image/png").split(",")[1] ?? "";
    }),
    "base64",
  );
  // Of this page alone: for the mirror it is not there.
  await page.route("**/eigen.png", route => route.fulfill({ contentType: "image/png", body: png }));
  await page.route("**/karte.png", route => route.fulfill({ contentType: "image/png", body: png }));
  const before = () =>
    page.evaluate(async foreign => {
      const load = (image: HTMLImageElement, src: string) =>
        new Promise(done => {
          image.onload = done;
          image.src = src;
        });
      const own = document.getElementById("own") as HTMLImageElement;
      await load(own, "/eigen.png");
      const blob = await (await fetch("/eigen.png")).blob();
      await load(document.getElementById("blob") as HTMLImageElement, URL.createObjectURL(blob));
      const tile = new Image();
      await load(tile, `${foreign}/karte.png`);
      (document.getElementById("map") as HTMLCanvasElement).getContext("2d")?.drawImage(tile, 0, 0);
    }, world.foreign);
  const shared = await share({ page, world, path: "/extras/drawn", html: DRAWN, before });
  const colours = async () => {
    const ids = ["chart", "three", "own", "blob", "secret"];
    const all = await Promise.all(ids.map(id => mirrored(shared.agent).locator(`#${id}`).evaluate(colourOf)));
    return Object.fromEntries(ids.map((id, at) => [id, all[at]]));
  };
  const first = { chart: "100", three: "001", own: "010", blob: "010", secret: "none" };
  await shared.until(colours, first);
  await draws("rgb(0, 0, 255)");
  await shared.until(colours, { ...first, chart: "001" });
  await expect(mirrored(shared.agent).locator("#map")).toHaveAttribute("aria-label", "Drawing or map");
  await shared.anew();
  await shared.until(colours, { ...first, chart: "001" });
  // A canvas that stands still says nothing.
  const length = shared.text().length;
  await shared.until(async () => shared.text().length > length + 20_000, false);
});

test("the strict preset makes no pictures", async ({ page, world }) => {
  const shared = await share({ page, world, path: "/extras/strict", html: DRAWN, strict: true });
  const colour = () => mirrored(shared.agent).locator("#chart").evaluate(colourOf);
  await shared.until(colour, "none");
  await page.evaluate(() => (window as unknown as { draw(fill: string): void }).draw("rgb(0, 255, 0)"));
  await page.waitForFunction(() => performance.now() > 1_500);
  await shared.until(colour, "none");
  expect(shared.text()).not.toContain("data:image");
});

test("what cannot be shown is named where it stands", async ({ page, world }) => {
  const html = `<!doctype html><meta charset="utf-8"><title>Fremdes</title>
<iframe id="frame" src="${world.foreign}/anzeige" width="300" height="100"></iframe>
<iframe id="payment" src="${world.foreign}/pay" allow="payment" width="300" height="100"></iframe>
<iframe id="own" srcdoc="<p>Eigenes</p>" width="100" height="60"></iframe>
<video id="video" width="200" height="80"></video>
<embed id="plugin" type="application/pdf" width="200" height="80">
<x-closed id="closed" style="display: inline-block"></x-closed><x-open id="open"></x-open>
<div data-lotse-block><video id="blocked" width="200" height="80"></video></div>
<script>
const define = (name, mode) => customElements.define(name, class extends HTMLElement {
  constructor() { super(); this.attachShadow({ mode }).innerHTML = "<p style='width: 220px; height: 60px; margin: 0'>Innen</p>"; }
});
define("x-closed", "closed");
define("x-open", "open");
</script>`;
  const shared = await share({ page, world, path: "/extras/labels", html });
  const labels = async () => {
    const of = mirrored(shared.agent).locator("[data-lotse-label]");
    return Object.fromEntries(
      await of.evaluateAll(all => all.map(one => [one.id, one.getAttribute("aria-label")])),
    );
  };
  await shared.until(labels, {
    frame: "Another website's content",
    payment: "Payment: for the visitor alone",
    video: "Video",
    // Of a plugin nothing is told but where it is.
    "": "Embedded document",
    closed: "Component that shows nothing",
  });
  const box = await mirrored(shared.agent).locator("#closed").boundingBox();
  expect(box).toMatchObject({ width: 220, height: 60 });
  await shared.agent.bringToFront();
  await shared.agent.screenshot({ path: test.info().outputPath("labels.png") });
});
