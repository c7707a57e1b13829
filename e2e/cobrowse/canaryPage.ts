/**
 * A page with a secret in every place where one may lie, and what a visitor and the page's own scripts then do with
 * them. Every canary is a text that stands nowhere else.
 */
import type { Page } from "@playwright/test";

/** What must never be readable. `kanarie-` marks a text, a card number is a real one with a valid check digit. */
export const CANARIES = {
  password: "kanarie-passwort",
  passwordShown: "kanarie-gezeigt",
  passwordCloned: "kanarie-geklont",
  passwordReplaced: "kanarie-ersetzt",
  passwordRepeated: "kanarie-wiederholt",
  controlled: "kanarie-controlled",
  card: "4000056655665556",
  cardUnnamed: "5555 5555 5555 4444",
  cardInText: "6011 1111 1111 1117",
  cardInAttribute: "3530111333300000",
  cvc: "kanarie-cvc",
  holder: "kanarie-inhaberin",
  expiry: "kanarie-ablauf",
  otp: "kanarie-otp",
  pin: "kanarie-pin",
  labelled: "kanarie-iban",
  textareaSecret: "kanarie-geheimnis",
  hidden: "kanarie-hidden",
  hiddenLater: "kanarie-hidden-spaeter",
  maskedText: "kanarie-maske",
  maskedTitle: "kanarie-titel",
  maskedField: "kanarie-maskenfeld",
  maskedImage: "kanarie-bild",
  maskedMutated: "kanarie-maskenaenderung",
  maskedAdded: "kanarie-maskenzuwachs",
  maskedMovedOut: "kanarie-ausgezogen",
  maskedOnceMasked: "kanarie-einst",
  maskedStyle: "kanarie-stil",
  maskedStyleProperty: "kanarie-stileigenschaft",
  maskedStyleComment: "kanarie-stilkommentar",
  maskedStyleText: "kanarie-stiltext",
  maskedStyleRule: "kanarie-stilregel",
  maskedStyleInline: "kanarie-stilattribut",
  maskedStyleInlineLater: "kanarie-stilspaeter",
  maskedSheet: "kanarie-bogen",
  maskedSheetRule: "kanarie-bogenregel",
  blockedText: "kanarie-block",
  blockedClass: "kanarie-klasse",
  blockedAdded: "kanarie-blockzuwachs",
  blockedMovedOut: "kanarie-blockausgezogen",
  shadowText: "kanarie-schatten",
  shadowMutated: "kanarie-schattenaenderung",
  shadowAdded: "kanarie-schattenzuwachs",
  shadowLate: "kanarie-spaeterschatten",
  shadowPassword: "kanarie-schattenpasswort",
  slotted: "kanarie-slot",
  frameText: "kanarie-rahmen",
  frameMutated: "kanarie-rahmenaenderung",
  framePassword: "kanarie-rahmenpasswort",
  srcdoc: "kanarie-srcdoc",
  dataToken: "kanarie-datatoken",
  dataState: "kanarie-datastate-7Q",
  handler: "kanarie-handler",
  meta: "kanarie-meta",
  linkQuery: "kanarie-linkquery",
  imageQuery: "kanarie-bildquery",
  addressQuery: "kanarie-adresse",
  addressLater: "kanarie-spateradresse",
  jwt: "eyJhbGciOiJIUzI1NiJ9.kanarie_nutzlast.unterschrift",
  own: "kanarie-eigenes",
  ownAdded: "kanarie-eigeneszuwachs",
} as const;

const c = CANARIES;

export const CANARY_PATH = `/canary?token=${c.addressQuery}&page=2`;

