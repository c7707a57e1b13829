/** Fields, their states and their secrets. */
import { expect } from "@playwright/test";
import { type Situation, shell } from "../situation.ts";

const login: Situation = {
  name: "01 login with a password that can be shown",
  html: shell(`<form><label>E-Mail <input id="mail" type="email"></label>
    <label>Passwort <input id="word" type="password" style="width: 200px"></label>
    <button type="button" id="show" aria-pressed="false">Zeigen</button><p id="note">Noch nicht angemeldet</p></form>
    <script>show.onclick = () => { word.type = word.type === "password" ? "text" : "password";
      show.setAttribute("aria-pressed", word.type === "text"); note.textContent = "Passwort sichtbar" }</script>`),
  before: page => page.fill("#word", "Sommer"),
  steps: async page => {
    await page.fill("#mail", "anna@example.org");
    await page.fill("#word", "Sommerregen-77");
    await page.click("#show");
    await page.locator("#word").press("End");
    await page.locator("#word").pressSequentially("-mehr");
    await page.locator("#word").blur();
  },
  meant: page => expect(page.locator("#word[type=text]")).toHaveValue("Sommerregen-77-mehr"),
  secrets: ["Sommer"],
  open: "anna@example.org",
  byDesign: [{ selector: "#word", as: "masked" }],
};

const checkout: Situation = {
  name: "02 checkout with card fields and a payment frame",
  html: world =>
    shell(`<form><input id="name" autocomplete="shipping name"><fieldset>
      <input id="number" autocomplete="cc-number" style="width: 200px"><input id="exp" autocomplete="section-a billing cc-exp" style="width: 80px">
      <input id="csc" name="cvv" style="width: 60px"><input id="code" autocomplete="one-time-code" style="width: 90px"></fieldset>
      <p id="sum">Summe: <b>19,90 €</b></p></form>
      <iframe id="pay" src="${world.foreign}/pay" allow="payment" width="300" height="90"></iframe>`),
  steps: async page => {
    await page.fill("#name", "Anna Beispiel");
    await page.fill("#number", "4111 1111 1111 1111");
    await page.fill("#exp", "11/29");
    await page.fill("#csc", "987");
    await page.fill("#code", "736251");
    await page.locator("#code").blur();
    await page.evaluate(() => {
      document.querySelector("#sum b")?.replaceChildren("24,90 €");
    });
  },
  meant: page => expect(page.locator("#csc")).toHaveValue("987"),
  secrets: ["4111", "11/29", "987", "736251"],
  open: "Anna Beispiel",
  byDesign: [
    { selector: "#number, #exp, #csc, #code", as: "masked" },
    { selector: "#pay", as: "label" },
  ],
};

const choices: Situation = {
  name: "05 lists, several choices, radio groups, what is neither, and a form that is reset",
  html: shell(`<form id="form"><select id="one"><option value="a">Eins<option value="b">Zwei<option value="c">Drei</select>
    <select id="many" multiple size="4"><option>Rot<option selected>Grün<option>Blau<option selected>Gelb</select>
    <input type="checkbox" id="neither"><input type="checkbox" id="tick" checked>
    <input type="radio" name="r" id="r1" value="1" checked><input type="radio" name="r" id="r2" value="2">
    <input type="range" id="range" min="0" max="10" value="3"><input type="date" id="date"><input type="number" id="number" value="1"><input type="number" id="more">
    <textarea id="text">Vorgabe</textarea><input id="used" value="Vorgabe"></form>
    <form id="second"><input type="radio" name="r" id="r3" checked><input type="radio" name="r" id="r4"></form>
    <form id="other"><input id="word" value="Vorgabe"><input type="checkbox" id="on" checked>
      <select id="pick"><option>x<option>y</select><textarea>alt</textarea></form><textarea id="area">alt</textarea>
    <script>neither.indeterminate = true</script>`),
  before: async page => {
    await page.fill("#word", "geändert");
    await page.fill("#used", "von Hand");
    await page.uncheck("#on");
    await page.selectOption("#pick", "y");
    await page.fill("#area", "neu");
  },
  steps: async page => {
    await page.selectOption("#one", "b");
    await page.selectOption("#many", ["Rot", "Blau", "Gelb"]);
    await page.check("#r2");
    await page.fill("#date", "2026-02-28");
    await page.fill("#text", "mehrere\nZeilen");
    await page.evaluate(() => {
      const find = <T extends Element>(id: string) => document.getElementById(id) as unknown as T;
      find<HTMLInputElement>("tick").checked = true;
      find<HTMLInputElement>("range").value = "8";
      find<HTMLInputElement>("number").stepUp(4);
      find<HTMLInputElement>("more").valueAsNumber = 12;
      find<HTMLTextAreaElement>("area").setRangeText("noch ");
      // Of fields that somebody has used, attributes are the state no more.
      find<HTMLInputElement>("tick").removeAttribute("checked");
      find<HTMLInputElement>("used").setAttribute("value", "zu spät");
      find<HTMLInputElement>("neither").indeterminate = false;
      find<HTMLSelectElement>("one").add(new Option("Vier", "d", false, true));
      find<HTMLFormElement>("other").reset();
    });
  },
  meant: async page => {
    await expect(page.locator("#word")).toHaveValue("Vorgabe");
    await expect(page.locator("#number")).toHaveValue("5");
    await expect(page.locator("#one")).toHaveValue("d");
  },
};

const formatted: Situation = {
  name: "04 fields whose page writes what it likes",
  html: shell(`<input id="customer"><input id="short" maxlength="4"><input id="fixed" readonly value="fest"><input id="off" disabled value="aus">
    <output id="out"></output><progress id="bar" max="10" value="1"></progress><meter id="meter" max="10" value="2"></meter>
    <script>customer.oninput = () => { customer.value = customer.value.replace(/\\W/g, "").toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
      out.value = customer.value.length + " Zeichen"; bar.value = customer.value.length; meter.value = 7 }</script>`),
  steps: async page => {
    await page.locator("#customer").pressSequentially("kunde-nr7");
    await page.locator("#short").pressSequentially("abcdef");
    await page.evaluate(() => {
      (document.getElementById("off") as HTMLInputElement).disabled = false;
      (document.getElementById("fixed") as HTMLInputElement).value = "doch neu";
    });
    await page.locator("#short").blur();
  },
  meant: async page => {
    await expect(page.locator("#customer")).toHaveValue("KUND ENR7");
    await expect(page.locator("#short")).toHaveValue("abcd");
  },
};

const editor: Situation = {
  name: "06 an editor of rich text",
  html: shell(`<div id="edit" contenteditable="true"><p>Sehr geehrte Damen</p><ul><li>eins</li></ul></div>`),
  steps: async page => {
    await page.click("#edit li");
    await page.keyboard.press("End");
    await page.keyboard.type(" und mehr");
    await page.keyboard.press("Enter");
    await page.keyboard.type("zwei");
    await page.keyboard.press("Shift+Home");
    await page.evaluate(() => document.execCommand("bold"));
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.click("#edit p");
    await page.evaluate(() => document.execCommand("insertHTML", false, "<i>Herren</i> &amp; <u>Co</u>"));
    await page.evaluate(() => document.execCommand("undo"));
    await page.evaluate(() => document.execCommand("redo"));
    await page.locator("#edit").blur();
  },
  meant: page => expect(page.locator("#edit li").nth(1)).toHaveText("zwe"),
};

export const FORMS: readonly Situation[] = [login, checkout, formatted, choices, editor];
