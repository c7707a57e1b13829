import { LotseError, type TenantId } from "@lotse/protocol";
import { describe, expect, it } from "vitest";
import { createGrouping } from "./grouping.ts";

const NORD = "nord" as TenantId;
const SUED = "sued" as TenantId;

/** Turns happen when told; a group settles when told. */
const setUp = (itemsMax = 100) => {
  const turns: (() => void)[] = [];
  const groups: {
    readonly tenantId: TenantId;
    readonly items: readonly string[];
    readonly settle: (result: readonly string[] | Error) => void;
  }[] = [];
  const grouping = createGrouping<string, string>({
    itemsMax,
    nextTurn: fn => turns.push(fn),
    store: (tenantId, items) =>
      new Promise((resolve, reject) => {
        const settle = (result: readonly string[] | Error) =>
          result instanceof Error ? reject(result) : resolve(result);
        groups.push({ tenantId, items, settle });
      }),
  });
  /** Promise jobs run to their end between two turns. */
  const settled = () => new Promise<void>(resolve => setImmediate(resolve));
  const turn = async () => {
    for (const fn of turns.splice(0)) fn();
    await settled();
  };
  const answer = async (index: number, result?: Error) => {
    const group = groups[index];
    group?.settle(result ?? group.items.map(item => item.toUpperCase()));
    await settled();
  };
  return { grouping, groups, turn, answer };
};

describe("grouping", () => {
  it("stores the calls of one turn together, per tenant, and hands each its own outcomes", async () => {
    const { grouping, groups, turn, answer } = setUp();
    const calls = [
      grouping.add(NORD, ["a", "b"]),
      grouping.add(SUED, ["x"]),
      grouping.add(NORD, []),
      grouping.add(NORD, ["c"]),
    ];
    expect(groups).toEqual([]);
    await turn();
    expect(groups).toMatchObject([
      { tenantId: NORD, items: ["a", "b", "c"] },
      { tenantId: SUED, items: ["x"] },
    ]);
    await answer(0);
    await answer(1);
    expect(await Promise.all(calls)).toEqual([["A", "B"], ["X"], [], ["C"]]);
  });

  it("gathers what comes while a group is stored, and stores it next", async () => {
    const { grouping, groups, turn, answer } = setUp();
    const first = grouping.add(NORD, ["a"]);
    await turn();
    const later = [grouping.add(NORD, ["b"]), grouping.add(NORD, ["c"])];
    await turn();
    expect(groups).toHaveLength(1);
    await answer(0);
    expect(await first).toEqual(["A"]);
    await turn();
    expect(groups[1]).toMatchObject({ items: ["b", "c"] });
    await answer(1);
    expect(await Promise.all(later)).toEqual([["B"], ["C"]]);
  });

  it("cuts groups at the limit, but never a call", async () => {
    const { grouping, groups, turn, answer } = setUp(3);
    const calls = [["a", "b"], ["c", "d"], ["e", "f", "g", "h"], ["i"]].map(items =>
      grouping.add(NORD, items),
    );
    for (let index = 0; index < 4; index++) {
      await turn();
      await answer(index);
    }
    expect(groups.map(group => group.items.join(""))).toEqual(["ab", "cd", "efgh", "i"]);
    expect((await Promise.all(calls)).map(outcomes => outcomes.join(""))).toEqual(["AB", "CD", "EFGH", "I"]);
  });

  it("stores each call alone when the group cannot be stored, so that only the guilty one fails", async () => {
    const { grouping, groups, turn, answer } = setUp();
    const settled = Promise.allSettled([
      grouping.add(NORD, ["a"]),
      grouping.add(NORD, ["bad"]),
      grouping.add(NORD, ["c"]),
    ]);
    const refusal = new LotseError("TEXT_INVALID", "bad");
    await turn();
    await answer(0, refusal);
    await answer(1);
    await answer(2, refusal);
    await answer(3);
    expect(groups.map(group => group.items)).toEqual([["a", "bad", "c"], ["a"], ["bad"], ["c"]]);
    expect(await settled).toEqual([
      { status: "fulfilled", value: ["A"] },
      { status: "rejected", reason: refusal },
      { status: "fulfilled", value: ["C"] },
    ]);
  });

  it("does not try again when the store itself is away", async () => {
    const { grouping, groups, turn, answer } = setUp();
    const settled = Promise.allSettled([grouping.add(NORD, ["a"]), grouping.add(NORD, ["b"])]);
    await turn();
    await answer(0, new LotseError("STORE_UNAVAILABLE", "away"));
    expect(groups).toHaveLength(1);
    expect(await settled).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  });

  it("closes once everything taken has settled, and takes nothing more", async () => {
    const { grouping, turn, answer } = setUp();
    const taken = grouping.add(NORD, ["a"]);
    let closed = false;
    const closing = grouping.close().then(() => {
      closed = true;
    });
    await expect(grouping.add(NORD, ["b"])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await turn();
    expect(closed).toBe(false);
    await answer(0);
    expect(await taken).toEqual(["A"]);
    await closing;
    expect(closed).toBe(true);
  });
});
