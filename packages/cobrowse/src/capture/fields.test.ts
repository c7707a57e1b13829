import { describe, expect, test } from "vitest";
import { beginsLikeCard, type FieldTraits, judgeField } from "./fields.ts";

const field = (traits: Partial<FieldTraits>): FieldTraits => ({
  tag: "input",
  type: "text",
  autocomplete: "",
  hints: [],
  ...traits,
});

describe("a field is never shown", () => {
  test.each([
    ["password", field({ type: "password" })],
    ["password", field({ autocomplete: "section-login current-password webauthn" })],
    ["password", field({ autocomplete: "ONE-TIME-CODE" })],
    ["password", field({ hints: ["userPassword"] })],
    ["password", field({ hints: ["Ihr Passwort wiederholen"] })],
    ["password", field({ hints: ["kenn-wort"] })],
    ["secret", field({ type: "hidden" })],
    ["secret", field({ type: "file" })],
    ["secret", field({ autocomplete: "section-x shipping cc-exp-month" })],
    ["secret", field({ autocomplete: "cc-name" })],
    ["secret", field({ type: "radio", autocomplete: "cc-type" })],
    ...[
      "cvc",
      "card_cvv",
      "cardNumber",
      "ccnum",
      "iban",
      "ssn",
      "pin",
      "smsTan",
      "otp",
      "clientSecret",
      "api-key",
    ].map(hint => ["secret", field({ hints: [hint] })] as const),
    ...[
      "Kreditkartennummer",
      "Kartennummer",
      "Prüfziffer",
      "Security code",
      "Sicherheitscode",
      "Ihre IBAN:",
      "PIN",
    ].map(hint => ["secret", field({ hints: [hint] })] as const),
  ] as const)("%s: %o", (verdict, traits) => {
    expect(judgeField(traits)).toBe(verdict);
  });
});

describe("a field is shown", () => {
  test.each([
    ...[
      "shippingAddress",
      "Spinnerei",
      "plz",
      "postcode",
      "e-mail",
      "Telefon",
      "company",
      "opinion",
      "Fahrgestellnummer",
    ].map(hint => field({ hints: [hint] })),
    field({ autocomplete: "street-address" }),
    field({ type: "radio", hints: ["card"] }),
    field({ type: "checkbox", hints: ["Passwort merken"] }),
    field({ type: "submit", hints: ["pin"] }),
  ])("%o", traits => {
    expect(judgeField(traits)).toBe("open");
  });
});

test.each([
  ["4111 1111 1", true],
  ["4111-1111-1", true],
  ["411111111111", true],
  ["4111 1111", false],
  ["0421 5555 1234", false],
  ["+49 421 5555 1234", false],
  ["Musterstraße 4111", false],
])("the beginning of a card number: %s", (value, verdict) => {
  expect(beginsLikeCard(value)).toBe(verdict);
});
