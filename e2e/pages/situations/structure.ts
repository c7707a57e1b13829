/** Top layer, shadow roots, frames: where a page is more than one tree. */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const layers: Situation = {
  name: "07 dialog, popover, details, tooltip",
  html: shell(
    `<button id="ask">Öffnen</button><div id="tip" class="tip">Kurz</div><details id="d"><summary>Mehr</summary><p>Inhalt</p></details>
    <details id="e" open name="g"><summary>Zu</summary><p>Verschwindet</p></details>
    <div id="early" popover="manual">Schon offen</div><div id="card" popover="manual">Hinweis</div>
    <dialog id="modal"><h2>Frage</h2><p>Wirklich?</p></dialog><dialog id="plain">Nebenbei</dialog>
    <script>early.showPopover(); ask.onclick = () => { modal.showModal(); card.showPopover() }</script>`,
    `<style>.tip:hover::after { content: " und lang"; color: rgb(1, 120, 3) } dialog::backdrop { background: rgb(0 0 80 / 40%) }
     #early { inset: auto 20px 20px auto; margin: 0 } #card { inset: 20px 20px auto auto; margin: 0 }</style>`,
  ),
  steps: async page => {
    await page.click("#d summary");
    await page.click("#e summary");
    await page.evaluate(() => (document.getElementById("plain") as HTMLDialogElement).show());
    await page.click("#ask");
    await page.evaluate(() => (document.getElementById("early") as HTMLElement).hidePopover());
  },
  meant: async page => {
    await expect(page.locator("#modal:modal")).toBeVisible();
    await expect(page.locator("#card:popover-open")).toBeVisible();
  },
};

const shadows: Situation = {
  name: "08 shadow roots: declared, late, nested, with adopted sheets, closed",
  html: shell(`<x-declared id="declared"><template shadowrootmode="open"><style>b { color: rgb(1, 2, 200) }</style><b>Erklärt</b><slot></slot></template>
    <span>Licht</span></x-declared><div id="late">Spät</div><x-card id="card"></x-card><x-closed id="closed" style="display: inline-block; vertical-align: top"></x-closed>
    <x-closed id="block" style="display: block"></x-closed><i>danach</i>
    <script>
    const sheet = new CSSStyleSheet(); sheet.replaceSync("p { color: rgb(9, 8, 7); padding-top: 3px } .on { font-weight: 700 }");
    customElements.define("x-card", class extends HTMLElement { constructor() { super();
      const root = this.attachShadow({ mode: "open" }); root.adoptedStyleSheets = [sheet];
      root.innerHTML = "<p>Karte</p><x-inner></x-inner>"; } });
    customElements.define("x-inner", class extends HTMLElement { constructor() { super();
      const root = this.attachShadow({ mode: "open" }); root.adoptedStyleSheets = [sheet]; root.innerHTML = "<p>Innen</p><input>"; } });
    customElements.define("x-closed", class extends HTMLElement { constructor() { super();
      this.attachShadow({ mode: "closed" }).innerHTML = "<p style='width: 220px; height: 40px; margin: 0'>Zu</p>"; } });
    Object.assign(window, { sheet })</script>`),
  steps: async page => {
    await page.locator("x-inner input").fill("tief");
    await page.locator("x-inner input").blur();
    await page.evaluate(() => {
      const find = (id: string) => document.getElementById(id) as HTMLElement;
      const root = find("late").attachShadow({ mode: "open" });
      root.innerHTML = "<style>i { color: rgb(200, 1, 2) }</style><i>nachgereicht</i><slot></slot>";
      const inner = find("card").shadowRoot?.querySelector("x-inner")?.shadowRoot;
      inner?.querySelector("p")?.classList.add("on");
      const { sheet } = window as unknown as { sheet: CSSStyleSheet };
      sheet.insertRule("p { margin-left: 11px }", 1);
      const more = new CSSStyleSheet();
      more.replaceSync("b { margin-left: 5px }");
      const declared = find("declared").shadowRoot as ShadowRoot;
      declared.adoptedStyleSheets = [...declared.adoptedStyleSheets, more];
      document.body.append(document.createElement("x-card"));
      const span = find("declared").querySelector("span") as Element;
      root.append(span);
    });
  },
  meant: page => expect(page.locator("x-card p").first()).toHaveCSS("margin-left", "11px"),
  byDesign: [{ selector: "x-closed", as: "label" }],
};

