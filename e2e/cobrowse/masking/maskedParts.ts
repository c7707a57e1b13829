/** Everything that could tell what stands in a masked or blocked part, and every way out of one. */
import type { Row } from "./row.ts";

const inMask = (name: string, html: string, act?: Row["act"]): Row => ({
  name: `masked: ${name}`,
  html: `<section data-lotse-mask>${html}</section>`,
  ...(act === undefined ? {} : { act }),
});

const closing = (tag: string): string => tag.split(" ")[0] ?? "";

/** Once there from the start, once put there later. */
const attribute = (tag: string, name: string, value = "$"): Row[] => [
  inMask(`${tag}[${name}]`, `<${tag} ${name}="${value}"></${closing(tag)}>`),
  inMask(
    `${tag}[${name}] later`,
    `<${tag} class="t" data-later="${name}"></${closing(tag)}>`,
    (root, [secret]) => {
      const target = root.querySelector(".t");
      const attribute = target?.getAttribute("data-later") ?? "";
      const address = /^(href|src|srcset|poster|data|cite|action)$/.test(attribute);
      target?.setAttribute(attribute, address ? `/later/${secret}` : String(secret));
    },
  ),
];

const attributes: readonly Row[] = [
  ...[
    "title",
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "data-name",
    "data-state",
    "placeholder",
  ].map(name => attribute("div", name)),
  attribute("img", "alt"),
  attribute("img", "src", "/bild/$.png"),
  attribute("img", "srcset", "/bild/$.png 2x"),
  attribute("a", "href", "/konto/$"),
  attribute("a", "href", "#$"),
  attribute("video", "poster", "/bild/$.png"),
  attribute("object", "data", "/bild/$.svg"),
  attribute("q", "cite", "/konto/$"),
  attribute("form", "action", "/konto/$"),
  attribute("input type=submit", "value"),
  attribute("input type=radio", "value"),
  attribute("input type=checkbox", "value"),
  attribute("input", "value"),
  attribute("input", "placeholder"),
  attribute("option", "label"),
  attribute("data", "value"),
  attribute("time", "datetime"),
  attribute("my-element", "text"),
].flat();

