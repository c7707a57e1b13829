import { FakeClock } from "@lotse/testkit";
import { expect, it } from "vitest";
import { createLinks } from "./links.ts";

const setUp = () => {
  const clock = new FakeClock();
  const gone: string[] = [];
  const links = createLinks<string>({
    clock,
    keyOf: key => key,
    absences: [{ afterMs: 10_000, tell: key => gone.push(key) }],
  });
  return { clock, gone, links };
};

it("tells that a party is gone when its last connection has been gone for the grace time", () => {
  const { clock, gone, links } = setUp();
  const first = links.add("anna");
  const second = links.add("anna");
  first();
  clock.advance(60_000);
  expect(gone).toEqual([]);
  second();
  clock.advance(9_999);
  expect(gone).toEqual([]);
  clock.advance(1);
  expect(gone).toEqual(["anna"]);
});

it("says nothing about a reload", () => {
  const { clock, gone, links } = setUp();
  links.add("anna")();
  clock.advance(9_000);
  const again = links.add("anna");
  clock.advance(60_000);
  expect(gone).toEqual([]);
  again();
  clock.advance(10_000);
  expect(gone).toEqual(["anna"]);
});

it("says the moment the last connection goes, and of no other", () => {
  const lost: string[] = [];
  const links = createLinks<string>({
    ...{ clock: new FakeClock(), keyOf: key => key, absences: [] },
    onLost: key => lost.push(key),
  });
  const first = links.add("anna");
  const second = links.add("anna");
  first();
  expect(lost).toEqual([]);
  second();
  expect(lost).toEqual(["anna"]);
  links.add("anna")();
  expect(lost).toEqual(["anna", "anna"]);
  const last = links.add("ben");
  links.close();
  last();
  expect(lost).toHaveLength(2);
});

it("counts a connection that is taken back twice once", () => {
  const { clock, gone, links } = setUp();
  const remove = links.add("anna");
  links.add("anna");
  remove();
  remove();
  clock.advance(60_000);
  expect(gone).toEqual([]);
  expect(links.connections).toBe(1);
});

it("gives up on an expected party that never comes, and only on that", () => {
  const { clock, gone, links } = setUp();
  links.expect("anna");
  links.expect("ben");
  links.add("ben");
  clock.advance(10_000);
  expect(gone).toEqual(["anna"]);
});

it("is silent after it was closed", () => {
  const { clock, gone, links } = setUp();
  const remove = links.add("anna");
  links.expect("ben");
  links.close();
  remove();
  clock.advance(60_000);
  expect(gone).toEqual([]);
});