const maskedParts: Situation = {
  name: "09 masked parts in shadow roots and frames that change",
  html: shell(`<p id="free">Offen lesbar</p><div id="host" class="m" data-lotse-mask></div>
    <iframe id="frame" width="300" height="80" srcdoc="<div id='in' class='m' data-lotse-mask>GEHEIM-eins</div><p id='out'>frei</p>"></iframe>
    <div id="box" data-lotse-block style="width: 120px; height: 40px">GEHEIM-zwei</div>`),
  steps: page =>
    page.evaluate(() => {
      const find = (id: string) => document.getElementById(id) as HTMLElement;
      const root = find("host").attachShadow({ mode: "open" });
      root.innerHTML = "<p class='m' title='GEHEIM-drei'>GEHEIM-vier</p>";
      root.append(Object.assign(document.createElement("b"), { className: "m", textContent: "GEHEIM-5" }));
      (root.querySelector("p") as Element).textContent = "GEHEIM-6";
      const inner = (find("frame") as HTMLIFrameElement).contentDocument as Document;
      (inner.getElementById("in") as Element).textContent = "GEHEIM-7";
      (inner.getElementById("out") as Element).textContent = "immer noch frei";
      find("box").append("GEHEIM-8");
    }),
  meant: page => expect(page.frameLocator("#frame").locator("#out")).toHaveText("immer noch frei"),
  secrets: ["GEHEIM"],
  open: "immer noch frei",
  byDesign: [
    { selector: ".m", as: "masked" },
    { selector: "#box", as: "blocked" },
  ],
};

const framed: Situation = {
  name: "10 frames of the page's own: srcdoc, late, nested, typed in, moved",
  html: shell(`<iframe id="doc" width="300" height="90" srcdoc="<!doctype html><style>p { color: rgb(3, 4, 150) }</style><p>Erstes</p><input id='i'><button onclick='this.textContent = &quot;gedrückt&quot;'>los</button>"></iframe>
    <iframe id="blank" width="300" height="60"></iframe><div id="place"></div>
    <script>blank.contentDocument.body.innerHTML = "<p>Geschrieben</p>"</script>`),
  steps: async page => {
    await page.frameLocator("#doc").locator("#i").fill("im Rahmen");
    await page.frameLocator("#doc").locator("button").click();
    await page.evaluate(async () => {
      const loaded = (frame: HTMLIFrameElement) => new Promise(done => frame.addEventListener("load", done));
      const place = document.getElementById("place") as HTMLElement;
      const late = Object.assign(document.createElement("iframe"), {
        id: "late",
        width: "320",
        height: "160",
      });
      late.srcdoc = "<!doctype html><p id='p'>Spät</p><iframe id='deep' srcdoc='<p id=q>Tief</p>'></iframe>";
      const first = loaded(late);
      place.append(late);
      await first;
      const deep = late.contentDocument?.getElementById("deep") as HTMLIFrameElement;
      if (deep.contentDocument?.readyState !== "complete" || !deep.contentDocument.getElementById("q"))
        await loaded(deep);
      deep.contentDocument?.getElementById("q")?.append(" und geändert");
      late.contentDocument?.body.append(
        Object.assign(document.createElement("style"), { textContent: "p { margin-left: 30px }" }),
      );
      const gone = document.getElementById("blank") as HTMLIFrameElement;
      const again = loaded(gone);
      gone.srcdoc = "<!doctype html><h3>Neu geladen</h3>";
      await again;
    });
    await page.frameLocator("#doc").locator("#i").blur();
  },
  meant: async page => {
    await expect(page.frameLocator("#late").frameLocator("#deep").locator("#q")).toHaveText(
      "Tief und geändert",
    );
    await expect(page.frameLocator("#blank").locator("h3")).toBeVisible();
  },
};

export const STRUCTURE: readonly Situation[] = [layers, shadows, maskedParts, framed];
