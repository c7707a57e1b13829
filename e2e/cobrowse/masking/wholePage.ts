/** What is secret wherever it stands (card numbers, tokens, what was never meant for eyes), and what only strict hides. */
import type { Row } from "./row.ts";

/** Valid check digits, and pieces too long to turn up by chance; each stands nowhere else. */
const CARDS = [
  "4000 0000 0000 0010",
  "4000000000000028",
  "4000-0000-0000-0036",
  "4000 0000 0000 0044",
  "4000 0000 0000 0051",
  "4000000000000069",
  "4000000000000077",
  "4000000000000085",
  "4000000000000093",
  "4000000000000101",
  "4000000000000119",
  "4000000000000127",
  "4000000000000135",
  "4000000000000143",
  "4000000000000150",
  "4000000000000168",
  "4000000000000176",
] as const;

const cards: readonly Row[] = [
  { name: "card: text", secret: CARDS[0], html: "<p>Karte $ gültig</p>" },
  { name: "card: attribute", secret: CARDS[1], html: `<p title="$">p</p>` },
  { name: "card: by dashes", secret: CARDS[2], html: "<p>$</p>" },
  { name: "card: option", secret: CARDS[3], html: "<select><option>$</option></select>" },
  { name: "card: SVG text", secret: CARDS[4], html: "<svg><text>$</text></svg>" },
  { name: "card: button's value", secret: CARDS[5], html: `<input type="button" value="$">` },
  { name: "card: class", secret: CARDS[6], html: `<p class="c $">p</p>` },
  { name: "card: content", secret: CARDS[7], html: `<style>.c1::after { content: "$" }</style>` },
  { name: "card: custom property", secret: CARDS[8], html: `<style>.c1 { --card: $ }</style>` },
  { name: "card: alt", secret: CARDS[9], html: `<img alt="$">` },
  { name: "card: address", secret: CARDS[10], html: `<a href="/karte/$">a</a>` },
  { name: "card: contenteditable", secret: CARDS[11], html: "<div contenteditable>$</div>" },
  { name: "card: data", secret: CARDS[12], html: `<p data-x="$">p</p>` },
  {
    name: "card: textarea, typed",
    secret: CARDS[13],
    html: "<textarea></textarea>",
    act: (root, [secret]) => {
      const area = root.querySelector("textarea");
      if (!area) return;
      area.value = `Meine Karte: ${secret}`;
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
  },
  { name: "card: by two spaces and a line", secret: "4111  1111\n 1111  1111", html: "<pre>$</pre>" },
  { name: "card: by hidden characters", secret: "5105\u200b1051\u200b0510\u200b5100", html: "<p>$</p>" },
  { name: "card: in wide digits", secret: "５５５５５５５５５５５５４４４４", html: "<p>$</p>" },
  { name: "card: by slashes", secret: "3566/0020/2036/0505", html: "<p>$</p>" },
  {
    name: "card: over spans",
    secret: ["3782822", "46310005"],
    html: "<p>Karte <span>$0</span><span>$1</span></p>",
  },
  {
    name: "card: over spans with spaces",
    secret: ["60110009", "90139424"],
    html: "<p><b>$0</b> <b>$1</b></p>",
  },
  {
    name: "card: over adjacent text nodes",
    secret: ["3056930", "9025904"],
    html: "<p></p>",
    act: (root, secret) => root.querySelector("p")?.append(...secret),
  },
];

const page: readonly Row[] = [
  { name: "page: hidden input", html: `<input type="hidden" value="$">` },
  { name: "page: comment", html: "<!-- $ --><p>p</p>" },
  { name: "page: noscript", html: "<noscript>$</noscript>" },
  { name: "page: meta", html: `<meta name="csrf-token" content="$">` },
  { name: "page: object", html: `<object data="/x/$.svg"></object>` },
  { name: "page: embed", html: `<embed src="/x/$.svg">` },
  { name: "page: base", html: `<base target="$">` },
  { name: "page: srcdoc", html: `<iframe srcdoc="<!-- $ -->"></iframe>` },
  { name: "page: handler", html: `<p onclick="track('$')">p</p>` },
  { name: "page: data-token", html: `<p data-auth-token="$">p</p>` },
  { name: "page: link's query", html: `<a href="/a?token=$&b=2">a</a>` },
  { name: "page: link's fragment", html: `<a href="/a#access_token=$">a</a>` },
  { name: "page: credentials", html: `<a href="https://user:$@a.example/">a</a>` },
  { name: "page: image's query", html: `<img src="/a.png?sig=$">` },
  {
    name: "page: bare token in a fragment",
    secret: "7Gh2kQ0pLm93xZaWbVcNdRtY",
    html: `<a href="/reset#$">a</a>`,
  },
  { name: "page: token in a path", secret: "9fK2mQ7pLx83zAaWbVcNdRtY", html: `<a href="/reset/$/now">a</a>` },
  {
    name: "page: file name",
    html: `<input type="file">`,
    act: (root, [secret]) => {
      const input = root.querySelector("input");
      const files = new DataTransfer();
      files.items.add(new File(["x"], `${secret}.pdf`));
      if (!input) return;
      input.files = files.files;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  },
];

const onlyStrict: readonly Row[] = [
  {
    name: "strict: typed",
    html: `<input name="ort">`,
    act: (root, [secret]) => {
      const input = root.querySelector("input");
      if (!input) return;
      input.value = String(secret);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
  },
  { name: "strict: value", html: `<input name="ort" value="$">` },
  { name: "strict: textarea", html: `<textarea>$</textarea>` },
  { name: "strict: placeholder", html: `<input name="ort" placeholder="$">` },
  { name: "strict: title", html: `<input name="ort" title="$">` },
  { name: "strict: aria-label", html: `<input name="ort" aria-label="$">` },
  { name: "strict: data of a field", html: `<input name="ort" data-value="$">` },
  { name: "strict: radio's value", html: `<input type="radio" value="$">` },
  { name: "strict: checkbox's value", html: `<input type="checkbox" value="$">` },
  { name: "strict: option's value", html: `<select><option value="$">a</option></select>` },
  { name: "strict: option's text", html: "<select><option>$</option></select>" },
  { name: "strict: datalist", html: `<input list="dl2"><datalist id="dl2"><option value="$"></datalist>` },
  { name: "strict: output", html: "<output>$</output>" },
  { name: "strict: contenteditable", html: "<div contenteditable><p>$</p></div>" },
  { name: "strict: text box", html: `<div role="textbox">$</div>` },
  { name: "strict: chosen of a list box", html: `<div role="combobox">$</div>` },
  { name: "strict: link's query", secret: "kanarie-linkort", html: `<a href="/ergebnis?ort=$">a</a>` },
  { name: "strict: form's query", secret: "kanarie-formort", html: `<form action="/suche?ort=$"></form>` },
];
const strict = onlyStrict.map(row => ({ ...row, only: "strict" as const }));

export const WHOLE_PAGE: readonly Row[] = [...cards, ...page, ...strict];
