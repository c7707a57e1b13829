import { FACTS } from "@lotse/radar/catalogue";
import type { VisitorRecord } from "@lotse/storage";
import { describe, expect, it } from "vitest";
import { HOUSE_KEYS, type House, readHouse } from "./houseFacts.ts";
import { readClock } from "./siteClock.ts";

const VISITOR: VisitorRecord = {
  ...{ key: "v", visitNumber: 3, startedAtMs: 10 * 86_400_000, previousSeenAtMs: 7.5 * 86_400_000 },
  ...{ conversations: 2, purchases: 1, contactId: null, attributes: { tier: "gold", toString: true } },
};

const house = (more: Partial<House> = {}): House => ({
  // 2023-11-14T22:13:20Z, a Tuesday; in Berlin 23:13
  ...{ nowMs: 1_700_000_000_000, timeZone: "Europe/Berlin", visitor: VISITOR },
  freeAgents: skill => (skill === "Sales" ? 2 : 0),
  queue: key => (key === "advice" ? { isOpen: true, waiting: 4, expectedMs: 90_000 } : null),
  ...more,
});

it("knows every fact that the catalogue says the hub knows, and no other", () => {
  expect([...HOUSE_KEYS].sort()).toEqual(
    FACTS.filter(({ source }) => source === "hub")
      .map(({ key }) => key)
      .sort(),
  );
});

it.each<[string, unknown]>([
  ["time.hour", 23],
  ["time.weekday", 2],
  ["time.minuteOfDay", 23 * 60 + 13],
  ["hours.open:advice", true],
  ["hours.open:nowhere", undefined],
  ["skill.free:Sales", 2],
  ["skill.free:Law", 0],
  ["queue.waiting:advice", 4],
  ["queue.expectedMs:advice", { accumulatedMs: 90_000, sinceMs: null }],
  ["queue.expectedMs:nowhere", undefined],
  ["visit.number", 3],
  ["visit.daysSinceLast", 2],
  ["visit.conversations", 2],
  ["visit.purchases", 1],
  ["contact.identified", false],
  ["contact.attribute:tier", "gold"],
  ["contact.attribute:constructor", undefined],
  ["contact.attribute:toString", true],
  ["weather.today", undefined],
  ["constructor", undefined],
])("%s is %j", (key, value) => {
  expect(readHouse(house())(key)).toEqual(value);
});

it("has had no visit before the first, and no estimate where nobody can tell", () => {
  const first = house({ visitor: { ...VISITOR, previousSeenAtMs: null } });
  expect(readHouse(first)("visit.daysSinceLast")).toBe(0);
  const unclear = house({ queue: () => ({ isOpen: false, waiting: 0, expectedMs: null }) });
  expect(readHouse(unclear)("queue.expectedMs:advice")).toBeUndefined();
  expect(readHouse(unclear)("hours.open:advice")).toBe(false);
});

describe("the clock on the wall", () => {
  it.each<[string, string, number, number]>([
    ["2024-03-31T00:59:59Z", "Europe/Berlin", 119, 7],
    ["2024-03-31T01:00:00Z", "Europe/Berlin", 180, 7],
    ["2024-10-27T00:30:00Z", "Europe/Berlin", 150, 7],
    ["2024-10-27T01:30:00Z", "Europe/Berlin", 150, 7],
    ["2024-01-01T00:00:00Z", "Pacific/Kiritimati", 14 * 60, 1],
    ["2024-01-01T00:00:00Z", "America/St_Johns", 20 * 60 + 30, 7],
    ["2023-12-31T23:00:00Z", "Europe/Berlin", 0, 1],
  ])("at %s in %s says minute %i of day %i", (at, zone, minuteOfDay, weekday) => {
    expect(readClock(zone, Date.parse(at))).toEqual({ minuteOfDay, weekday });
  });
});
