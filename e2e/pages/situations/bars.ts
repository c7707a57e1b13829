/** Scroll bars that take room, as with a mouse on most desktops: only in a browser that draws them (`scrollBars.spec.ts`). */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const WORDS = "Was hier steht, bricht um, wo der Platz zu Ende ist. ".repeat(9);
const STYLE = `<style>.tall { height: 1400px } #box { width: 250px; height: 120px; overflow: auto } .wide { width: 400px }
  #quiet { width: 250px; height: 60px; overflow: auto; scrollbar-width: none }
  @media (min-width: 895px) { p { margin-top: 17px } }</style>`;
const frame = `<style>p { width: 300px }</style><p>${WORDS}</p>`;

const long: Situation = {
  name: "16 scroll bars that take room: the page's, a box's, a frame's",
  html: shell(
    `<p id="p">${WORDS}</p><div id="box"><p class="wide">${WORDS}</p></div><div id="quiet">${WORDS}</div>
     <iframe id="frame" srcdoc="${frame}" width="260" height="120"></iframe><div class="tall"></div>`,
    STYLE,
  ),
  steps: async page => {
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(300);
    await page.evaluate(() => {
      (document.getElementById("box") as HTMLElement).scrollTop = 50;
    });
  },
  meant: async page => {
    const room = await page.evaluate(() => innerWidth - document.documentElement.clientWidth);
    expect(room).toBeGreaterThan(5);
  },
};

const growing: Situation = {
  name: "16 a page that has its scroll bar only once it is filled",
  html: shell(`<p id="p">${WORDS}</p>`, STYLE),
  steps: async page => {
    await page.evaluate(() =>
      document.body.insertAdjacentHTML(
        "beforeend",
        '<div id="box"><p>Kurz</p></div><div class="tall"></div>',
      ),
    );
    await page.mouse.move(200, 60);
    await page.mouse.move(210, 70);
  },
  meant: async page => {
    const room = await page.evaluate(() => innerWidth - document.documentElement.clientWidth);
    expect(room).toBeGreaterThan(5);
  },
};

export const BARS: readonly Situation[] = [long, growing];
