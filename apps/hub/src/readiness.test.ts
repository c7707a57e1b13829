import { FakeClock } from "@lotse/testkit";
import { describe, expect, it } from "vitest";
import { createReadiness } from "./readiness.ts";

const setUp = () => {
  const clock = new FakeClock();
  const asked: { answer(): void; fail(): void }[] = [];
  const isReady = createReadiness({
    clock,
    probe: () =>
      new Promise((resolve, reject) => {
        asked.push({ answer: () => resolve([]), fail: () => reject(new Error("away")) });
      }),
  });
  return { clock, asked, isReady };
};

describe("readiness", () => {
  it("is the storage's, asked once for everybody who asks within a second", async () => {
    const { clock, asked, isReady } = setUp();
    const answers = [isReady(), isReady()];
    asked[0]?.answer();
    expect(await Promise.all([...answers, isReady()])).toEqual([true, true, true]);
    expect(asked).toHaveLength(1);
    clock.advance(1_000);
    const later = isReady();
    asked[1]?.fail();
    expect(await later).toBe(false);
    clock.advance(1_000);
    const back = isReady();
    asked[2]?.answer();
    expect(await back).toBe(true);
  });

  it("takes a storage that says nothing for one that is away", async () => {
    const { clock, isReady } = setUp();
    const answer = isReady();
    clock.advance(2_000);
    expect(await answer).toBe(false);
  });
});
