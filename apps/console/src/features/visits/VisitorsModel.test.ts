import type { CommandInput, LiveVisitors } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { VisitorsModel } from "./VisitorsModel.ts";

const page = (total: number): LiveVisitors => ({
  serverNowMs: 0,
  // The model looks at nothing else of them.
  visitors: [{ close: null } as LiveVisitors["visitors"][number]],
  total,
  onSite: total,
  sites: [],
  goneAfterMs: 150_000,
});

let connection: FakeConnection;
let clock: FakeClock;
let model: VisitorsModel;

beforeEach(() => {
  connection = new FakeConnection();
  clock = new FakeClock(0);
  let n = 0;
  model = new VisitorsModel({ connection, clock, makeId: () => `view-${++n}` });
  connection.answer("visitors:watch", page(3));
});

const asked = () =>
  connection.asked
    .filter(({ name }) => name === "visitors:watch")
    .map(({ input }) => input as CommandInput<"visitors:watch">);
const total = () => {
  const state = model.state.value;
  return state.kind === "shown" ? state.value.total : state.kind;
};

describe("the list of those on the site", () => {
  it("is asked for while somebody looks, before the hub forgets it, and not after", async () => {
    model.enter();
    model.enter();
    await settle();
    expect(asked()).toHaveLength(1);
    clock.advance(59_000);
    await settle();
    expect(asked().map(({ viewId }) => viewId)).toEqual(["view-1", "view-1"]);
    model.leave();
    clock.advance(600_000);
    await settle();
    expect(asked()).toHaveLength(2);
    expect(connection.namesAsked().at(-1)).toBe("visitors:unwatch");
  });

  it("follows what is told of its own question only", async () => {
    model.enter();
    await settle();
    connection.tell("visitors:changed", { ...page(4), viewId: "view-1" });
    connection.tell("visitors:changed", { ...page(9), viewId: "another" });
    expect(total()).toBe(4);
    model.change({ sort: "basket" });
    connection.tell("visitors:changed", { ...page(8), viewId: "view-1" });
    expect(total()).toBe(4);
    await settle();
    expect(total()).toBe(3);
  });

  it("asks once for what is typed, after the last key, and begins at the first page", async () => {
    model.enter();
    await settle();
    model.change({ offset: 50 });
    await settle();
    for (const typed of ["k", "kf", "kfz"]) {
      model.change({ page: typed });
      clock.advance(200);
    }
    clock.advance(1_000);
    await settle();
    expect(asked().slice(2)).toEqual([expect.objectContaining({ page: "kfz", offset: 0 })]);
  });

  it("an answer that comes late does not replace a later one", async () => {
    const release = connection.hold("visitors:watch");
    model.enter();
    connection.answer("visitors:watch", page(7));
    model.change({ withBasket: true });
    await settle();
    release(page(1));
    await settle();
    expect(total()).toBe(7);
  });

  it("says what failed, tries again by itself, and keeps what it has shown", async () => {
    connection.refuse("visitors:watch", "UNAVAILABLE");
    model.enter();
    await settle();
    expect(total()).toBe("failed");
    connection.answer("visitors:watch", page(2));
    clock.advance(10_000);
    await settle();
    expect(total()).toBe(2);
    connection.refuse("visitors:watch", "UNAVAILABLE");
    model.refresh();
    await settle();
    expect(total()).toBe(2);
  });
});
