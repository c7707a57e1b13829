/** Grants under whatever order agents, visitor, network and time choose; and the few histories worth reading. */
import {
  type AgentId,
  GRANT_ASK_AGAIN_MS,
  GRANT_AWAY_MS,
  GRANT_LASTS_MS,
  GRANT_QUESTION_LASTS_MS,
  type MarkedBy,
} from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type GrantEvent,
  type GrantNews,
  type GrantState,
  grantsView,
  grantsWakeAtMs,
  noGrants,
  stepGrants,
} from "./grants.ts";

const START_MS = 1_700_000_000_000;
const viewer = (number: number): MarkedBy => ({
  ...{ viewer: number, agentId: `agent ${number}` as AgentId },
  ...{ name: `Agent ${number}`, colour: number },
});

class History {
  nowMs = START_MS;
  state: GrantState = noGrants(START_MS);
  readonly news: GrantNews[] = [];
  do(event: GrantEvent): readonly GrantNews[] {
    const { state, news } = stepGrants(this.state, event, this.nowMs);
    this.state = state;
    this.news.push(...news);
    return news;
  }
  pass(ms: number): readonly GrantNews[] {
    this.nowMs += ms;
    return this.do({ kind: "timePassed" });
  }
  ask(number: number, grant: "point" | "control" | "navigate" = "control"): number {
    this.do({ kind: "ask", by: viewer(number), grant, reason: null });
    return this.state.question?.id ?? -1;
  }
  give(number: number, grant: "control" | "navigate" = "control"): number {
    const id = this.ask(number, grant);
    this.do({ kind: "answer", id, answer: "give" });
    return id;
  }
  held(): readonly [number, string, number][] {
    return this.state.held.map(({ id, grant, by }) => [id, grant, by.viewer]);
  }
}
const begin = (): History => {
  const history = new History();
  history.do({ kind: "pageCame" });
  return history;
};

describe("a question", () => {
  it("given is a grant of who asked, under the question's number, for a while", () => {
    const history = begin();
    const id = history.give(1);
    expect(history.held()).toEqual([[id, "control", 1]]);
    expect(history.pass(GRANT_LASTS_MS - 1)).toEqual([]);
    expect(grantsView(history.state, history.nowMs).given).toMatchObject([{ id, restMs: 1 }]);
    expect(history.pass(1)).toMatchObject([{ kind: "ended", why: "expired", held: { id } }]);
    expect(history.held()).toEqual([]);
  });

  it("keeps others from asking, and lapses", () => {
    const history = begin();
    const id = history.ask(1);
    expect(history.ask(2, "navigate")).toBe(id);
    expect(history.pass(GRANT_QUESTION_LASTS_MS)).toMatchObject([{ kind: "answered", outcome: "lapsed" }]);
    history.do({ kind: "answer", id, answer: "give" });
    expect(history.held()).toEqual([]);
    expect(history.ask(2, "navigate")).toBeGreaterThan(id);
  });

  it("refused is not asked again for a while; another is", () => {
    const history = begin();
    history.do({ kind: "answer", id: history.ask(1), answer: "refuse" });
    expect(history.ask(1)).toBe(-1);
    expect(history.ask(2)).toBe(-1);
    const other = history.ask(1, "navigate");
    expect(other).toBeGreaterThan(0);
    history.do({ kind: "drop", viewer: 1, grant: "navigate" });
    history.pass(GRANT_ASK_AGAIN_MS);
    expect(history.ask(1)).toBeGreaterThan(other);
  });

  it("for pointing is given by the visitor's own switch, too, and leaves no grant", () => {
    const history = begin();
    history.ask(1, "point");
    expect(history.do({ kind: "pointingOn" })).toMatchObject([{ kind: "answered", outcome: "given" }]);
    const id = history.ask(1, "point");
    history.do({ kind: "answer", id, answer: "give" });
    expect(history.state).toMatchObject({ held: [], answered: { id, outcome: "given" } });
  });

  it("is withdrawn with who asked, and by nobody else", () => {
    const history = begin();
    history.ask(1);
    expect(history.do({ kind: "drop", viewer: 2, grant: "control" })).toEqual([]);
    expect(history.do({ kind: "viewerLeft", viewer: 2 })).toEqual([]);
    expect(history.do({ kind: "viewerLeft", viewer: 1 })).toMatchObject([{ outcome: "withdrawn" }]);
  });
});

describe("what is given", () => {
  it("goes over to another viewer as a whole", () => {
    const history = begin();
    history.give(1, "control");
    history.give(1, "navigate");
    expect(history.held().length).toBe(2);
    const id = history.give(2, "navigate");
    expect(history.held()).toEqual([[id, "navigate", 2]]);
  });

  it("is over for a page away longer than a change of pages takes", () => {
    const history = begin();
    history.give(1);
    history.do({ kind: "pageLeft" });
    history.pass(GRANT_AWAY_MS - 1);
    history.do({ kind: "pageCame" });
    history.do({ kind: "pageLeft" });
    expect(grantsWakeAtMs(history.state)).toBe(history.nowMs + GRANT_AWAY_MS);
    expect(history.pass(GRANT_AWAY_MS - 1)).toEqual([]);
    expect(history.pass(1)).toMatchObject([{ kind: "ended", why: "away" }]);
  });

  it("is taken back up to a number, with a question of the same kind", () => {
    const history = begin();
    const id = history.give(1);
    const next = history.ask(1);
    expect(history.do({ kind: "takeBack", grant: "navigate", upTo: next })).toEqual([]);
    expect(history.do({ kind: "takeBack", grant: "control", upTo: id })).toMatchObject([
      { kind: "ended", why: "takenBack", held: { id } },
    ]);
    expect(history.do({ kind: "takeBack", grant: "control", upTo: next })).toMatchObject([
      { kind: "answered", outcome: "refused" },
    ]);
    history.do({ kind: "answer", id: next, answer: "give" });
    expect(history.held()).toEqual([]);
  });

  it("is over with the sharing, after which nothing is asked or given", () => {
    const history = begin();
    history.give(1);
    const id = history.ask(1, "navigate");
    expect(history.do({ kind: "over" }).map(({ kind }) => kind)).toEqual(["ended", "answered"]);
    history.do({ kind: "answer", id, answer: "give" });
    expect([history.ask(1), history.held()]).toEqual([-1, []]);
  });
});

