import { expect, it } from "vitest";
import { isPassing, toLotseError } from "./errors.ts";

const withState = (code: string) => Object.assign(new Error(`secret of ${code}`), { code });

it.each([
  ["53100", "STORAGE_FULL"],
  ["53300", "STORE_UNAVAILABLE"],
  ["57014", "STORE_UNAVAILABLE"],
  ["57P01", "STORE_UNAVAILABLE"],
  ["55P03", "STORE_UNAVAILABLE"],
  ["40P01", "STORE_UNAVAILABLE"],
  ["25006", "STORE_UNAVAILABLE"],
  ["58030", "STORE_UNAVAILABLE"],
  ["23503", "NOT_FOUND"],
  ["22P02", "ID_INVALID"],
  ["42P01", "INTERNAL"],
  ["25P02", "INTERNAL"],
  ["EPIPE", "INTERNAL"],
])("tells SQLSTATE %s as %s, without the database's words", (state, code) => {
  const error = toLotseError(withState(state));
  expect(error.code).toBe(code);
  expect(error.message).not.toContain("secret");
});

it("tries again only what may pass", () => {
  expect(["40001", "40P01", "23505", "57P01"].map(state => isPassing(withState(state)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
