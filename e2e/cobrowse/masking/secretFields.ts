/** Fields that are never shown, by every mark §4 of the research knows, and their values wherever they turn up. */
import type { Row } from "./row.ts";

/** Types the secret as a framework would see it, and lets the page copy it into the attribute. */
const typed: NonNullable<Row["act"]> = (root, [secret]) => {
  const field = root.querySelector<HTMLInputElement>("input, textarea");
  if (!field) return;
  field.value = String(secret);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.setAttribute("value", String(secret));
};

const field = (name: string, html: string, act: Row["act"] = typed): Row => ({
  name: `field: ${name}`,
  html,
  act,
});

const byAutocomplete: readonly Row[] = [
  "current-password",
  "new-password",
  "one-time-code",
  "cc-name",
  "cc-given-name",
  "cc-additional-name",
  "cc-family-name",
  "cc-number",
  "cc-exp",
  "cc-exp-month",
  "cc-exp-year",
  "cc-csc",
  "cc-type",
  "section-a shipping cc-number",
  "section-a billing cc-csc webauthn",
  "billing\tcc-number",
  "CC-NUMBER",
  "username current-password webauthn",
].map(tokens => field(`autocomplete ${tokens}`, `<input autocomplete="${tokens}">`));

const words = "cvv cvc card iban ssn bsn pin otp secret token cardNumber kreditkarte passwort".split(" ");
const byHint: readonly Row[] = words.flatMap(word => [
  field(`name ${word}`, `<input name="x_${word}">`),
  field(`label ${word}`, `<label>Ihr ${word}: <input></label>`),
]);
const byOtherHints: readonly Row[] = [
  field("id", `<input id="user-cvc">`),
  field("aria-label", `<input aria-label="PIN">`),
  field("aria-labelledby", `<span id="lb1">IBAN</span><input aria-labelledby="lb0 lb1">`),
  field("label for", `<label for="lf1">OTP</label><input id="lf1">`),
  field("placeholder", `<input placeholder="CVV">`),
  field("data-lotse-mask itself", "<input data-lotse-mask>"),
  field("textarea", `<textarea name="secret"></textarea>`),
  field("contenteditable", `<div contenteditable aria-label="PIN"></div>`, (root, [secret]) => {
    const editable = root.querySelector("div");
    if (editable) editable.textContent = String(secret);
  }),
  field("role textbox", `<div role="textbox" id="cvc-box"><p>x</p></div>`, (root, [secret]) => {
    const p = root.querySelector("p");
    if (p) p.textContent = String(secret);
  }),
];

const showing: readonly Row[] = [
  field("password", `<input type="password">`),
  field("password in the page", `<input type="password" value="$">`),
  field("PASSWORD", `<input type="PASSWORD">`),
  field("hidden", `<input type="hidden" name="state" value="$">`),
  field("hidden, then text", `<input type="hidden" value="a">`, (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.type = "text";
    input.value = String(secret);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
  field("type changed first", `<input type="password">`, (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.type = "text";
    input.value = String(secret);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
  field("type changed for a moment", `<input type="text" name="s1">`, async (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.type = "password";
    await new Promise(done => setTimeout(done, 30));
    input.type = "text";
    await new Promise(done => setTimeout(done, 30));
    input.value = String(secret);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
  field("ever-password, cloned", `<input type="password" name="s2">`, async (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.type = "text";
    await new Promise(done => setTimeout(done, 30));
    const clone = input.cloneNode(true) as HTMLInputElement;
    root.append(clone);
    await new Promise(done => setTimeout(done, 30));
    clone.value = String(secret);
    clone.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }),
  field(
    "password, nameless, cloned before it was seen",
    `<input type="password" class="a b">`,
    (root, [secret]) => {
      const clone = root.querySelector("input")?.cloneNode(true) as HTMLInputElement;
      clone.type = "text";
      clone.value = String(secret);
      clone.setAttribute("value", String(secret));
      const input = root.querySelector("input");
      if (input) input.value = String(secret);
      root.append(clone);
    },
  ),
  field("password repeated in a text", `<input type="password"><p></p>`, (root, [secret]) => {
    const input = root.querySelector("input");
    const p = root.querySelector("p");
    if (!input || !p) return;
    input.value = String(secret);
    p.textContent = `Ihr Passwort ist ${secret}.`;
  }),
  field("password repeated in an address", `<input type="password"><a>a</a>`, (root, [secret]) => {
    const input = root.querySelector("input");
    if (!input) return;
    input.value = String(secret);
    root.querySelector("a")?.setAttribute("href", `/a?q=${secret}`);
  }),
];

const others: readonly Row[] = [
  {
    name: "chosen card type",
    html: `<select autocomplete="cc-type"><option>a</option><option>$</option></select>`,
  },
  { name: "chosen by a radio button", html: `<input type="radio" autocomplete="cc-type" value="$">` },
  {
    name: "list of a masked field",
    html: `<input name="iban" list="dl1"><datalist id="dl1"><option>$</option></datalist>`,
  },
  { name: "title of a secret field", html: `<input name="cvc" title="$">` },
  { name: "aria-valuetext of a secret field", html: `<input name="cvc" aria-valuetext="$">` },
  { name: "data of a secret field", html: `<input name="cvc" data-value="$">` },
  { name: "placeholder of a secret field", html: `<input name="cvc" placeholder="$">` },
  { name: "pattern of a secret field", html: `<input name="cvc" pattern="$">` },
];

export const SECRET_FIELDS: readonly Row[] = [
  ...byAutocomplete,
  ...byHint,
  ...byOtherHints,
  ...showing,
  ...others,
];
