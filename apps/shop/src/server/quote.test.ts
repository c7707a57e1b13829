/** The quote as the server sees it: it believes nothing the browser has checked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatMoney } from "../shared/language.ts";
import { computePremium } from "../shared/quote/premium.ts";
import { TODAY, validQuote } from "../testing/answers.ts";
import { startTestShop, type TestShop } from "../testing/customer.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await startTestShop();
});

afterAll(() => shop.close());

test("a valid quote is accepted and confirmed with the server's own premium", async () => {
  const customer = shop.customer();
  const response = await customer.postJson("/quote", validQuote);
  expect(response.status).toBe(201);
  const { next, reference } = (await response.json()) as { next: string; reference: string };
  const page = await customer.page(next);
  expect(page).toContain(reference);
  expect(page).toContain(formatMoney(computePremium(validQuote, TODAY).yearCents, "de"));
  expect(page).toContain("wiebke.hansen@example.org");
  expect(page).not.toContain("DE89");
  expect((await shop.customer().get(next)).headers.get("location")).toBe("/quote");
});

test.each([
  ["plate", "HHNW2024", "plate"],
  ["tsn", "B", "tsn"],
  ["firstRegistration", "2026-03-11", "dateFuture"],
  ["holderSince", "2019-04-01", "beforeRegistration"],
  ["mileage", "900", "mileageRange"],
  ["birthDate", "2009-03-11", "tooYoung"],
  ["licenceDate", "2000-11-19", "licenceTooEarly"],
  ["noClaims", "23", "noClaimsTooHigh"],
  ["cover", "everything", "choose"],
  ["startDate", "2026-03-09", "startPast"],
  ["iban", "DE88 3704 0044 0532 0130 00", "ibanChecksum"],
  ["sepa", false, "consent"],
])("refuses %s = %s as %s", async (name, value, code) => {
  const response = await shop.customer().postJson("/quote", { ...validQuote, [name]: value });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ ok: false, errors: { [name]: code } });
});

test.each([
  ["an empty body", {}],
  ["null", null],
  ["a list", [validQuote]],
  ["a field too many", { ...validQuote, admin: "yes" }],
  ["a field of the wrong type", { ...validQuote, plate: { $ne: "" } }],
  ["a tick that is text", { ...validQuote, sepa: "true" }],
  ["an endless text", { ...validQuote, notes: "x".repeat(1_001) }],
])("refuses %s as malformed", async (_what, body) => {
  expect((await shop.customer().postJson("/quote", body)).status).toBe(400);
});
