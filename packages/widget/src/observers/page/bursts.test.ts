import { expect, it } from "vitest";
import { createBursts } from "./bursts.ts";

const at = (x: number, atMs: number) => ({ x, y: 100, atMs });
const count = (...clicks: readonly (readonly [x: number, atMs: number])[]) => {
  const isBurst = createBursts();
  return clicks.filter(([x, atMs]) => isBurst(at(x, atMs))).length;
};

it.each<[string, number, readonly (readonly [number, number])[]]>([
  [
    "three within a second",
    1,
    [
      [0, 0],
      [5, 300],
      [0, 600],
    ],
  ],
  [
    "two are a double click",
    0,
    [
      [0, 0],
      [0, 200],
    ],
  ],
  [
    "three, slowly",
    0,
    [
      [0, 0],
      [0, 700],
      [0, 1_400],
    ],
  ],
  [
    "three in three places",
    0,
    [
      [0, 0],
      [100, 100],
      [200, 200],
    ],
  ],
  [
    "many in one go are one",
    1,
    [
      [0, 0],
      [0, 200],
      [0, 400],
      [0, 600],
      [0, 800],
      [0, 1_000],
      [0, 1_200],
    ],
  ],
  [
    "slow at first, then quick",
    1,
    [
      [0, 0],
      [0, 900],
      [0, 1_100],
      [0, 1_300],
    ],
  ],
  [
    "two bursts",
    2,
    [
      [0, 0],
      [0, 200],
      [0, 400],
      [0, 2_000],
      [0, 2_200],
      [0, 2_400],
    ],
  ],
  [
    "another spot begins anew",
    1,
    [
      [0, 0],
      [0, 100],
      [90, 200],
      [90, 300],
      [90, 400],
    ],
  ],
])("%s: %d", (_, expected, clicks) => {
  expect(count(...clicks)).toBe(expected);
});
