/** From basket to confirmation through the front door. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validCheckout } from "../testing/answers.ts";
import { CODE, type Customer, startTestShop, type TestShop } from "../testing/customer.ts";

let shop: TestShop;

beforeAll(async () => {
  shop = await startTestShop();
});

afterAll(() => shop.close());

async function customerWith(...skus: string[]): Promise<Customer> {
  const customer = shop.customer();
  for (const sku of skus) await customer.post("/basket/add", { sku, quantity: "1" });
  return customer;
}

/** Money is written with a no-break space. */
const words = (page: string): string => page.replace(/\u00a0/g, " ");

describe("basket", () => {
  test("adds, changes and removes", async () => {
    const customer = shop.customer();
    const added = await customer.post("/basket/add", { sku: "KS-104", quantity: "2" });
    expect(added.status).toBe(303);
    expect(added.headers.get("location")).toBe("/basket?added=KS-104");
    expect(words(await customer.page("/basket"))).toContain("119,80 €");
    await customer.post("/basket/update", { sku: "KS-104", quantity: "1" });
    expect(words(await customer.page("/basket"))).toContain("64,80 €");
    await customer.post("/basket/update", { sku: "KS-104", quantity: "1", remove: "yes" });
    expect(await customer.page("/basket")).toContain("noch leer");
  });

  test("holds ten of a kind at most and refuses nonsense", async () => {
    const customer = await customerWith("SE-304");
    await customer.post("/basket/add", { sku: "SE-304", quantity: "10" });
    expect(words(await customer.page("/basket"))).toContain("249,00 €");
    for (const quantity of ["0", "-1", "11", "1e1", "abc"]) {
      expect((await customer.post("/basket/add", { sku: "SE-304", quantity })).status).toBe(400);
    }
    expect((await customer.post("/basket/add", { sku: "nope", quantity: "1" })).status).toBe(400);
  });

  test("belongs to one customer and is forgotten after two hours", async () => {
    const customer = await customerWith("P");
    expect(await shop.customer().page("/basket")).toContain("noch leer");
    shop.advance(2 * 60 * 60 * 1000 + 1);
    expect(await customer.page("/basket")).toContain("noch leer");
  });

  test("refuses posts that another site started", async () => {
    const body = new URLSearchParams({ sku: "P", quantity: "1" });
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const response = await fetch(`${shop.origin}/basket/add`, { method: "POST", body, headers });
      expect(response.status).toBe(403);
    }
  });
});

describe("checkout", () => {
  test("is not for empty baskets", async () => {
    const response = await shop.customer().get("/checkout");
    expect(response.headers.get("location")).toBe("/basket");
    expect((await shop.customer().post("/checkout", validCheckout)).headers.get("location")).toBe("/basket");
  });

  test("names every wrong answer beside its field, links it and focuses the first", async () => {
    const customer = await customerWith("P");
    const response = await customer.post("/checkout", {});
    expect(response.status).toBe(422);
    const page = await response.text();
    const marked = [
      ...page.matchAll(/id="(\w+)"[^>]*aria-describedby="[^"]*\b\1-error"[^>]*aria-invalid="true"/g),
    ];
    const required = ["email", "firstName", "lastName", "street", "postcode", "city", "country"];
    const card = ["cardName", "cardNumber", "cardExpiry", "cardCode"];
    expect(marked.map(([, name]) => name)).toEqual([...required, ...card]);
    expect(page).toMatch(/id="terms"[^>]*aria-invalid="true" aria-describedby="terms-error"/);
    expect([...page.matchAll(/ autofocus/g)]).toHaveLength(1);
    expect(page).toMatch(/id="email"[^>]* autofocus/);
  });

  test.each([
    ["email", "wiebke@", "E-Mail-Adresse angeben"],
    ["postcode", "1234", "passt nicht zum Land"],
    ["cardNumber", "4111 1111 1111 1112", "Kartennummer ist nicht gültig"],
    ["cardExpiry", "02/26", "abgelaufen"],
    ["cardExpiry", "13/30", "Monat/Jahr"],
    ["cardCode", "12", "Prüfnummer hat"],
    ["password", "kurz", "mindestens 10 Zeichen"],
    ["country", "XX", "wählen Sie ein Land"],
    ["lastName", "<b>", "nur Buchstaben"],
  ])("refuses %s = %s", async (name, value, message) => {
    const response = await (await customerWith("P")).post("/checkout", { ...validCheckout, [name]: value });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
  });

  test("never writes card data or password back into a page", async () => {
    const customer = await customerWith("P");
    const response = await customer.post("/checkout", { ...validCheckout, email: "no", city: '"><b>' });
    const page = await response.text();
    expect(page).toContain('value="Wiebke"');
    expect(page).toContain('value="&quot;&gt;&lt;b&gt;"');
    for (const secret of ["4111 1111 1111 1111", '09/31"', "737", "ein langes Passwort"]) {
      expect(page.replace("gilt zum Beispiel 4111 1111 1111 1111", "")).not.toContain(secret);
    }
  });

  test("ends with the code, a confirmation and an empty basket", async () => {
    const customer = await customerWith("P", "KS-104");
    const sent = await customer.post("/checkout", validCheckout);
    expect(sent.headers.get("location")).toBe("/checkout/verify");
    const verify = await customer.page("/checkout/verify");
    expect(verify).toContain('autocomplete="one-time-code"');
    expect(verify).toMatch(/data-lotse-block[\s\S]*135790/);
    const done = await customer.post("/checkout/verify", { code: CODE });
    const location = done.headers.get("location") ?? "";
    expect(location).toMatch(/^\/order\/NW-/);
    const page = words(await customer.page(location));
    expect(page).toContain("188,90 €");
    expect(page).toContain("Endung 1111");
    expect(page).toContain("Kundenkonto ist angelegt");
    expect(await customer.page("/basket")).toContain("noch leer");
    expect((await shop.customer().get(location)).status).toBe(404);
    expect((await customer.get("/checkout/verify")).headers.get("location")).toBe("/checkout");
  });

  test("gives five attempts for the code", async () => {
    const customer = await customerWith("P");
    await customer.post("/checkout", validCheckout);
    for (const left of ["4 Versuche", "3 Versuche", "2 Versuche", "einen Versuch"]) {
      const response = await customer.post("/checkout/verify", { code: "000000" });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain(left);
    }
    const last = await customer.post("/checkout/verify", { code: "000000" });
    expect(last.headers.get("location")).toBe("/checkout?approval=failed");
    expect((await customer.post("/checkout/verify", { code: CODE })).headers.get("location")).toBe(
      "/checkout",
    );
    expect(await customer.page("/checkout?approval=failed")).toContain("Freigabe ist gescheitert");
  });
});

test("bodies that are too large or broken are refused", async () => {
  const customer = shop.customer();
  expect((await customer.post("/basket/add", { sku: "x".repeat(30_000) })).status).toBe(413);
  const broken = await fetch(`${shop.origin}/quote`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  expect(broken.status).toBe(400);
  expect(shop.failures).toEqual([]);
});
