/** When the hub is asked what waiting would be: only while the visitor looks, never in vain, never without consent. */
import { type ContactOutlook, fail, ok, type Result } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, it } from "vitest";
import type { LoaderContext } from "../shared/bridge.ts";
import { createVisitStore, type Keeping } from "../shared/visit.ts";
import { Lookout } from "./lookout.ts";
import { NO_CONTACT, State } from "./state.ts";

const BUSY = { state: "busy", position: 3 } as ContactOutlook;
const FREE = { state: "free" } as ContactOutlook;
type Answer = Result<{ readonly contact: ContactOutlook }> | Error;

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

const open = (options: { keeping?: Keeping; known?: Promise<void> } = {}) => {
  const clock = new FakeClock();
  const visit = createVisitStore({
    storage: { read: () => null, write: () => {} },
    keeping: options.keeping ?? "all",
    nowMs: clock.nowMs(),
  });
  visit.set({ token: "t1" });
  const state = new State(false);
  const answers: (Answer | Promise<Answer>)[] = [];
  const asked: { readonly url: string; readonly body: unknown; readonly token: string | undefined }[] = [];
  let seen = true;
  let wanted = 0;
  let broken = false;
  const context = {
    clock,
    visit,
    site: { hub: "https://hub" },
    get known() {
      wanted++;
      if (broken) throw new Error("map");
      if (visit.get().token === null) visit.set({ token: "t2" });
      return options.known ?? Promise.resolve();
    },
    post: async (url: string, body: unknown, token?: string) => {
      asked.push({ url, body, token });
      const answer = await (answers.shift() ?? ok({ contact: BUSY }));
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as LoaderContext;
  const lookout = new Lookout({ context, state, isSeen: () => seen });
  return {
    clock,
    visit,
    state,
    answers,
    asked,
    lookout,
    wanted: () => wanted,
    breakKnown: () => {
      broken = true;
    },
    see: (value: boolean) => {
      seen = value;
    },
    later: async (ms: number) => {
      clock.advance(ms);
      await settle();
    },
  };
};

describe("the look", () => {
  it("is taken when the chat is opened, by the page's words, over REST", async () => {
    const { state, asked, lookout } = open();
    expect(asked).toEqual([]);
    state.become({ ...NO_CONTACT, about: { topic: "Kfz" } });
    state.panelOpen.value = true;
    expect(state.outlook.peek()).toBe("asking");
    await settle();
    expect(asked).toEqual([
      { url: "https://hub/api/v1/commands/contact:look", body: { topic: "Kfz" }, token: "t1" },
    ]);
    expect(state.outlook.peek()).toBe(BUSY);
    lookout.close();
  });

  it("is repeated while it is looked at, and no longer", async () => {
    const { state, asked, answers, later, see, lookout } = open();
    state.panelOpen.value = true;
    await settle();
    answers.push(ok({ contact: FREE }));
    await later(30_000);
    expect([asked.length, state.outlook.peek()]).toEqual([2, FREE]);
    see(false);
    await later(600_000);
    expect(asked).toHaveLength(2);
    see(true);
    lookout.look();
    await settle();
    expect(asked).toHaveLength(3);
    state.panelOpen.value = false;
    expect(state.outlook.peek()).toBeNull();
    await later(600_000);
    expect(asked).toHaveLength(3);
    state.panelOpen.value = true;
    await settle();
    expect(asked).toHaveLength(4);
    lookout.close();
    await later(600_000);
    expect(asked).toHaveLength(4);
  });

  it("ends with the first line: an answer that comes later is nobody's", async () => {
    const { state, answers } = open();
    let answer: (value: Answer) => void = () => {};
    answers.push(new Promise<Answer>(resolve => (answer = resolve)));
    state.panelOpen.value = true;
    await settle();
    state.become({ kind: "opening", lines: [] });
    answer(ok({ contact: BUSY }));
    await settle();
    expect(state.outlook.peek()).toBeNull();
  });

  it("of another matter counts, whichever answer comes last", async () => {
    const { state, answers, asked } = open();
    let answer: (value: Answer) => void = () => {};
    answers.push(new Promise<Answer>(resolve => (answer = resolve)), ok({ contact: FREE }));
    state.panelOpen.value = true;
    await settle();
    state.become({ ...NO_CONTACT, about: { skill: "Service" } });
    await settle();
    answer(ok({ contact: BUSY }));
    await settle();
    expect(asked.map(({ body }) => body)).toEqual([{}, { skill: "Service" }]);
    expect(state.outlook.peek()).toBe(FREE);
  });

  it("without consent is none: not even the visit is made known", async () => {
    const { state, asked, wanted } = open({ keeping: "nothing" });
    state.panelOpen.value = true;
    await settle();
    expect([asked, wanted(), state.outlook.peek()]).toEqual([[], 0, null]);
  });
});

describe("a hub that does not answer", () => {
  it("keeps the page's words back for two seconds, and is asked again", async () => {
    const { state, answers, later } = open();
    answers.push(new Promise<Answer>(() => {}));
    state.panelOpen.value = true;
    await later(1_999);
    expect(state.outlook.peek()).toBe("asking");
    await later(1);
    expect(state.outlook.peek()).toBeNull();
  });

  it("for a while, is asked again when it says, or after half a minute", async () => {
    const { state, answers, asked, later } = open();
    answers.push(fail({ code: "RATE_LIMITED", message: "", retryAfterMs: 5_000 }), new Error("offline"));
    state.panelOpen.value = true;
    await settle();
    expect(state.outlook.peek()).toBeNull();
    await later(5_000);
    expect([asked.length, state.outlook.peek()]).toEqual([2, null]);
    await later(30_000);
    expect([asked.length, state.outlook.peek()]).toEqual([3, BUSY]);
  });

  it("or cannot be asked, because the page has broken what it takes: nothing is thrown", async () => {
    const { state, asked, breakKnown, later } = open();
    breakKnown();
    state.panelOpen.value = true;
    await later(30_000);
    expect([asked, state.outlook.peek()]).toEqual([[], null]);
  });

  it("does not know the question: it is not asked again", async () => {
    const { state, answers, asked, later } = open();
    answers.push(fail({ code: "EVENT_UNKNOWN", message: "" }));
    state.panelOpen.value = true;
    await later(600_000);
    expect([asked.length, state.outlook.peek()]).toEqual([1, null]);
  });

  it("or does not take the token any more: once, with a new one", async () => {
    const { state, answers, asked } = open();
    const refused = fail({ code: "TOKEN_INVALID", message: "" });
    answers.push(refused, refused);
    state.panelOpen.value = true;
    await settle();
    expect(asked.map(({ token }) => token)).toEqual(["t1", "t2"]);
    expect(state.outlook.peek()).toBeNull();
  });
});
