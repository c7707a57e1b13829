import { expect, test } from "vitest";
import { MASK } from "../wire/limits.ts";
import { echoesOf, withoutEchoes } from "./echoes.ts";

const without = (text: string, values: string[], passwords: string[] = []): string =>
  withoutEchoes(text, echoesOf(passwords, values));

test.each([
  ["Konto DE89370400440532013000.", ["DE89370400440532013000"], `Konto ${MASK}.`],
  ["Konto DE89 3704 0044 0532 0130 00.", ["DE89370400440532013000"], `Konto ${MASK}.`],
  ["Konto DE89370400440532013000.", ["DE89 3704 0044 0532 0130 00"], `Konto ${MASK}.`],
  ["KontoDE89370400440532013000x", ["DE89370400440532013000"], `Konto${MASK}x`],
  ["7391", ["7391"], MASK],
  ["CVC: 7391, nicht 173912", ["7391"], `CVC: ${MASK}, nicht 173912`],
  ["a+b?c (1)", ["a+b?c (1)"], MASK],
  ["Anna Berta", ["Anna Berta", "Anna"], MASK],
  ["nichts davon", [], "nichts davon"],
  ["nichts davon", ["etwas anderes"], "nichts davon"],
])("%s without %o", (text, values, shown) => {
  expect(without(text, values)).toBe(shown);
});

test("passwords are found within words, also beside other values", () => {
  expect(without("xhafen-y 7391", ["7391"], ["hafen-"])).toBe(`x${MASK}y ${MASK}`);
});
