import { expect, it } from "vitest";
import { pagePattern } from "./pagePattern.ts";

it.each([
  ["/", "/"],
  ["/konto/vertrag", "/konto/vertrag"],
  ["/konto/4711/vertrag/12-2024", "/konto/*/vertrag/*"],
  ["/u/3f2b9c1e-5a44-4d0c-9f0e-0c1d2e3f4a5b/edit", "/u/*/edit"],
  ["/a@b.example/post", "/*/post"],
  ["/m%C3%BCller/post", "/*/post"],
  [`/${"x".repeat(25)}/post`, "/*/post"],
])("%s is told as %s", (path, pattern) => expect(pagePattern(path)).toBe(pattern));

it("is never longer than it may be", () => {
  expect(pagePattern("/abc".repeat(1_000))).toHaveLength(200);
});