const number = fc.integer({ min: 0, max: 2 });
const timed = fc.constantFrom("control" as const, "navigate" as const);
const asked = fc.constantFrom("control" as const, "navigate" as const, "point" as const);
/** Which number is meant: of the last question, or one or more before it, or after it. */
const off = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 2 }));

type Move = { readonly wait: number } | { readonly make: (lastId: number) => GrantEvent };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ by: number, grant: asked }).map(
      ({ by, grant }): Move => ({
        make: () => ({ kind: "ask", by: viewer(by), grant, reason: "why" }),
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ off, answer: fc.constantFrom("give" as const, "give" as const, "refuse" as const) })
      .map(({ off: by, answer }): Move => ({ make: last => ({ kind: "answer", id: last + by, answer }) })),
  },
  fc.record({ off, grant: timed }).map(
    ({ off: by, grant }): Move => ({
      make: last => ({ kind: "takeBack", grant, upTo: last + by }),
    }),
  ),
  fc
    .record({ viewer: number, grant: asked })
    .map((drop): Move => ({ make: () => ({ kind: "drop", ...drop }) })),
  number.map((left): Move => ({ make: () => ({ kind: "viewerLeft", viewer: left }) })),
  fc
    .constantFrom<GrantEvent>({ kind: "pageLeft" }, { kind: "pageCame" }, { kind: "pointingOn" })
    .map((event): Move => ({ make: () => event })),
  fc.constantFrom(0, 1, 5_000, 31_000, 61_000, 119_999, 120_000, 599_999).map((wait): Move => ({ wait })),
);

const check = (history: History, event: GrantEvent, before: GrantState, news: readonly GrantNews[]): void => {
  const { held } = history.state;
  expect(new Set(held.map(({ by }) => by.viewer)).size).toBeLessThanOrEqual(1);
  expect(new Set(held.map(({ grant }) => grant)).size).toBe(held.length);
  // Nothing new without the visitor's word on this very question, by whom it was asked.
  for (const one of held.filter(({ id }) => !before.held.some(old => old.id === id))) {
    expect(event).toEqual({ kind: "answer", id: one.id, answer: "give" });
    expect(before.question).toMatchObject({ id: one.id, grant: one.grant, by: one.by });
  }
  // Nothing goes without being told so.
  const ended = news.flatMap(one => (one.kind === "ended" ? [one.held.id] : []));
  const gone = before.held.filter(({ id }) => !held.some(one => one.id === id)).map(({ id }) => id);
  expect(ended.toSorted()).toEqual(gone.toSorted());
  for (const one of held) expect(one.untilMs).toBeGreaterThan(history.nowMs);
  if (event.kind === "takeBack") {
    expect(held.filter(({ grant, id }) => grant === event.grant && id <= event.upTo)).toEqual([]);
  }
  if (event.kind === "viewerLeft") expect(held.filter(({ by }) => by.viewer === event.viewer)).toEqual([]);
};

describe("any history", () => {
  it("has one controller, asks before it gives, takes back for good, ends what it gave, and counts upwards", () => {
    let given = 0;
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80, size: "max" }), fc.nat({ max: 40 }), (moves, restartAt) => {
        const history = begin();
        moves.forEach((next, at) => {
          if (at === restartAt) {
            // A hub that was restarted knows nothing of what was before but the time.
            history.nowMs += 1_000;
            history.do({ kind: "over" });
            history.state = noGrants(history.nowMs);
          }
          const before = history.state;
          if ("wait" in next) history.nowMs += next.wait;
          const event = "wait" in next ? ({ kind: "timePassed" } as const) : next.make(history.state.lastId);
          check(history, event, before, history.do(event));
        });
        // Left alone, it comes to rest by its own alarms.
        let alarms = 0;
        for (let atMs = grantsWakeAtMs(history.state); atMs !== null; atMs = grantsWakeAtMs(history.state)) {
          history.nowMs = Math.max(history.nowMs, atMs);
          expect(history.do({ kind: "timePassed" })).not.toEqual([]);
          alarms += 1;
          expect(alarms).toBeLessThan(5);
        }
        expect([history.state.held, history.state.question]).toEqual([[], null]);
        const ids = history.news.flatMap(one => (one.kind === "asked" ? [one.question.id] : []));
        expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
        given += history.news.filter(one => one.kind === "answered" && one.outcome === "given").length;
      }),
    );
    expect(given).toBeGreaterThan(100);
  });
});
