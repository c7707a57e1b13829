import { expect, it } from "vitest";
import { readableUrl } from "./address.ts";

const MASKED = encodeURIComponent("\u2022".repeat(6));

it("shows what is masked in an address as dots, and leaves everything else encoded", () => {
  expect(
    readableUrl(`https://shop.example/konto/${MASKED}/a%20b?x=${MASKED}&y=%2F#${MASKED.toLowerCase()}`),
  ).toBe("https://shop.example/konto/••••/a%20b?x=••••&y=%2F#••••");
  expect(readableUrl("https://shop.example/%E2%80%A6%E2%82%AC")).toBe(
    "https://shop.example/%E2%80%A6%E2%82%AC",
  );
});
