/** The report on a site's masking, from live pages: what it finds, and that nothing a visitor typed or reads is in it. */
import type { DriftReport, MaskRule } from "@lotse/protocol";
import { expect, type Page } from "@playwright/test";
import { record, test } from "./world.ts";

/** In values, texts and attributes that are nobody's business; one in a name that is told: the search would find it. */
const SECRET = "kanarie";
const PAGE = `<!doctype html><html><body>
  <label>Ihr Einkommen ${SECRET}-label <input id="a" name="feld-a" value="${SECRET}-wert"></label>
  <table><tr><td>Geburtsdatum ${SECRET}-daneben</td><td><input name="feld-b"></td></tr></table>
  <input name="iban" value="${SECRET}-iban"><input type="password" name="pw" value="${SECRET}-pw">
  <input type="email" name="${SECRET}-erlaubt" id="mail-4711@${SECRET}.example" value="${SECRET}@wert.example">
  <input name="kundennummer" autocomplete="street-address" placeholder="${SECRET}-platz">
  <input name="ort"><input type="search" name="email"><input type="checkbox" name="newsletter-email">
  <div class="verborgen"><input name="email-verborgen" value="${SECRET}-verborgen"></div>
  <select name="nationalitaet"><option>${SECRET}-wahl</option></select>
  <p class="da">x</p><div id="schatten"></div>
  <script>
    document.querySelector("#schatten").attachShadow({ mode: "open" }).innerHTML = '<input name="vorname"><b class="tief"></b>';
  </script></body></html>`;
const RULES: readonly MaskRule[] = [
  { selector: ".verborgen", action: "mask" },
  { selector: ".fort", action: "block" },
  { selector: ".tief", action: "show" },
  { selector: ".fort", action: "mask", pages: "/anderswo/*" },
  { selector: ".da", action: "mask", pages: "/kunde/*" },
];

const reportOf = (page: Page, rules: readonly MaskRule[]): Promise<DriftReport> =>
  page.evaluate(given => {
    const { capture } = window as unknown as { capture: Parameters<typeof window.lotseTest.drift>[0] };
    return window.lotseTest.drift(capture, given);
  }, rules);

test("rules by whether they match where they hold, fields that look sensitive, and not a word of the page", async ({
  world,
  page,
}) => {
  await page.goto(world.page("/kunde/4711/daten", PAGE));
  await page.fill("#a", `${SECRET}-getippt`);
  // Whether it is in the report, is seen below; whether it was read and kept silent about, is not.
  await record(page, { filtered: true, rules: RULES });
  const report = await reportOf(page, RULES);
  expect(report).toEqual({
    page: "/kunde/*/daten",
    stamp: JSON.stringify(RULES).length,
    matched: [0, 2, 4],
    missed: [1],
    fields: expect.any(Array),
  });
  expect(report.fields).toEqual([
    { tag: "input", type: "", sign: "label", name: "feld-a", id: "a" },
    { tag: "input", type: "", sign: "near", name: "feld-b" },
    { tag: "input", type: "email", sign: "type", name: `${SECRET}-erlaubt` },
    { tag: "input", type: "", sign: "autocomplete", name: "kundennummer", autocomplete: "street-address" },
    { tag: "select", type: "", sign: "name", name: "nationalitaet" },
    { tag: "input", type: "", sign: "name", name: "vorname" },
  ]);
  // The one that may be told is found by the same search; no other is there.
  expect(JSON.stringify(report).split(SECRET)).toHaveLength(2);
});

test("where every input is masked there is nothing to tell of fields; and the page's own tools break nothing", async ({
  world,
  page,
}) => {
  await page.goto(world.page("/strict", PAGE));
  await record(page, { filtered: true, strict: true });
  expect((await reportOf(page, [])).fields).toEqual([]);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      `<form><input name="querySelectorAll"><input name="children"><input name="parentNode"></form><img name="querySelectorAll">`,
    );
  });
  expect(await reportOf(page, [{ selector: "form", action: "mask" }])).toMatchObject({ matched: [0] });
});
