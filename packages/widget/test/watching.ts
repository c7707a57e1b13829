/** For tests of the observers: a site of one rule, and what the hub hears when it holds. */
import type { Facts } from "@lotse/protocol";
import { watchedKeys } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { Page } from "@playwright/test";
import { type FakeHub, RULE } from "./fakeHub.ts";
import { expect } from "./world.ts";

type Observed = NonNullable<Facts["observed"]>;

/** The hub's site has this rule, and has what it reads watched. */
export const read = (hub: FakeHub, cel: string): void => {
  const rules = [{ id: RULE, when: parseRule(cel) }];
  const watch = watchedKeys(rules);
  hub.site = { rules, ...(watch.length > 0 ? { watch } : {}) };
};

/** The rule held, so the hub was asked; what it was told then. */
export const asked = async (hub: FakeHub): Promise<Observed> => {
  const beacon = () => hub.beacons.findLast(({ asks }) => asks.length > 0);
  await expect.poll(() => beacon()?.asks).toEqual([RULE]);
  return beacon()?.facts.observed ?? {};
};

/** It did not hold so far. */
export const never = (hub: FakeHub): void => expect(hub.beacons.flatMap(({ asks }) => asks)).toEqual([]);

/** The observers are there: the page's first word waits for them. */
export const begun = (hub: FakeHub) => expect.poll(() => hub.beacons.length).toBeGreaterThan(0);

/** The hub has heard of the page. */
export const shown = (hub: FakeHub, path: string) =>
  expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain(path);

/** What the page says as it is left. */
export const leave = async (page: Page, hub: FakeHub, to: string): Promise<Observed> => {
  const before = hub.beacons.length;
  await page.goto(to);
  await expect.poll(() => hub.beacons.length).toBeGreaterThan(before);
  return hub.beacons[before]?.facts.observed ?? {};
};
