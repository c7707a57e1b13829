import { describe, expect, it } from "vitest";
import { createVisitStore, type VisitOptions, type VisitStorage } from "./visit.ts";

const memory = (text: string | null = null): VisitStorage & { text: string | null } => ({
  text,
  read() {
    return this.text;
  },
  write(next) {
    this.text = next;
  },
});

const open = (storage: VisitStorage, more: Partial<VisitOptions> = {}) =>
  createVisitStore({ storage, nowMs: 5, keeping: "all", ...more });

describe("a visit's memory", () => {
  it("lasts from page to page", () => {
    const storage = memory();
    open(storage, { nowMs: 1_000 }).set({ token: "t", pages: 2, forms: { quote: 5 } });
    expect(open(storage, { nowMs: 9_000 }).get()).toMatchObject({
      token: "t",
      pages: 2,
      forms: { quote: 5 },
      startedAtMs: 1_000,
    });
  });

  it("believes nothing of another shape", () => {
    const { get } = open(memory('{"token":7,"pages":"many","forms":null,"panelOpen":1}'));
    expect(get()).toMatchObject({ token: null, pages: 0, forms: {}, panelOpen: false });
  });

  it.each(["", "{", "null", "[]", '"text"', "17"])("begins anew from %j", text => {
    expect(open(memory(text)).get()).toMatchObject({ token: null, startedAtMs: 5 });
  });

  it("works where storage is forbidden", () => {
    const refuse = () => {
      throw new Error("SecurityError");
    };
    const store = open({ read: refuse, write: refuse });
    store.set({ pages: 1 });
    store.keep("nothing");
    expect(store.get().pages).toBe(1);
  });
});

describe("a tab", () => {
  it("takes over a sister's visit, nothing of another shape, and keeps what is its own", () => {
    const store = open(memory());
    store.set({ draft: "halb" });
    store.join({ token: "t", visitId: "v", startedAtMs: "x", quietUntilMs: { r: 7 } } as never);
    expect(store.get()).toMatchObject({
      token: "t",
      visitId: "v",
      startedAtMs: 5,
      quietUntilMs: { r: 7 },
      draft: "halb",
    });
  });

  it("goes on, back from the cache, where its other pages stopped", () => {
    const storage = memory();
    const [asleep, other] = [open(storage), open(storage)];
    asleep.set({ conversationId: "c" as never, draft: "alt" });
    other.read();
    other.set({ conversationId: null, draft: "neu" });
    asleep.read();
    expect(asleep.get()).toMatchObject({ conversationId: null, draft: "neu" });
  });

  it("believes its memory where storage took the last word of nobody", () => {
    const storage = memory();
    const store = open(storage);
    store.set({ draft: "alt" });
    storage.write = () => {
      throw new Error("QuotaExceededError");
    };
    store.set({ draft: "neu" });
    store.read();
    expect(store.get().draft).toBe("neu");
  });
});

describe("what is written down", () => {
  it("is nothing without consent, then what the conversation needs, then everything, then nothing again", () => {
    const storage = memory();
    const store = open(storage, { keeping: "nothing" });
    store.set({ pages: 3, products: { P: "Fahrrad" } });
    expect(storage.text).toBeNull();
    store.keep("contact");
    store.set({ token: "t", inContact: true });
    expect(JSON.parse(storage.text ?? "")).toMatchObject({ token: "t", pages: 0, products: {} });
    store.keep("all");
    expect(JSON.parse(storage.text ?? "")).toMatchObject({
      token: "t",
      pages: 3,
      products: { P: "Fahrrad" },
    });
    store.keep("nothing");
    store.set({ pages: 4 });
    expect(storage.text).toBeNull();
  });

  it("goes on being what the conversation needs on its next page", () => {
    const storage = memory();
    const store = open(storage);
    store.set({ inContact: true, pages: 2 });
    const next = open(storage, { keeping: "nothing" });
    next.set({ pages: 3 });
    expect([next.keeping, JSON.parse(storage.text ?? "").pages]).toEqual(["contact", 0]);
  });
});
