/** The checkout form. Card data and password are never written back into the page. */
import { fill } from "../../shared/fill.ts";
import { formatMoney } from "../../shared/language.ts";
import { type CheckoutTexts, checkoutTexts } from "../../shared/texts/checkoutTexts.ts";
import type { Totals } from "../basket.ts";
import { type CheckoutErrors, type CheckoutField, COUNTRIES, type Kept } from "../checkoutForm.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { totalsList } from "./basket.ts";
import { type FormField, formField, tick } from "./formField.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

export interface CheckoutState {
  readonly totals: Totals;
  readonly kept: Kept;
  readonly errors: CheckoutErrors;
  /** Why the customer is back here without a wrong answer: the approval failed. */
  readonly notice?: string | undefined;
}

type Group = readonly FormField[];

function contactFields(texts: CheckoutTexts, { text }: Kept): Group {
  return [
    {
      name: "email",
      label: texts.email,
      value: text.email,
      type: "email",
      autocomplete: "email",
      size: "half",
    },
    {
      name: "phone",
      label: texts.phone,
      value: text.phone,
      type: "tel",
      autocomplete: "tel",
      size: "half",
      optional: true,
    },
  ];
}

function addressFields(texts: CheckoutTexts, { text }: Kept): Group {
  const countries = COUNTRIES.map(value => ({ value, label: texts.countries[value] }));
  return [
    {
      name: "firstName",
      label: texts.firstName,
      value: text.firstName,
      autocomplete: "given-name",
      size: "half",
    },
    {
      name: "lastName",
      label: texts.lastName,
      value: text.lastName,
      autocomplete: "family-name",
      size: "half",
    },
    { name: "street", label: texts.street, value: text.street, autocomplete: "street-address" },
    {
      name: "postcode",
      label: texts.postcode,
      value: text.postcode,
      autocomplete: "postal-code",
      inputmode: "numeric",
      maxlength: 5,
      size: "third",
    },
    { name: "city", label: texts.city, value: text.city, autocomplete: "address-level2", size: "two-thirds" },
    {
      name: "country",
      label: texts.country,
      value: text.country,
      autocomplete: "country",
      options: countries,
      size: "half",
    },
  ];
}

function cardFields(texts: CheckoutTexts, { text }: Kept): Group {
  return [
    { name: "cardName", label: texts.cardName, value: text.cardName, autocomplete: "cc-name" },
    {
      name: "cardNumber",
      label: texts.cardNumber,
      hint: texts.cardHint,
      autocomplete: "cc-number",
      inputmode: "numeric",
      maxlength: 23,
    },
    {
      name: "cardExpiry",
      label: texts.cardExpiry,
      hint: texts.cardExpiryHint,
      autocomplete: "cc-exp",
      maxlength: 9,
      size: "half",
    },
    {
      name: "cardCode",
      label: texts.cardCode,
      hint: texts.cardCodeHint,
      autocomplete: "cc-csc",
      inputmode: "numeric",
      maxlength: 4,
      size: "half",
    },
  ];
}

function passwordField(texts: CheckoutTexts): FormField {
  return {
    name: "password",
    label: texts.password,
    hint: texts.passwordHint,
    type: "password",
    autocomplete: "new-password",
    optional: true,
  };
}

/** The order of fields on the page decides which error is the first. */
const ORDER: readonly CheckoutField[] = [
  "email",
  "phone",
  "firstName",
  "lastName",
  "street",
  "postcode",
  "city",
]
  .concat([
    "country",
    "cardName",
    "cardNumber",
    "cardExpiry",
    "cardCode",
    "createAccount",
    "password",
    "terms",
  ])
  .map(name => name as CheckoutField);

export function checkoutPage(view: View, state: CheckoutState): Html {
  const texts = checkoutTexts[view.language];
  const first = ORDER.find(name => state.errors[name] !== undefined);
  const errorOf = (name: CheckoutField): string | undefined => {
    const fault = state.errors[name];
    return fault && texts.faults[fault];
  };
  const show = (fields: Group): Html[] =>
    fields.map(field =>
      formField({ ...field, error: errorOf(field.name as CheckoutField) }, field.name === first),
    );
  const { kept } = state;
  const form = html`<form class="checkout" method="post" action="/checkout" novalidate data-lotse-form="checkout">
    ${first ? html`<p class="notice bad" role="alert">${texts.errorSummary} ${texts.cardAgain}</p>` : ""}
    ${state.notice ? html`<p class="notice bad" role="alert">${state.notice}</p>` : ""}
    <fieldset class="fields"><legend>${texts.contact}</legend>${show(contactFields(texts, kept))}</fieldset>
    <fieldset class="fields"><legend>${texts.address}</legend>${show(addressFields(texts, kept))}</fieldset>
    <fieldset class="fields"><legend>${texts.payment}</legend>${show(cardFields(texts, kept))}</fieldset>
    <fieldset class="fields"><legend>${texts.account}</legend>
      ${tick({ name: "createAccount", label: texts.createAccount, checked: kept.createAccount }, false)}
      <div class="account-password">${show([passwordField(texts)])}</div>
    </fieldset>
    ${tick({ name: "terms", label: texts.terms, required: true, error: errorOf("terms") }, first === "terms")}
    <button class="button" type="submit">${texts.continue}</button>
  </form>`;
  const items = state.totals.lines.map(
    line =>
      html`<li><span>${line.quantity} × ${line.product.name[view.language]}</span> <span>${formatMoney(line.cents, view.language)}</span></li>`,
  );
  const main = html`<div class="wrap page"><h1>${texts.checkoutTitle}</h1><div class="two-columns">
    ${form}
    <aside class="panel"><h2>${texts.yourOrder}</h2><ul class="order-items">${items}</ul>${totalsList(view, state.totals)}</aside>
  </div></div>`;
  return layout(view, { title: texts.checkoutTitle, main });
}

export interface Verification {
  readonly totalCents: number;
  readonly last4: string;
  readonly code: string;
  readonly error?: string;
}

export function verifyPage(view: View, verification: Verification): Html {
  const texts = checkoutTexts[view.language];
  const total = formatMoney(verification.totalCents, view.language);
  const field: FormField = {
    name: "code",
    label: texts.verifyLabel,
    hint: texts.verifyHint,
    autocomplete: "one-time-code",
    inputmode: "numeric",
    maxlength: 6,
    error: verification.error,
  };
  const main = html`<div class="wrap page narrow"><h1>${texts.verifyTitle}</h1>
    <p class="lead">${fill(texts.verifyText, { total, last4: verification.last4 })}</p>
    <div class="panel sms" data-lotse-block>${icon("lock")}<p>${texts.demoSms} <strong>${verification.code}</strong></p></div>
    <form class="checkout" method="post" action="/checkout/verify" novalidate>
      <div class="fields">${formField(field, true)}</div>
      <button class="button" type="submit">${texts.verifySubmit}</button>
      <p><a href="/checkout">${texts.verifyCancel}</a></p>
    </form></div>`;
  return layout(view, { title: texts.verifyTitle, main });
}
