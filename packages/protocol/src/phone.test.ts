import { expect, it } from "vitest";
import { isPhone } from "./phone.ts";

it.each<[string, boolean]>([
  ["0431 12345", true],
  ["+49 (431) 123-45", true],
  ["4711", true],
  ["0431/123, abends", true],
  ["٠٥١١", true],
  ["anna1999@example.org", false],
  ["Anna", false],
  ["123", false],
  ["", false],
  [`${"1 x".repeat(60)}@`, false],
])("%j is a telephone number: %s", (text, expected) => {
  expect(isPhone(text)).toBe(expected);
});
