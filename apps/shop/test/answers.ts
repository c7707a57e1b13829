/** Filling in the shop's forms as a customer would. */
import type { Page } from "@playwright/test";

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

async function fillAll(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await field(page, name).fill(text);
}

async function selectAll(page: Page, choices: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, choice] of Object.entries(choices)) await field(page, name).selectOption(choice);
}

const pick = (page: Page, name: string, choice: string): Promise<void> =>
  page.locator(`[name="${name}"][value="${choice}"]`).check();

async function moveOn(page: Page, to: string): Promise<void> {
  await page.locator("#quote-form [type=submit]").click();
  await page.waitForURL(`**/quote/${to}*`);
}

export async function fillVehicle(page: Page): Promise<void> {
  await fillAll(page, { plate: "hh-nw 2024", hsn: "0603", tsn: "bjm", model: "Golf", powerKw: "96" });
  await fillAll(page, { firstRegistration: "2019-04-02", holderSince: "2021-06-15" });
  await selectAll(page, { make: "Volkswagen", fuel: "petrol" });
  await pick(page, "financing", "paid");
  await moveOn(page, "usage");
}

export async function fillUsage(page: Page): Promise<void> {
  await pick(page, "usage", "commute");
  await fillAll(page, { mileage: "15000", odometer: "68200", parkingPostcode: "20457" });
  await selectAll(page, { parking: "garage" });
  await pick(page, "drivers", "partner");
  await fillAll(page, { youngestBirthDate: "1988-03-09" });
  await moveOn(page, "driver");
}

export async function fillDriver(page: Page): Promise<void> {
  await selectAll(page, { salutation: "ms", noClaims: "12", claims: "0", points: "1" });
  await fillAll(page, {
    firstName: "Wiebke",
    lastName: "Hansen",
    birthDate: "1985-11-20",
    licenceDate: "2004-01-15",
  });
  await fillAll(page, { street: "Große Elbstraße", houseNumber: "45 a", postcode: "22767", city: "Hamburg" });
  await fillAll(page, { email: "wiebke.hansen@example.org" });
  await pick(page, "drivingBan", "no");
  await moveOn(page, "cover");
}

export async function chooseCover(page: Page): Promise<void> {
  await pick(page, "cover", "full");
  await pick(page, "tariff", "comfort");
  await selectAll(page, {
    deductiblePartial: "150",
    deductibleFull: "500",
    noClaimsFull: "10",
    previousInsurer: "direct",
  });
  await field(page, "breakdown").check();
  await fillAll(page, { startDate: new Date(Date.now() + 864e5 * 14).toISOString().slice(0, 10) });
}

export async function fillSummary(page: Page): Promise<void> {
  await fillAll(page, { accountHolder: "Wiebke Hansen", iban: "DE89370400440532013000" });
  await field(page, "sepa").check();
  await field(page, "privacy").check();
}

export async function fillCheckout(page: Page): Promise<void> {
  await fillAll(page, { email: "wiebke.hansen@example.org", firstName: "Wiebke", lastName: "Hansen" });
  await fillAll(page, {
    street: "Große Elbstraße 45 a",
    postcode: "22767",
    city: "Hamburg",
    cardName: "Wiebke Hansen",
  });
  await fillAll(page, { cardNumber: "4111 1111 1111 1111", cardExpiry: "09/31", cardCode: "123" });
  await field(page, "createAccount").check();
  await fillAll(page, { password: "ein langes Passwort" });
  await field(page, "terms").check();
}
