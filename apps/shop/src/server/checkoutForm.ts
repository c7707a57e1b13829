/**
 * The checkout form: reads it, checks it, makes an order of it. Pure. Card number, security code and
 * password are checked and forgotten: they are in no value that leaves this module, nor in any page.
 */
import { cardDigits, expiryFault, isCardNumber, isSecurityCode } from "../shared/card.ts";
import { isEmail, isName, isPhone, isPostcode, isStreet } from "../shared/person.ts";
import type { CheckoutFault } from "../shared/texts/checkoutTexts.ts";
import { totalsOf } from "./basket.ts";
import { formText } from "./formText.ts";
import type { Basket, Order } from "./sessions.ts";

export const COUNTRIES = ["DE", "AT", "CH"] as const;
export type Country = (typeof COUNTRIES)[number];

const KEPT = [
  "email",
  "phone",
  "firstName",
  "lastName",
  "street",
  "postcode",
  "city",
  "country",
  "cardName",
] as const;
const SECRET = ["cardNumber", "cardExpiry", "cardCode", "password"] as const;
const TICKED = ["createAccount", "terms"] as const;

export type KeptField = (typeof KEPT)[number];
export type CheckoutField = KeptField | (typeof SECRET)[number] | (typeof TICKED)[number];
export type CheckoutErrors = Partial<Record<CheckoutField, CheckoutFault>>;

/** What may be shown again after an error. */
export interface Kept {
  readonly text: Readonly<Record<KeptField, string>>;
  readonly createAccount: boolean;
}

export const emptyKept: Kept = {
  text: { ...(Object.fromEntries(KEPT.map(name => [name, ""])) as Record<KeptField, string>), country: "DE" },
  createAccount: false,
};

export interface CheckoutForm {
  readonly kept: Kept;
  readonly errors: CheckoutErrors;
  readonly cardLast4: string;
}

const isCountry = (text: string): text is Country => COUNTRIES.some(known => known === text);

const postcodeFits = (postcode: string, country: string): boolean =>
  country === "DE" ? isPostcode(postcode) : /^[1-9]\d{3}$/.test(postcode);

type Read = (name: string) => string;

function faultOf(name: CheckoutField, read: Read, today: string): CheckoutFault | null {
  const text = read(name);
  if (text.length > 254) return "tooLong";
  switch (name) {
    case "phone":
      return text === "" || isPhone(text) ? null : "phone";
    case "createAccount":
      return null;
    case "password":
      return read("createAccount") === "" || text.length >= 10 ? null : "password";
    case "terms":
      return text === "" ? "terms" : null;
    default:
      return text === "" ? "required" : senseFault(name, read, today);
  }
}

type Required = Exclude<CheckoutField, "phone" | "createAccount" | "password" | "terms">;

function senseFault(name: Required, read: Read, today: string): CheckoutFault | null {
  const text = read(name);
  switch (name) {
    case "email":
      return isEmail(text) ? null : "email";
    case "firstName":
    case "lastName":
    case "city":
    case "cardName":
      return isName(text) ? null : "name";
    case "street":
      return isStreet(text) && /\d/.test(text) ? null : "street";
    case "postcode":
      return postcodeFits(text, read("country")) ? null : "postcode";
    case "country":
      return isCountry(text) ? null : "country";
    case "cardNumber":
      return isCardNumber(text) ? null : "cardNumber";
    case "cardExpiry":
      return expiryFault(text, today);
    case "cardCode":
      return isSecurityCode(text) ? null : "cardCode";
  }
}

export function readCheckout(body: unknown, today: string): CheckoutForm {
  const read: Read = name => formText(body, name);
  const errors: CheckoutErrors = {};
  for (const name of [...KEPT, ...SECRET, ...TICKED]) {
    const fault = faultOf(name, read, today);
    if (fault !== null) errors[name] = fault;
  }
  const text = Object.fromEntries(KEPT.map(name => [name, read(name)])) as Record<KeptField, string>;
  return {
    kept: { text, createAccount: read("createAccount") !== "" },
    errors,
    cardLast4: cardDigits(read("cardNumber")).slice(-4),
  };
}

interface OrderOptions {
  readonly form: CheckoutForm;
  readonly basket: Basket;
  readonly number: string;
  readonly nowMs: number;
}

export function makeOrder({ form, basket, number, nowMs }: OrderOptions): Order {
  const totals = totalsOf(basket);
  const { text } = form.kept;
  return {
    number,
    placedAtMs: nowMs,
    lines: totals.lines.map(line => ({
      sku: line.product.sku,
      quantity: line.quantity,
      unitCents: line.product.priceCents,
    })),
    shippingCents: totals.shippingCents,
    totalCents: totals.totalCents,
    email: text.email,
    addressLines: [`${text.firstName} ${text.lastName}`, text.street, `${text.postcode} ${text.city}`],
    cardLast4: form.cardLast4,
    accountCreated: form.kept.createAccount,
  };
}
