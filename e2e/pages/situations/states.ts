/** What rules make of what the visitor does: the pointer, the focus, the address, what is chosen. */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const focus: Situation = {
  name: "07 focus: a field, what is around it, in a shadow root; the target of the address",
  html: shell(
    `<form id="f"><label>Suche <input id="q" name="q"></label><p class="hint">Drei Zeichen genügen</p><button id="b" type="button">Los</button></form>
     <x-field id="x"><template shadowrootmode="open"><style>input:focus { margin-left: 9px }</style><input name="inner"></template></x-field>
     <p id="offers">Angebote</p><a id="late" href="/hilfe">Hilfe</a>`,
    `<style>.hint { display: none } form:focus-within .hint { display: block; color: rgb(1, 90, 3) } #q:focus { padding-top: 6px }
     #late:focus-visible { padding-top: 4px; color: rgb(1, 2, 200) } #b:focus { padding-top: 5px } #b:focus-visible { padding-top: 25px }
     x-field:focus-within { display: block; padding-top: 7px } :target { padding-top: 8px }</style>
     <style id="rules"></style><script>rules.sheet.insertRule("#q:focus { height: 31px }"); addEventListener("load", () => q.focus())</script>`,
  ),
  before: async page => {
    await page.evaluate(() => {
      location.hash = "offers";
    });
    await page.click("#q");
    await expect(page.locator("#q")).toHaveCSS("padding-top", "6px");
  },
  steps: async page => {
    await page.click("#b");
    await page.click("#x input");
    await page.evaluate(() => {
      const rules = (document.getElementById("rules") as HTMLStyleElement).sheet as CSSStyleSheet;
      rules.insertRule("#late:focus { margin-left: 13px }");
    });
    await page.keyboard.press("Tab");
  },
  meant: async page => {
    await expect(page.locator("#late")).toHaveCSS("padding-top", "4px");
    await expect(page.locator("#late")).toHaveCSS("margin-left", "13px");
    await expect(page.locator("#offers")).toHaveCSS("padding-top", "8px");
    await expect(page.locator("#b")).not.toHaveCSS("padding-top", "25px");
  },
};

const menu: Situation = {
  name: "07 a menu under the pointer, whose page sets classes meanwhile",
  html: shell(
    `<nav><ul id="menu"><li id="shop" class="entry">Laden<ul class="sub"><li>Schuhe</li><li>Hüte</li></ul></li></ul></nav><p>Text</p>
     <script>shop.onmouseenter = () => { shop.className = "entry warm" }</script>`,
    `<style id="rules">.sub { display: none } #shop { width: 120px }</style>
     <script>rules.sheet.insertRule(".entry:hover > .sub { display: block; color: rgb(1, 90, 3) }", 2)</script>`,
  ),
  steps: async page => {
    await page.hover("#shop");
    await page.evaluate(() => {
      document.getElementById("shop")?.classList.add("open");
      const rules = (document.getElementById("rules") as HTMLStyleElement).sheet as CSSStyleSheet;
      rules.insertRule("#menu:hover { padding-top: 11px }");
    });
  },
  meant: async page => {
    await expect(page.locator(".sub")).toBeVisible();
    await expect(page.locator("#menu")).toHaveCSS("padding-top", "11px");
    await expect(page.locator("#shop")).toHaveClass("entry warm open");
  },
  late: page => page.hover("#shop", { position: { x: 40, y: 9 } }),
};

const attributes: Situation = {
  name: "11 rules that ask for attributes which could do something; elements with odd names",
  html: shell(
    `<p><a id="out" href="/aussen" target="_blank">Nach außen</a> <a id="file" href="/agb.pdf" download>AGB</a>
     <a id="plain" href="/innen">Innen</a></p><o:p id="odd">Aus Word</o:p>`,
    `<style>[target="_blank"]::after { content: " (neu)" } [download] { color: rgb(1, 90, 3) } [target] { padding-top: 3px }
     o\\:p { display: block; margin-left: 12px }</style>`,
  ),
  steps: page =>
    page.evaluate(() => {
      document.getElementById("plain")?.setAttribute("target", "_blank");
      document.getElementById("file")?.removeAttribute("download");
      document.getElementById("out")?.setAttribute("download", "");
    }),
  meant: page => expect(page.locator("#out")).toHaveCSS("color", "rgb(1, 90, 3)"),
};

const nothingChosen: Situation = {
  name: "05 a list of which nothing is chosen",
  html: shell(`<select id="a" name="a"><option>Eins<option>Zwei</select> <select id="b" name="b"><option>Drei<option>Vier</select>
    <select id="c" name="c"><option>Fünf<option selected>Sechs</select><script>b.selectedIndex = -1</script>`),
  steps: page =>
    page.evaluate(() => {
      const select = (id: string, at: number) => {
        (document.getElementById(id) as HTMLSelectElement).selectedIndex = at;
      };
      select("a", -1);
      select("c", 0);
      select("c", -1);
    }),
  meant: async page => {
    for (const id of ["a", "b", "c"])
      expect(await page.locator(`#${id}`).evaluate(list => (list as HTMLSelectElement).selectedIndex)).toBe(
        -1,
      );
  },
};

export const STATES: readonly Situation[] = [focus, menu, attributes, nothingChosen];
