import { describe, expect, it } from "vitest";
import { Cell, watch } from "./cell.ts";

describe("a watch", () => {
  it("runs now and after each change of what it read, and of nothing else", () => {
    const [a, b, c] = [new Cell(1), new Cell(2), new Cell(3)];
    const seen: number[] = [];
    const stop = watch(() => {
      seen.push(a.value + b.peek());
    });
    a.value = 10;
    a.value = 10;
    b.value = 20;
    c.value = 30;
    stop();
    a.value = 100;
    expect(seen).toEqual([3, 12]);
  });

  it("forgets what it no longer reads", () => {
    const [which, left, right] = [new Cell("left"), new Cell(0), new Cell(0)];
    let runs = 0;
    watch(() => {
      runs++;
      void (which.value === "left" ? left.value : right.value);
    });
    which.value = "right";
    left.value = 1;
    expect(runs).toBe(2);
    right.value = 1;
    expect(runs).toBe(3);
  });

  it("heeds what another watch changes, without running into itself", () => {
    const [source, derived] = [new Cell(1), new Cell(0)];
    const seen: number[] = [];
    watch(() => {
      derived.value = source.value * 2;
    });
    watch(() => {
      seen.push(derived.value);
    });
    source.value = 5;
    expect(seen).toEqual([2, 10]);
  });
});