export const CANARY_HTML = `<!doctype html><html><head><title>Kasse</title>
<meta name="app-secret" content="${c.meta}">
</head><body data-csrf-token="${c.dataToken}">
<div id="own"><p>${c.own}</p></div>
<h1 data-state="${c.dataState}" onclick="track('${c.handler}')">Kasse</h1>
<a href="/weiter?session=${c.linkQuery}&step=2">weiter</a>
<img src="/bild.png?access_token=${c.imageQuery}" alt="Bild">
<p id="prose">Ihre Karte ${c.cardInText} und ${c.jwt}</p>
<p title="${c.cardInAttribute}">Hinweis</p>
<form id="form">
  <input id="user" name="user">
  <input id="password" type="password" name="a1">
  <input id="toggled" type="password" name="a2">
  <span id="original"><input type="password" name="a3" class="cloned"></span>
  <span id="replace"><input id="replaced" type="password" name="a4"></span>
  <input id="number" autocomplete="section-x billing cc-number" name="b1">
  <input id="unnamed" name="b2">
  <input id="cvc" name="cardCvc">
  <input id="holder" autocomplete="cc-name" name="b4">
  <select id="expiry" autocomplete="cc-exp"><option>nie</option><option value="${c.expiry}">jetzt</option></select>
  <input id="otp" autocomplete="one-time-code webauthn" name="b6">
  <input id="pin" name="karten_pin">
  <label for="b8">Ihre IBAN</label><input id="b8" name="b8">
  <textarea id="secret" name="client_secret"></textarea>
  <input id="hidden" type="hidden" name="state" value="${c.hidden}">
</form>
<section data-lotse-mask id="masked">
  <p title="${c.maskedTitle}">${c.maskedText}</p><input id="maskedField"><img alt="${c.maskedImage}">
  <p id="mutated">vorher</p><p id="leaves">${c.maskedMovedOut}</p>
  <style id="style">.x::after { content: "${c.maskedStyle}" } .y { --said: '${c.maskedStyleProperty}'; color: rgb(3, 4, 5) }</style>
  <style id="restyle"></style><p id="inline" style="--said: '${c.maskedStyleInline}'"></p>
  <iframe id="frame"></iframe><div id="host"></div><div id="late"></div>
</section>
<section data-lotse-mask id="once"><p>${c.maskedOnceMasked}</p></section>
<section data-lotse-block id="blocked" class="${c.blockedClass}">
  <p>${c.blockedText}</p><p id="leavesBlock">${c.blockedMovedOut}</p>
</section>
<div id="openhost"><b>${c.slotted}</b></div>
<iframe id="openframe"></iframe>
<iframe srcdoc="<p data-lotse-mask>${c.srcdoc}</p>"></iframe>
<div id="outside"></div><p id="echo"></p>
<script>
  // A controlled input as React makes it: every value also becomes the attribute.
  const controlled = document.createElement("input");
  controlled.type = "password";
  controlled.id = "controlled";
  controlled.name = "a9";
  controlled.addEventListener("input", () => controlled.setAttribute("value", controlled.value));
  form.append(controlled);
  host.attachShadow({ mode: "open" }).innerHTML = "<p>${c.shadowText}</p><p id='text'>vorher</p>";
  openhost.attachShadow({ mode: "open" }).innerHTML =
    "<div data-lotse-mask><slot></slot></div><input type='password' id='inner'>";
  frame.contentDocument.body.innerHTML = "<p id='text'>${c.frameText}</p>";
  openframe.contentDocument.body.innerHTML = "<input type='password' id='inner'><p>offen</p>";
</script>`;

const type = async (page: Page, field: string, text: string): Promise<void> => {
  await page.click(field);
  await page.keyboard.type(text);
};

const fillIn = async (page: Page): Promise<void> => {
  await type(page, "#user", "sichtbar-eingabe");
  await type(page, "#password", c.password);
  await type(page, "#controlled", c.controlled);
  await type(page, "#number", c.card);
  await type(page, "#unnamed", c.cardUnnamed);
  await type(page, "#cvc", c.cvc);
  await type(page, "#holder", c.holder);
  await page.selectOption("#expiry", c.expiry);
  await type(page, "#otp", c.otp);
  await type(page, "#pin", c.pin);
  await type(page, "#b8", c.labelled);
  await type(page, "#secret", c.textareaSecret);
  await type(page, "#maskedField", c.maskedField);
  await type(page, "#openhost #inner", c.shadowPassword);
  await page.frameLocator("#openframe").locator("#inner").pressSequentially(c.framePassword);
};

