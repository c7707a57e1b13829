import * as fc from "fast-check";
import { expect, it } from "vitest";
import { fits } from "./glob.ts";

it.each<[string, string, boolean]>([
  ["/tariffs", "/tariffs", true],
  ["/tariffs/a", "/tariffs", false],
  ["/tariffs/a", "/tariffs*", true],
  ["/de/tariffs/a", "*/tariffs/*", true],
  ["/", "*", true],
  ["/ab", "/a*b*b", false],
  ["/a", "/a*a", false],
  ["/a.b", "/a?b", false],
])("%s fits %s: %s", (path, pattern, expected) => {
  expect(fits(path, pattern)).toBe(expected);
});

it("says what the regular expression would say", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "*"), maxLength: 8 });
  fc.assert(
    fc.property(text, pattern, (path, glob) => {
      const source = glob
        .split("*")
        .map(part => part.replace(/[.]/g, "\\."))
        .join(".*");
      expect(fits(path, glob)).toBe(new RegExp(`^${source}$`).test(path));
    }),
    { numRuns: 2_000 },
  );
});
