import { describe, expect, it } from "vitest";
import { beginningOf, deviceOf, languageOf } from "./visit.ts";

describe("how a visit began", () => {
  it.each<[string, string, string, string]>([
    ["https://shop.example/?utm_campaign=spring&utm_source=newsletter", "", "spring", "newsletter"],
    ["https://shop.example/a", "https://www.search.example/?q=x", "", "search.example"],
    ["https://shop.example/?utm_source=ad", "https://search.example/", "", "ad"],
    ["https://shop.example/b", "https://shop.example/a", "", ""],
    ["https://www.shop.example/b", "https://shop.example/a", "", ""],
    ["https://shop.example/#utm_campaign=no", "", "", ""],
    ["https://shop.example/?utm_campaign=gr%C3%BCn%20%26%20blau#x", "", "grün & blau", ""],
    ["https://shop.example/?utm_campaign=%E0%A4%A", "", "\ufffd%A", ""],
  ])("%s from %j", (url, referrer, campaign, source) => {
    expect(beginningOf({ url, referrer })).toEqual({ campaign, source });
  });

  it("cuts what is too long for the wire", () => {
    expect(
      beginningOf({ url: `https://a.example/?utm_campaign=${"x".repeat(900)}`, referrer: "" }).campaign,
    ).toHaveLength(200);
  });
});

it.each([
  ["de-DE", "de"],
  ["EN", "en"],
  ["gsw-CH", "gsw"],
  ["", ""],
  ["x-custom", ""],
])("the language %j is %j", (given, expected) => {
  expect(languageOf(given)).toBe(expected);
});

const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17 Safari/605.1.15";
it.each<[string, number, string]>([
  [ANDROID, 5, "phone"],
  [ANDROID.replace(" Mobile", ""), 5, "tablet"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148", 5, "phone"],
  [MAC, 0, "desktop"],
  [MAC, 5, "tablet"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130", 10, "desktop"],
  ["", 0, "desktop"],
])("%.60s with %d fingers is a %s", (userAgent, maxTouchPoints, expected) => {
  expect(deviceOf({ userAgent, maxTouchPoints })).toBe(expected);
});
