import { describe, expect, it } from "vitest";
import { createVisitStore, type VisitStorage } from "./visit.ts";

const memory = (text: string | null = null): VisitStorage & { text: string | null } => ({
  text,
  read() {
    return this.text;
  },
  write(next) {
    this.text = next;
  },
});

describe("a visit's memory", () => {
  it("lasts from page to page", () => {
    const storage = memory();
    createVisitStore(storage, 1_000).set({ token: "t", pages: 2, forms: { quote: 5 } });
    expect(createVisitStore(storage, 9_000).get()).toMatchObject({
      token: "t",
      pages: 2,
      forms: { quote: 5 },
      startedAtMs: 1_000,
    });
  });

  it("believes nothing of another shape", () => {
    const { get } = createVisitStore(memory('{"token":7,"pages":"many","forms":null,"panelOpen":1}'), 5);
    expect(get()).toMatchObject({ token: null, pages: 0, forms: {}, panelOpen: false });
  });

  it.each(["", "{", "null", "[]", '"text"', "17"])("begins anew from %j", text => {
    expect(createVisitStore(memory(text), 5).get()).toMatchObject({ token: null, startedAtMs: 5 });
  });

  it("works where storage is forbidden", () => {
    const refuse = () => {
      throw new Error("SecurityError");
    };
    const store = createVisitStore({ read: refuse, write: refuse }, 5);
    store.set({ pages: 1 });
    expect(store.get().pages).toBe(1);
  });
});
