import type { RuleDeed, RuleVersionView } from "@lotse/protocol";
import { expect, it } from "vitest";
import { deedsOf } from "./deeds.ts";
import { blankDraft, definitionOf } from "./drafts.ts";

const version = (
  n: number,
  deeds: readonly [RuleDeed["did"], number][],
  isSetUp = false,
): RuleVersionView => ({
  version: n,
  definition: definitionOf(blankDraft(() => 0)),
  savedAtMs: isSetUp ? null : n,
  savedBy: null,
  publishedAtMs: isSetUp ? 0 : null,
  publishedBy: null,
  deeds: deeds.map(([did, atMs]) => ({ did, atMs, by: null })),
});

const told = (versions: readonly RuleVersionView[]) =>
  Object.fromEntries(
    [...deedsOf(versions)].map(([n, deeds]) => [
      n,
      deeds.map(deed => (deed.did === "rolledBack" ? `back from ${deed.from}` : deed.did)),
    ]),
  );

it("a version published a second time, in the place of another, was gone back to", () => {
  const one = version(1, [
    ["published", 10],
    ["published", 30],
  ]);
  const two = version(2, [["published", 20]]);
  expect(told([version(3, []), two, one])).toEqual({ 1: ["published", "back from 2"], 2: ["published"] });
});

it("and so was one gone forward to again, and one that was set up with the hub", () => {
  const setUp = version(1, [["published", 20]], true);
  const two = version(2, [
    ["published", 10],
    ["published", 30],
  ]);
  expect(told([two, setUp])).toEqual({ 1: ["back from 2"], 2: ["published", "back from 1"] });
});

it("what was retired in between is published again, or gone back to", () => {
  const one = version(1, [
    ["published", 10],
    ["retired", 20],
    ["published", 30],
  ]);
  expect(told([one])).toEqual({ 1: ["published", "retired", "again"] });
  const two = version(2, [["published", 15]]);
  expect(told([two, one])).toEqual({ 1: ["published", "retired", "back from 2"], 2: ["published"] });
});
