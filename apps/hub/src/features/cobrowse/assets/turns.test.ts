import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemory } from "./memory.ts";
import { createTurns } from "./turns.ts";

/** Work that ends when it is told to. */
const job = () => {
  let end: () => void = () => {};
  const done = new Promise<void>(resolve => {
    end = resolve;
  });
  return { end, done };
};

test("never more at once than may be, in all and for one; and everybody's turn comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 }), async keys => {
      const turns = createTurns({ atOnce: 4, atOncePerKey: 2, waitingPerKey: 100 });
      const running: { readonly key: string; readonly end: () => void }[] = [];
      let over = 0;
      const all = keys.map(key =>
        turns.take(key, async () => {
          const { end, done } = job();
          const me = { key, end };
          running.push(me);
          await done;
          running.splice(running.indexOf(me), 1);
          over += 1;
        }),
      );
      while (over < keys.length) {
        await new Promise(setImmediate);
        expect(running.length).toBeLessThanOrEqual(4);
        for (const key of ["a", "b", "c"]) {
          expect(running.filter(one => one.key === key).length).toBeLessThanOrEqual(2);
        }
        const before = over;
        running[0]?.end();
        await new Promise(setImmediate);
        expect(over).toBe(before + 1);
      }
      await Promise.all(all);
    }),
    { numRuns: 30 },
  );
});

test("beyond the bound nobody waits, and a failure gives its turn on", async () => {
  const turns = createTurns({ atOnce: 1, atOncePerKey: 1, waitingPerKey: 1 });
  const first = job();
  const failing = turns.take("a", async () => {
    await first.done;
    throw new Error("broken");
  });
  const second = turns.take("a", async () => "second");
  await expect(turns.take("a", async () => "third")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  const others = turns.take("b", async () => "other");
  first.end();
  await expect(failing).rejects.toThrow("broken");
  expect([await second, await others]).toEqual(["second", "other"]);
});

test("memory forgets what was used longest ago, and never holds more than its bound", async () => {
  const clock = new FakeClock();
  const memory = createMemory<string>({
    ...{ clock, sizeOf: value => value.length },
    limits: { bytesMax: 3_000, keptMs: 1_000 },
  });
  let made = 0;
  const get = (key: string, size: number): Promise<string> =>
    memory.get(key, async () => {
      made += 1;
      return "x".repeat(size);
    });
  await get("a", 900);
  await get("b", 900);
  await get("a", 900);
  expect(made).toBe(2);
  await get("c", 900);
  expect(memory.bytes).toBeLessThanOrEqual(3_000);
  await get("a", 900);
  expect(made).toBe(3);
  await get("b", 900);
  expect(made).toBe(4);
  await get("huge", 5_000);
  await get("huge", 5_000);
  expect([made, memory.bytes <= 3_000]).toEqual([6, true]);
  const failing = memory.get("d", () => Promise.reject(new Error("broken")));
  await expect(failing).rejects.toThrow("broken");
  expect(await get("d", 1)).toBe("x");
});
