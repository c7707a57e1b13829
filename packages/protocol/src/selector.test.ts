/** Which selectors a mask rule may have. What is taken here, browsers take too: see the story of mask rules. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSelector } from "./selector.ts";

test.each([
  "p",
  "*",
  "#konto",
  ".kunde .name",
  "section.kunde > p + p ~ em",
  `input[name="gehalt"], [data-x], a[href^='/konto' i]`,
  "li:nth-child(2n + 1):not(.offen)",
  ":is(.a, .b > c) d",
  "my-element",
  ".größe",
  " p , q ",
  ".w-1\\/2",
])("%s is one", selector => {
  expect(isSelector(selector)).toBe(true);
});

test.each([
  "",
  " ",
  "p >",
  "> p",
  "p,,q",
  ",p",
  "p,",
  "p{",
  "p:hover",
  "p::before",
  ":has(p)",
  ":not(",
  "[a=b",
  "[a=b]]",
  "#1",
  "p//q",
  "p:not()",
  "p > > q",
  "a:unknown",
  '[a="b]',
  "p\u0000",
])("%s is none", selector => {
  expect(isSelector(selector)).toBe(false);
});

test("whatever is tried, the answer comes at once", () => {
  const unit = fc.constantFrom(
    ...":is(:not( > + ~ , [a='b'] .c #d * \\ \" ' ) ( nth-child".split(" "),
    " ",
    "a",
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 200 }), text => {
      const before = performance.now();
      isSelector(text);
      return performance.now() - before < 200;
    }),
  );
});
