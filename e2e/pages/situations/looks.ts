/** Style sheets, pictures, drawings. */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const sheets: Situation = {
  name: "11 rules written by scripts, sheets switched off, a dark mode",
  html: shell(
    `<h1 id="h">Titel</h1><p id="p" class="a">Text</p><p id="q" class="b">Text</p><p id="r" class="c">Text</p><ul><li id="l" class="d">Punkt</li></ul>`,
    `<style id="css"></style><style id="skin">#h { color: rgb(1, 90, 1) }</style><style id="off">#q { color: rgb(200, 0, 0) }</style>
     <style id="nest">@layer low, high; @layer high { .d { color: rgb(0, 90, 0); & { padding-top: 2px } } } @layer low { .d { color: red } }
       :root { --ink: rgb(20, 20, 20); --ground: rgb(255, 255, 255) } [data-theme="dark"] { --ink: rgb(240, 240, 240); --ground: rgb(10, 10, 40) }
       body { color: var(--ink); background: var(--ground) } @media (min-width: 500px) { .c { font-weight: 700 } }</style>
     <script>for (const rule of [".a { color: rgb(1, 2, 3) }", ".b { margin-left: 7px }", "@media all { .c { padding-top: 4px } }"])
       css.sheet.insertRule(rule, css.sheet.cssRules.length);
       const adopted = new CSSStyleSheet(); adopted.replaceSync(".a { opacity: 0.9 }"); document.adoptedStyleSheets = [adopted];
       Object.assign(window, { adopted })</script>`,
  ),
  steps: page =>
    page.evaluate(() => {
      const sheetOf = (id: string) =>
        (document.getElementById(id) as HTMLStyleElement).sheet as CSSStyleSheet;
      const css = sheetOf("css");
      css.deleteRule(1);
      css.insertRule(".b { margin-left: 19px }", 0);
      (css.cssRules[1] as CSSStyleRule).style.setProperty("color", "rgb(30, 20, 10)", "important");
      const media = css.cssRules[2] as CSSMediaRule;
      media.insertRule(".c { border-top: 3px solid }", 0);
      (media.cssRules[1] as CSSStyleRule).style.removeProperty("padding-top");
      sheetOf("off").disabled = true;
      // The only time: what stood there before must not come back.
      (document.getElementById("skin") as HTMLElement).textContent = "#h { color: rgb(90, 1, 1) }";
      const { adopted } = window as unknown as { adopted: CSSStyleSheet };
      adopted.replaceSync(".a { opacity: 0.7 } .b { opacity: 0.8 }");
      adopted.insertRule(".c { opacity: 0.6 }");
      document.documentElement.dataset.theme = "dark";
      const late = document.createElement("style");
      document.head.append(late);
      late.append("#h { font-size: 31px }");
      late.append(" #h { margin-top: 3px }");
      (document.getElementById("p") as HTMLElement).style.setProperty("--own", "5px");
      (document.getElementById("p") as HTMLElement).style.cssText += "; transform: translateX(var(--own))";
    }),
  meant: async page => {
    await expect(page.locator("#q")).toHaveCSS("margin-left", "19px");
    await expect(page.locator("#r")).toHaveCSS("border-top-width", "3px");
    await expect(page.locator("#p")).toHaveCSS("opacity", "0.7");
  },
};

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#060"/></svg>`;

const images: Situation = {
  name: "12 pictures of the site's own, of a blob, and drawn in the page; a sheet that comes late",
  html: shell(`<h1>Blau</h1><img id="own" src="/bild.svg" alt="Eigenes" width="60" height="60"><img id="blob" alt="Blob" width="60" height="60">
    <img id="data" alt="" width="40" height="40" src='data:image/svg+xml,${encodeURIComponent(SVG.replace("#060", "#a00"))}'>
    <svg id="svg" width="80" height="80" viewBox="0 0 10 10"><defs><linearGradient id="g"><stop stop-color="#00a"></stop></linearGradient></defs>
      <circle id="c" cx="5" cy="5" r="4" fill="url(#g)"></circle></svg>`),
  // For the visitor alone: the mirror's own request would find nothing.
  prepare: page =>
    page.route("**/bild.svg", route => route.fulfill({ contentType: "image/svg+xml", body: SVG })),
  before: page =>
    page.evaluate(async source => {
      const blob = document.getElementById("blob") as HTMLImageElement;
      blob.src = URL.createObjectURL(new Blob([source.replace("#060", "#808")], { type: "image/svg+xml" }));
      await blob.decode();
    }, SVG),
  steps: async page => {
    await page.evaluate(async () => {
      const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/spaet.css" });
      const loaded = new Promise(done => sheet.addEventListener("load", done));
      document.head.append(sheet);
      await loaded;
      const data = document.getElementById("data") as HTMLImageElement;
      data.src = data.src.replace("a00", "0aa");
      document.getElementById("c")?.setAttribute("r", "2.5");
      const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({ width: "3", height: "3", fill: "#c60" }))
        square.setAttribute(name, value);
      document.getElementById("svg")?.append(square);
    });
  },
  meant: page => expect(page.locator("h1")).toHaveCSS("color", "rgb(1, 2, 3)"),
  byDesign: [{ selector: "#own, #blob", as: "picture" }],
};

const drawings: Situation = {
  name: "13 a chart on a canvas, WebGL, a map of another origin",
  html: world =>
    shell(
      `<canvas id="chart" width="300" height="120"></canvas><canvas id="three" width="90" height="90"></canvas>
    <canvas id="sized" class="sized" width="1600" height="400"></canvas><canvas id="map" data-tile="${world.foreign}/kachel.svg" width="240" height="80"></canvas>
    <script>
    const draw = (...bars) => { const pen = chart.getContext("2d"); pen.clearRect(0, 0, 300, 120); pen.fillStyle = "#05a";
      bars.forEach((bar, at) => pen.fillRect(at * 50, 120 - bar, 40, bar)) };
    draw(20, 60, 90); const big = sized.getContext("2d"); big.fillStyle = "#a40"; big.fillRect(0, 0, 800, 400);
    const gl = three.getContext("webgl");
    const turn = () => { gl?.clearColor(0, 0.5, 0.2, 1); gl?.clear(gl.COLOR_BUFFER_BIT); requestAnimationFrame(turn) }; turn();
    Object.assign(window, { draw })</script>`,
      "<style>.sized { width: 320px; border-top: 3px solid }</style>",
    ),
  prepare: (page, world) =>
    page.route(`${world.foreign}/kachel.svg`, route =>
      route.fulfill({ contentType: "image/svg+xml", body: SVG }),
    ),
  before: page =>
    page.evaluate(async () => {
      const tile = new Image();
      tile.src = document.getElementById("map")?.dataset.tile ?? "";
      await tile.decode();
      (document.getElementById("map") as HTMLCanvasElement).getContext("2d")?.drawImage(tile, 0, 0);
    }),
  steps: page =>
    page.evaluate(() => {
      (window as unknown as { draw(...bars: number[]): void }).draw(110, 30, 70, 15);
      const late = Object.assign(document.createElement("canvas"), { width: 50, height: 70 });
      (late.getContext("2d") as CanvasRenderingContext2D).fillRect(10, 10, 30, 30);
      document.body.prepend(late);
    }),
  meant: page => expect(page.locator("canvas")).toHaveCount(5),
  byDesign: [{ selector: "#map", as: "label" }],
};

export const LOOKS: readonly Situation[] = [sheets, images, drawings];