const texts: readonly Row[] = [
  inMask("text", "<p>$</p>"),
  inMask("option text", "<select><option>a</option><option>$</option></select>"),
  inMask("option value", `<select><option>a</option><option value="$">b</option></select>`),
  inMask("datalist", `<input list="l1"><datalist id="l1"><option value="$"></datalist>`),
  inMask("output", "<output>$</output>"),
  inMask("output set", "<output></output>", (root, [secret]) => {
    const output = root.querySelector("output");
    if (output) output.value = String(secret);
  }),
  inMask("textarea", "<textarea>$</textarea>"),
  inMask("contenteditable", "<div contenteditable>$</div>"),
  inMask("SVG text", `<svg><text y="20">$</text></svg>`),
  inMask("SVG title", "<svg><title>$</title><desc>d</desc></svg>"),
  inMask("SVG image", `<svg><image href="/bild/$.png"></image></svg>`),
  inMask("MathML", "<math><mtext>$</mtext></math>"),
  inMask("comment", "<!-- $ -->"),
  inMask("noscript", "<noscript>$</noscript>"),
  inMask("srcdoc", `<iframe srcdoc="<p>$</p>"></iframe>`),
  inMask("meta", `<meta name="kunde" content="$">`),
  inMask("summary", "<details><summary>$</summary></details>"),
  inMask("chosen", "<select><option>a</option><option>$</option></select>", root => {
    const select = root.querySelector("select");
    if (!select) return;
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }),
  inMask("typed", "<input>", (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.value = String(secret);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
];

const styles: readonly Row[] = [
  inMask("content", `<style>.m1::after { content: "$" }</style>`),
  inMask("content by single quotes", `<style>.m1::after{content:'$'}</style>`),
  inMask(
    "content by image",
    `<style>.m2::after { content: url("data:image/svg+xml,<svg><text>$</text></svg>") }</style>`,
  ),
  inMask("content by bare image", "<style>.m3::after { content: url(data:image/svg+xml,$) }</style>"),
  inMask("background by image", "<style>.m4 { background: #fff url(data:image/png;base64,$) }</style>"),
  inMask("background by address", `<style>.m4 { background: url("/bild/$.png") }</style>`),
  inMask("image-set", `<style>.m4 { background: image-set("/bild/$.png" 1x) }</style>`),
  inMask("custom property", "<style>.m5 { --name: $ }</style>"),
  inMask("custom property of several words", "<style>.m5 { --name: Frau $ ; color: red }</style>"),
  inMask("custom property in brackets", "<style>.m5 { --name: { a: $ } }</style>"),
  inMask("custom property in capitals", "<style>.m5 { --NAME:$}</style>"),
  inMask(
    "property's first value",
    "<style>@property --n { syntax: '*'; inherits: true; initial-value: $ }</style>",
  ),
  inMask("escaped string", `<style>.m6::after { content: "\\22 $" }</style>`),
  inMask("selector of an attribute", "<style>[data-name=$] { color: red }</style>"),
  inMask("inline custom property", `<p style="--name: $">p</p>`),
  inMask("inline image", `<p style="background-image: url('/bild/$.png')">p</p>`),
  inMask("inline custom property later", "<p>p</p>", (root, [secret]) => {
    root.querySelector("p")?.style.setProperty("--name", String(secret));
  }),
  inMask("inline image later", "<p>p</p>", (root, [secret]) => {
    root.querySelector("p")?.style.setProperty("background-image", `url(/bild/${secret}.png)`);
  }),
  inMask("rule inserted", "<style>.m7 { color: red }</style>", (root, [secret]) => {
    root.querySelector("style")?.sheet?.insertRule(`.m7 { --name: ${secret} }`);
  }),
  inMask("declaration set", "<style>.m8 { color: red }</style>", (root, [secret]) => {
    const rule = root.querySelector("style")?.sheet?.cssRules[0] as CSSStyleRule;
    rule.style.setProperty("--name", String(secret));
    rule.style.setProperty("content", `"${secret}"`);
  }),
  inMask("adopted sheet", `<div class="host"></div>`, (root, [secret]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`p { --name: ${secret}; background: url(data:image/png;base64,${secret}) }`);
    const shadow = root.querySelector(".host")?.attachShadow({ mode: "open" });
    if (shadow) shadow.adoptedStyleSheets = [sheet];
  }),
];

const ways: readonly Row[] = [
  inMask("shadow root, text changed", `<div class="host"></div>`, async (root, [secret]) => {
    const shadow = root.querySelector(".host")?.attachShadow({ mode: "open" });
    shadow?.append(document.createElement("p"));
    await new Promise(done => setTimeout(done, 30));
    const p = shadow?.querySelector("p");
    if (p) p.textContent = "vorher";
    await new Promise(done => setTimeout(done, 30));
    if (p?.firstChild) p.firstChild.nodeValue = String(secret);
  }),
  inMask("shadow root, node added", `<div class="host"></div>`, async (root, [secret]) => {
    const shadow = root.querySelector(".host")?.attachShadow({ mode: "open" });
    await new Promise(done => setTimeout(done, 30));
    shadow?.append(Object.assign(document.createElement("p"), { textContent: secret, title: secret }));
  }),
  inMask("declarative shadow root", "<div><template shadowrootmode='open'><p>$</p></template></div>"),
  inMask("same-origin frame, text changed", "<iframe></iframe>", async (root, [secret]) => {
    const inner = root.querySelector("iframe")?.contentDocument;
    inner?.body.append(Object.assign(inner.createElement("p"), { textContent: "vorher" }));
    await new Promise(done => setTimeout(done, 50));
    const text = inner?.querySelector("p")?.firstChild;
    if (text) text.nodeValue = String(secret);
  }),
  inMask("frame in a frame, node added", "<iframe></iframe>", async (root, [secret]) => {
    const outer = root.querySelector("iframe")?.contentDocument;
    const frame = outer?.createElement("iframe");
    if (!outer || !frame) return;
    outer.body.append(frame);
    await new Promise(done => setTimeout(done, 50));
    const inner = frame.contentDocument;
    inner?.body.append(Object.assign(inner.createElement("p"), { textContent: secret }));
  }),
  inMask("class removed", "<p>vorher</p>", async (root, [secret]) => {
    root.querySelector("section")?.removeAttribute("data-lotse-mask");
    await new Promise(done => setTimeout(done, 30));
    const p = root.querySelector("p");
    if (p) p.textContent = String(secret);
  }),
  inMask("moved out", `<p title="$">$</p>`, root => {
    const p = root.querySelector("p");
    if (p) root.append(p);
  }),
  inMask("taken out, put back elsewhere later", "<p>$</p>", async root => {
    const p = root.querySelector("p");
    p?.remove();
    await new Promise(done => setTimeout(done, 50));
    if (p) root.append(p);
  }),
  inMask("cloned out", `<p>$</p>`, root => {
    const p = root.querySelector("p");
    if (p) root.append(p.cloneNode(true));
  }),
  inMask("attributes cloned out", `<a href="/konto/$" title="t">zum Konto</a>`, root => {
    const a = root.querySelector("a");
    if (a) root.append(a.cloneNode(true));
  }),
  inMask("cloned out within something new", `<p>$</p>`, root => {
    const p = root.querySelector("p");
    const box = document.createElement("div");
    if (p) box.append(p.cloneNode(true));
    root.append(box);
  }),
  inMask("copied by innerHTML", `<p>$</p>`, root => {
    const section = root.querySelector("section");
    root.insertAdjacentHTML("beforeend", section?.innerHTML ?? "");
  }),
  {
    name: "slotted into a masked part",
    html: `<div class="host"><b>vorher</b></div>`,
    act: async (root, [secret]) => {
      const host = root.querySelector(".host");
      const shadow = host?.attachShadow({ mode: "open" });
      if (shadow) shadow.innerHTML = "<div data-lotse-mask><slot></slot></div>";
      await new Promise(done => setTimeout(done, 30));
      const b = host?.querySelector("b");
      if (b) b.textContent = String(secret);
    },
  },
];

const blocked: readonly Row[] = [
  { name: "blocked: text", html: "<div data-lotse-block><p>$</p></div>" },
  { name: "blocked: class", html: `<div data-lotse-block class="$"></div>` },
  { name: "blocked: id and attributes", html: `<div data-lotse-block id="$" title="$" data-x="$"></div>` },
  {
    name: "blocked: class later",
    html: "<div data-lotse-block></div>",
    act: (root, [secret]) => root.firstElementChild?.classList.add(String(secret)),
  },
  { name: "blocked: image", html: `<img data-lotse-block src="/bild/$.png" alt="$">` },
  {
    name: "blocked: field",
    html: "<div data-lotse-block><input></div>",
    act: (root, [secret]) => {
      const input = root.querySelector("input");
      if (!input) return;
      input.value = String(secret);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
  },
  {
    name: "blocked: moved out",
    html: "<div data-lotse-block><p>$</p></div>",
    act: root => {
      const p = root.querySelector("p");
      if (p) root.append(p);
    },
  },
  {
    name: "blocked: cloned out",
    html: "<div data-lotse-block><p>$</p></div>",
    act: root => {
      const p = root.querySelector("p");
      if (p) root.append(p.cloneNode(true));
    },
  },
  {
    name: "blocked: added, then moved out",
    html: "<div data-lotse-block></div>",
    act: async (root, [secret]) => {
      const p = Object.assign(document.createElement("p"), { textContent: secret });
      root.firstElementChild?.append(p);
      await new Promise(done => setTimeout(done, 50));
      root.append(p);
    },
  },
  {
    name: "blocked: shadow root",
    html: `<div data-lotse-block><div class="host"></div></div>`,
    act: (root, [secret]) => {
      const shadow = root.querySelector(".host")?.attachShadow({ mode: "open" });
      shadow?.append(Object.assign(document.createElement("p"), { textContent: secret }));
    },
  },
];

export const MASKED_PARTS: readonly Row[] = [...attributes, ...texts, ...styles, ...ways, ...blocked];