/** "Show password" in its three usual ways: the type is switched, the node is cloned, the node is replaced. */
const showPasswords = async (page: Page): Promise<void> => {
  await page.evaluate(() => document.getElementById("toggled")?.setAttribute("type", "text"));
  await type(page, "#toggled", c.passwordShown);
  await type(page, "#original .cloned", c.passwordCloned);
  await page.evaluate(() => {
    const original = document.querySelector("#original input");
    original?.setAttribute("type", "text");
    if (original) document.getElementById("outside")?.append(original.cloneNode(true));
  });
  await type(page, "#outside .cloned", "-mehr");
  await type(page, "#replaced", c.passwordReplaced);
  await page.evaluate(() => {
    const old = document.querySelector<HTMLInputElement>("#replaced");
    if (old === null) return;
    const shown = document.createElement("input");
    shown.id = "shown";
    shown.value = old.value;
    shown.setAttribute("value", old.value);
    old.replaceWith(shown);
  });
  await type(page, "#shown", "-dazu");
  await type(page, "#password", "");
  await page.fill("#password", c.passwordRepeated);
  await page.evaluate(text => {
    const echo = document.getElementById("echo");
    if (echo) echo.textContent = `Ihr Passwort: ${text}`;
  }, c.passwordRepeated);
};

const mutate = (page: Page): Promise<void> =>
  page.evaluate(canaries => {
    const by = (id: string) => document.getElementById(id) as HTMLElement;
    const paragraph = (text: string) => Object.assign(document.createElement("p"), { textContent: text });
    (by("hidden") as HTMLInputElement).value = canaries.hiddenLater;
    by("hidden").setAttribute("value", canaries.hiddenLater);
    by("mutated").firstChild?.replaceWith(canaries.maskedMutated);
    by("masked").append(paragraph(canaries.maskedAdded));
    by("outside").append(by("leaves"));
    by("once").removeAttribute("data-lotse-mask");
    by("once").append(paragraph(canaries.maskedOnceMasked));
    const blockedNew = paragraph(canaries.blockedAdded);
    by("blocked").append(blockedNew);
    setTimeout(() => by("outside").append(blockedNew), 50);
    by("outside").append(by("leavesBlock"));
    const shadow = by("host").shadowRoot as ShadowRoot;
    (shadow.getElementById("text") as HTMLElement).textContent = canaries.shadowMutated;
    shadow.append(paragraph(canaries.shadowAdded));
    by("late").attachShadow({ mode: "open" }).append(paragraph(canaries.shadowLate));
    by("restyle").textContent =
      `/* it's ${canaries.maskedStyleComment} */ .z::after { content: '${canaries.maskedStyleText}' }`;
    const sheet = (by("style") as HTMLStyleElement).sheet as CSSStyleSheet;
    sheet.insertRule(`.x::before { content: "${canaries.maskedStyleRule}" }`);
    by("inline").style.setProperty("--said", `"${canaries.maskedStyleInlineLater}"`);
    const adopted = new CSSStyleSheet();
    adopted.replaceSync(`p::after { content: "${canaries.maskedSheet}"; color: rgb(6, 7, 8) }`);
    shadow.adoptedStyleSheets = [adopted];
    adopted.insertRule(`p::before { content: "${canaries.maskedSheetRule}" }`);
    const frame = (by("frame") as HTMLIFrameElement).contentDocument as Document;
    (frame.getElementById("text") as HTMLElement).textContent = canaries.frameMutated;
    by("own").append(paragraph(canaries.ownAdded));
    history.pushState(null, "", `/kasse/2?token=${canaries.addressLater}`);
    by("outside").append(paragraph("sichtbar-zuwachs"));
  }, CANARIES);

/** Everything a visitor and a page may do with the secrets. */
export const liveThrough = async (page: Page): Promise<void> => {
  await fillIn(page);
  await showPasswords(page);
  await mutate(page);
};
