/** Lists that move, boxes that scroll in boxes, and pages that defend themselves. */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const lists: Situation = {
  name: "14 a list that makes its rows while it scrolls, and one without end",
  html: shell(
    `<div id="list"><div id="space"></div></div><div id="feed"></div>`,
    `<style>#list, #feed { height: 200px; width: 300px; overflow: auto; position: relative } #space { height: 40000px }
     .row { position: absolute; height: 20px; left: 0; right: 0 } .item { height: 30px }</style>
     <script>addEventListener("DOMContentLoaded", () => {
       const rows = () => { const from = Math.floor(list.scrollTop / 20); list.querySelectorAll(".row").forEach(row => row.remove());
         for (let at = from; at < from + 12; at++) { const row = document.createElement("div"); row.className = "row";
           row.style.top = at * 20 + "px"; row.textContent = "Zeile " + at; list.append(row) } };
       list.onscroll = rows; rows();
       let made = 0; const more = () => { for (let n = 0; n < 15; n++) feed.insertAdjacentHTML("beforeend", "<div class=item>Beitrag " + ++made + "</div>") };
       feed.onscroll = () => { if (feed.scrollTop + 210 > feed.scrollHeight) more() }; more() })</script>`,
  ),
  steps: async page => {
    await page.mouse.move(100, 100);
    for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, 1_777);
    await page.mouse.move(100, 300);
    for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, 300);
    await page.evaluate(() => {
      const list = document.getElementById("list") as HTMLElement;
      list.scrollTop -= 333;
      const feed = document.getElementById("feed") as HTMLElement;
      // What comes in above: the browser holds what is being read.
      feed.insertAdjacentHTML("afterbegin", "<div class='item'>Neu</div>".repeat(4));
    });
  },
  meant: async page => {
    await expect(page.locator(".row").first()).toHaveText(/Zeile \d{3}/);
    await expect.poll(() => page.locator("#feed").evaluate(feed => feed.scrollTop)).toBeGreaterThan(300);
  },
};

const scrolled: Situation = {
  name: "16 boxes that scroll in boxes, sticky heads, zoom, right to left, another size",
  html: shell(
    `<div id="outer"><div class="wide"><div class="head">Kopf</div><div id="inner"><p class="tall">Innen</p></div></div></div>
     <div id="rtl" dir="rtl"><p class="wide">מימין לשמאל</p></div><div id="zoom" style="zoom: 1.5">Groß</div>
     <div id="smooth"><p class="tall">Sanft</p></div><p class="tall">Ende</p>`,
    `<style>#outer, #rtl, #smooth { width: 300px; height: 120px; overflow: auto } #inner { width: 200px; height: 200px; overflow: auto }
     .wide { width: 900px; height: 500px } .tall { height: 900px } .head { position: sticky; top: 0 } #smooth { scroll-behavior: smooth }
     html { overflow-y: scroll } @media (max-width: 700px) { .head { color: rgb(170, 0, 0) } }</style>`,
  ),
  before: page =>
    page.evaluate(() => {
      (document.getElementById("outer") as HTMLElement).scrollTo(40, 60);
      (document.getElementById("inner") as HTMLElement).scrollTo(0, 45);
      (document.getElementById("rtl") as HTMLElement).scrollLeft = -50;
      scrollTo(0, 30);
    }),
  steps: async page => {
    await page.evaluate(() => {
      (document.getElementById("inner") as HTMLElement).scrollTo(0, 300);
      (document.getElementById("outer") as HTMLElement).scrollBy(75, 11);
      (document.getElementById("rtl") as HTMLElement).scrollLeft = -222;
      (document.getElementById("smooth") as HTMLElement).scrollTop = 400;
      (document.getElementById("zoom") as HTMLElement).style.zoom = "0.75";
      scrollTo(0, 260);
    });
    await expect.poll(() => page.locator("#smooth").evaluate(box => box.scrollTop)).toBe(400);
    await page.setViewportSize({ width: 640, height: 560 });
  },
  meant: page => expect(page.locator(".head")).toHaveCSS("color", "rgb(170, 0, 0)"),
};

const strict: Situation = {
  name: "20 a strict policy, trusted types, patched methods, hostile markup",
  html: world =>
    shell(`<p id="p">Ruhig</p><div id="list"></div><img src="${world.foreign}/x" onerror="window.pwned = 1" alt="">
     <a id="a" href="javascript:window.pwned=2">Verweis</a><iframe id="doc" srcdoc="<p>Rahmen</p><script>top.pwned = 3</script>"></iframe>`),
  headers: {
    "Content-Security-Policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types none",
  },
  steps: page =>
    page.evaluate(() => {
      // As careless tools do: everything goes through their own hands.
      const own = Node.prototype.appendChild;
      Node.prototype.appendChild = function <T extends Node>(this: Node, node: T): T {
        return own.call(this, node) as T;
      };
      const read = Element.prototype.getAttribute;
      Element.prototype.getAttribute = function (this: Element, name: string) {
        return read.call(this, name);
      };
      Object.defineProperty(Element.prototype, "shadowRoot", { get: () => null, configurable: true });
      const from = Array.from;
      Array.from = ((...given: Parameters<typeof from>) => from.apply(Array, given)) as typeof from;
      const list = document.getElementById("list") as HTMLElement;
      for (let n = 0; n < 5; n++) {
        const row = document.createElement("p");
        row.className = `row r${n}`;
        row.append(`Zeile ${n} <b onclick="pwned = 4">`);
        list.appendChild(row);
      }
      list.prepend(list.lastElementChild as Element);
      (document.getElementById("p") as HTMLElement).style.color = "rgb(4, 5, 6)";
    }),
  meant: page => expect(page.locator("#list p")).toHaveCount(5),
};

export const MOVEMENT: readonly Situation[] = [lists, scrolled, strict];
