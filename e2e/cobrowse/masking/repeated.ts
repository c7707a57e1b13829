/** What is masked in one place and turns up in another: said again, cut out, chosen in a list, typed by another way. */
import type { Row } from "./row.ts";

type Act = NonNullable<Row["act"]>;

/** A masked part and room beside it; the page has shown both before it says the secret again. */
const quoted = (name: string, act: Act): Row => ({
  name: `quoted: ${name}`,
  html: `<section data-lotse-mask><p>$</p></section><div class="out"></div>`,
  act,
});
const cut = (name: string, html: string, act: Act): Row => ({
  name: `cut: ${name}`,
  html: `<section data-lotse-mask>${html}</section><div class="out"></div>`,
  act,
});

const quotes: readonly Row[] = [
  quoted("in a sentence", (root, [secret]) => root.querySelector(".out")?.append(`Guten Tag, ${secret}!`)),
  quoted("in a text that changes", async (root, [secret]) => {
    const text = document.createTextNode("vorher");
    root.querySelector(".out")?.append(text);
    await new Promise(done => setTimeout(done, 40));
    text.data = `Kunde ${secret}.`;
  }),
  ...["title", "aria-label", "data-user", "aria-valuetext"].map(attribute => ({
    ...quoted(attribute, () => undefined),
    act: new Function(
      "root",
      "secret",
      `root.querySelector(".out").setAttribute("${attribute}", "Kunde " + secret[0])`,
    ) as Act,
  })),
  quoted("placeholder and alt", (root, [secret]) => {
    const out = root.querySelector(".out");
    if (out) out.innerHTML = `<input name="q" placeholder="${secret}"><img alt="Bild: ${secret}">`;
  }),
  quoted("another field's value", (root, [secret]) => {
    const input = Object.assign(document.createElement("input"), { name: "q", value: String(secret) });
    root.querySelector(".out")?.append(input);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
  quoted("option and button", (root, [secret]) => {
    const out = root.querySelector(".out");
    if (out)
      out.innerHTML = `<select><option>${secret}, 2026</select><input type="submit" value="${secret}">`;
  }),
  quoted("a link's path", (root, [secret]) => {
    const out = root.querySelector(".out");
    if (out) out.innerHTML = `<a href="/kunde/${secret}">a</a><a href="#${secret}">b</a>`;
  }),
  quoted("the page's title", async (_, [secret]) => {
    const before = document.title;
    document.title = `Konto ${secret}`;
    await new Promise(done => setTimeout(done, 40));
    document.title = before;
  }),
  quoted("the page's path", async (_, [secret]) => {
    const before = location.href;
    history.pushState(null, "", `/kunde/${secret}`);
    document.body.append(document.createElement("hr"));
    await new Promise(done => setTimeout(done, 60));
    history.pushState(null, "", before);
  }),
];

const cuts: readonly Row[] = [
  cut("a text split and moved at once", "<p>abc$</p>", root => {
    const text = root.querySelector("p")?.firstChild as Text;
    root.querySelector(".out")?.append(text.splitText(3));
  }),
  cut("a part of a range", "<p>abc$</p>", root => {
    const text = root.querySelector("p")?.firstChild as Text;
    const range = document.createRange();
    range.setStart(text, 3);
    range.setEnd(text, text.length);
    root.querySelector(".out")?.append(range.extractContents());
  }),
  cut("a template's content", "<template><p>$</p></template>", root => {
    const template = root.querySelector("template") as HTMLTemplateElement;
    root.querySelector(".out")?.append(document.importNode(template.content, true));
  }),
];

/** Typed into a masked field, then said by the page. */
const echoed = (name: string, act: Act, field = "<input data-lotse-mask>"): Row => ({
  name: `echoed: ${name}`,
  html: `${field}<div class="out"></div>`,
  act: new Function(
    "root",
    "secret",
    `const field = root.querySelector("input");
     field.value = secret[0];
     field.dispatchEvent(new InputEvent("input", { bubbles: true }));
     return (${String(act)})(root, secret);`,
  ) as Act,
});
const echoes: readonly Row[] = [
  echoed("as text", (root, [secret]) => root.querySelector(".out")?.append(`Konto${secret}.`)),
  echoed("as a title", (root, [secret]) => root.querySelector(".out")?.setAttribute("title", String(secret))),
  echoed("in a shadow root", (root, [secret]) =>
    root.querySelector(".out")?.attachShadow({ mode: "open" }).append(String(secret)),
  ),
  echoed("as a class", (root, [secret]) => root.querySelector(".out")?.classList.add(String(secret))),
  echoed(
    "a password as a class",
    (root, [secret]) => root.querySelector(".out")?.classList.add(String(secret)),
    `<input type="password">`,
  ),
  echoed("in a style", (root, [secret]) => {
    root.querySelector<HTMLElement>(".out")?.style.setProperty("--wert", `"${secret}"`);
  }),
  echoed("in the page's title and path", async (_, [secret]) => {
    const [title, address] = [document.title, location.href];
    document.title = String(secret);
    history.pushState(null, "", `/${secret}#${secret}`);
    document.body.append(document.createElement("hr"));
    await new Promise(done => setTimeout(done, 60));
    document.title = title;
    history.pushState(null, "", address);
  }),
  {
    ...echoed("an IBAN in groups", root => {
      root.querySelector(".out")?.append("DE89 3704 0044 0532 0130 00");
    }),
    secret: ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00"],
  },
  {
    ...echoed("four digits", root => root.querySelector(".out")?.append("CVC 7391.")),
    secret: ["7391", "CVC 7391"],
  },
];

const choose = (root: HTMLElement): void => {
  const select = root.querySelector("select") as HTMLSelectElement;
  select.selectedIndex = 1;
  for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
};
const lists: readonly Row[] = [
  ...["data-lotse-mask", "data-lotse-block"].flatMap(mark => [
    {
      name: `list: ${mark}, chosen`,
      html: `<select><option>a<option ${mark} value="$">x</select>`,
      act: choose,
    },
    { name: `list: ${mark}, chosen from the start`, html: `<select><option ${mark} value="$">x</select>` },
  ]),
  {
    name: "list: a masked group",
    html: `<select><optgroup data-lotse-mask label="x"><option>$</optgroup></select>`,
  },
];

const type: Act = (root, [secret]) => {
  const field = (root.querySelector(".host")?.shadowRoot ?? root).querySelector("input") as HTMLInputElement;
  field.value = String(secret);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
};
const component = (name: string, html: string, inner: string): Row => ({
  name: `component: ${name}`,
  html: `${html}<template class="inner">${inner}</template>`,
  act: new Function(
    "root",
    "secret",
    `root.querySelector(".host").attachShadow({ mode: "open" }).innerHTML = root.querySelector(".inner").innerHTML;
     return (${String(type)})(root, secret);`,
  ) as Act,
});
const fields: readonly Row[] = [
  { name: "field: dots by style", html: `<input name="q2" style="-webkit-text-security: disc">`, act: type },
  {
    name: "field: dots by class, later",
    html: `<style>.veil { -webkit-text-security: disc }</style><input name="q3">`,
    act: new Function(
      "root",
      "secret",
      `root.querySelector("input").className = "veil"; return (${String(type)})(root, secret);`,
    ) as Act,
  },
  { name: "field: described", html: `<span id="d1">Ihre PIN</span><input aria-describedby="d1">`, act: type },
  { name: "field: legend", html: "<fieldset><legend>PIN</legend><input></fieldset>", act: type },
  { name: "field: pw", html: `<input name="pw">`, act: type },
  component("its name", `<my-pin class="host" name="pin"></my-pin>`, "<input>"),
  component("its label attribute", `<my-field class="host" label="IBAN"></my-field>`, "<input>"),
  component(
    "a label for it",
    `<label for="h1">IBAN</label><my-field class="host" id="h1"></my-field>`,
    "<input>",
  ),
  component(
    "a label in a slot",
    `<my-field class="host"><span slot="l">IBAN</span></my-field>`,
    `<label><slot name="l"></slot><input></label>`,
  ),
];

export const REPEATED: readonly Row[] = [...quotes, ...cuts, ...echoes, ...lists, ...fields];
