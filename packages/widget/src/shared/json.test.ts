import { afterEach, expect, it } from "vitest";
import { toJson } from "./json.ts";

const damaged = [Array.prototype, String.prototype];
const damage = () => "damaged";
afterEach(() => {
  for (const one of damaged) Reflect.deleteProperty(one, "toJSON");
});

it("obeys no toJSON of the page's, and leaves it where it was", () => {
  for (const one of damaged) {
    Object.defineProperty(one, "toJSON", { configurable: true, writable: true, value: damage });
  }
  expect(JSON.stringify(["a"])).toBe('"damaged"');
  expect(toJson({ list: ["a", 1], none: undefined })).toBe('{"list":["a",1]}');
  expect(damaged.map(one => Reflect.get(one, "toJSON"))).toEqual([damage, damage]);
});

it("leaves nothing where nothing was", () => {
  toJson([]);
  expect(damaged.map(one => Object.hasOwn(one, "toJSON"))).toEqual([false, false]);
});
