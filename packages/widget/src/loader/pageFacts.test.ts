import { expect, it } from "vitest";
import { pageUrl } from "./pageFacts.ts";

it.each([
  ["https://shop.example/a?b=c#top", "https://shop.example/a?b=c"],
  ["https://shop.example/#access_token=secret", "https://shop.example/"],
  ["https://shop.example/#/quote/2", "https://shop.example/#/quote/2"],
  ["https://shop.example/#!/quote", "https://shop.example/#!/quote"],
])("of %s, %s is told", (href, told) => {
  expect(pageUrl(href)).toBe(told);
});

it("tells at most what the wire takes", () => {
  expect(pageUrl(`https://shop.example/${"x".repeat(5_000)}`)).toHaveLength(2_000);
});
