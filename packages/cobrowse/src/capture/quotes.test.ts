import { expect, test } from "vitest";
import { MASK } from "../wire/limits.ts";
import { createCopyMemory, type Original } from "./copyMemory.ts";
import { createQuotes } from "./quotes.ts";

const masked = (...texts: string[]) => {
  const memory = createCopyMemory();
  const quotes = createQuotes(memory);
  const node = { isConnected: true };
  const originals = texts.map((text): Original => {
    const original = { node: new WeakRef(node as Node), shown: false, since: memory.turn.now };
    quotes.learn(text, original);
    return original;
  });
  return { quotes, memory, node, originals };
};

test.each([
  ["Guten Tag, Anna Petersen!", `Guten Tag, ${MASK}!`],
  ["Anna Petersen und Anna Petersen", `${MASK} und ${MASK}`],
  ["Anna Petersens Konto", "Anna Petersens Konto"],
  ["Frau Anna", "Frau Anna"],
  ["Joanna Petersen", "Joanna Petersen"],
  ["kunde/Anna Petersen/1", `kunde/${MASK}/1`],
])("%s", (text, shown) => {
  expect(masked(" Anna Petersen, ").quotes.hide(text)).toBe(shown);
});

test("the longest of several that begin alike, wherever it was learned", () => {
  for (const texts of [
    ["Anna", "Anna Petersen"],
    ["Anna Petersen", "Anna"],
  ]) {
    expect(masked(...texts).quotes.hide("Anna Petersen, Anna")).toBe(`${MASK}, ${MASK}`);
  }
});

test("nothing of less than four characters, and nothing too long", () => {
  const long = "Wort ".repeat(50);
  expect(masked("123", "Tag", long).quotes.hide(`Tag 123 ${long}`)).toBe(`Tag 123 ${long}`);
});

test("what stood openly when it was learned is no secret; what is said openly later is", () => {
  const { quotes, memory } = masked("Adresse", "Anna Petersen");
  quotes.show("Ihre Adresse");
  memory.turn.now += 1;
  quotes.show("Anna Petersen");
  expect(quotes.hide("Adresse: Anna Petersen")).toBe(`Adresse: ${MASK}`);
});

test("only while the original is on the page", () => {
  const { quotes, node } = masked("Anna Petersen");
  node.isConnected = false;
  expect(quotes.hide("Anna Petersen")).toBe("Anna Petersen");
});
