import { expect, it } from "vitest";
import { judge } from "./inspect.ts";

const SAID = {
  version: "15.0",
  number: 150_000,
  encoding: "UTF8",
  fsync: "on",
  commit: "on",
  standby: false,
};

it("takes PostgreSQL 15 and newer, and knows when it does not survive a power cut", () => {
  expect(judge(SAID)).toEqual({ engine: "postgres", version: "15.0", survivesPowerCut: true });
  expect(judge({ ...SAID, fsync: "off" }).survivesPowerCut).toBe(false);
  expect(judge({ ...SAID, commit: "off" }).survivesPowerCut).toBe(false);
});

it.each([
  ["an old version", { version: "14.11", number: 140_011 }, /14\.11 is too old.* 15 or newer/],
  ["another encoding", { encoding: "SQL_ASCII" }, /SQL_ASCII.*UTF8/],
  ["a standby", { standby: true }, /standby.*primary/],
])("refuses %s in one line", (_case, change, line) => {
  expect(() => judge({ ...SAID, ...change })).toThrow(line);
});
