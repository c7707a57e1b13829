/**
 * Both sides of one field, and a line between them that delays, loses, reorders and repeats. The page is as in a
 * browser: it has a field, which a visitor types in, and may write text its own way.
 */
import { ACT_TEXT_MAX, type FieldNews, type Splice } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldDraft } from "./FieldDraft.ts";
import { FieldText } from "./FieldText.ts";
import { apply, cut, diff } from "./splice.ts";

const NODE = { segment: 1, nodeId: 7 };
type Sent = { readonly seq: number; readonly write?: { readonly revision: number; readonly splice: Splice } };
type Told =
  | { readonly news: FieldNews }
  | { readonly seq: number; readonly outcome: "visitorWrites" | "unfit" };

/** Each keystroke of the visitor is a character of its own, half of them beyond the first plane. */
const keyOf = (count: number): string => String.fromCodePoint(count % 2 ? 0x20000 + count : 0x4e00 + count);

class Page {
  field: string;
  readonly text: FieldText;
  readonly maxLength: number | null;
  readonly format: (text: string) => string;
  readonly tell: (told: Told) => void;
  #lastSeq = 0;
  #keys = 0;
  /** In which revision the visitor wrote what still has to stand there. */
  readonly keys = new Map<string, number>();
  readonly eaten: string[] = [];

  constructor(
    start: string,
    maxLength: number | null,
    format: (text: string) => string,
    tell: (told: Told) => void,
  ) {
    this.maxLength = maxLength;
    this.format = format;
    this.tell = tell;
    this.field = start;
    this.text = new FieldText(start, { maxLength, multiline: false });
  }

  take({ seq, write }: Sent): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    if (write === undefined) {
      const { revision, text } = this.text;
      const { maxLength } = this;
      this.tell({
        news: { kind: "opened", node: NODE, of: seq, revision, text, maxLength, multiline: false },
      });
    } else this.#write(seq, write.revision, write.splice);
  }

  /** A keystroke, a deletion, or both: what is selected is replaced. */
  type(from: number, remove: number, hasKey: boolean): void {
    const chars = [...this.field];
    const at = chars.length === 0 ? 0 : from % (chars.length + 1);
    const head = chars.slice(0, at).join("");
    const gone = chars.slice(at, at + remove).join("");
    const tail = this.field.slice(head.length + gone.length);
    const key = hasKey ? keyOf(this.#keys++) : "";
    if (this.maxLength !== null && head.length + key.length + tail.length > this.maxLength) return;
    for (const char of gone) this.keys.delete(char);
    this.field = head + key + tail;
    if (hasKey) this.keys.set(key, this.text.revision + 1);
    this.#tell(this.text.notice(this.field, "visitor", head.length + key.length), null);
    this.reformat();
  }

  reformat(): void {
    this.field = this.format(this.field);
    this.#tell(this.text.notice(this.field, "page"), null);
  }

  #write(seq: number, revision: number, splice: Splice): void {
    const plan = this.text.plan(revision, splice);
    if (plan.kind === "refused") {
      this.tell({ seq, outcome: plan.outcome });
      return;
    }
    const before = this.field;
    this.field = this.format(apply(before, plan.splice));
    for (const char of before) {
      const born = this.keys.get(char);
      if (born === undefined || this.field.includes(char)) continue;
      // What the agent had before its eyes, it may remove.
      if (born > revision) this.eaten.push(char);
      this.keys.delete(char);
    }
    this.#tell(this.text.wrote(this.field, plan.splice), seq);
  }

  #tell(change: { revision: number; splice: Splice } | null, of: number | null): void {
    if (change !== null) this.tell({ news: { kind: "changed", node: NODE, ...change, of } });
  }
}

class World {
  readonly clock = new FakeClock();
  readonly up: Sent[] = [];
  readonly down: Told[] = [];
  readonly page: Page;
  readonly draft: FieldDraft;
  readonly lost: string[] = [];
  #seq = 0;

  constructor(start: string, maxLength: number | null, format: (text: string) => string = text => text) {
    this.page = new Page(start, maxLength, format, told => this.down.push(told));
    this.draft = new FieldDraft({
      node: NODE,
      clock: this.clock,
      open: () => this.#send({ seq: ++this.#seq }),
      write: (_, revision, splice) => this.#send({ seq: ++this.#seq, write: { revision, splice } }),
      onChange: () => undefined,
      onLost: why => this.lost.push(why),
    });
  }

  #send(sent: Sent): number {
    this.up.push(sent);
    return sent.seq;
  }

  deliverUp(at = 0, keep = false): void {
    const sent = this.up[at];
    if (sent === undefined) return;
    if (!keep) this.up.splice(at, 1);
    this.page.take(sent);
  }

  deliverDown(at = 0, keep = false): void {
    const told = this.down[at];
    if (told === undefined) return;
    if (!keep) this.down.splice(at, 1);
    if ("news" in told) this.draft.hear(told.news);
    else this.draft.answered(told.seq, told.outcome);
  }

  /** All that is under way arrives, and what comes of it. */
  settle(): void {
    while (this.up.length + this.down.length > 0) {
      this.deliverUp();
      this.deliverDown();
    }
  }

  agentTypes(from: number, remove: number, text: string): void {
    const chars = [...this.draft.text];
    const at = from % (chars.length + 1);
    const head = chars.slice(0, at).join("");
    const tail = chars.slice(at + remove).join("");
    this.draft.edit(head + text + tail, head.length + text.length);
  }
}

const at = fc.nat(30);
const lines = fc.constantFrom("up", "down");
const step = fc.oneof(
  fc.record({ do: fc.constant("visitor"), at, remove: fc.nat(3), hasKey: fc.boolean() }),
  fc.record({ do: fc.constant("visitor"), at, remove: fc.constant(0), hasKey: fc.constant(true) }),
  fc.record({
    do: fc.constant("agent"),
    ...{ at, remove: fc.nat(4), text: fc.constantFrom("", "a", "bc", "🙂", "d🙃e") },
  }),
  fc.record({ do: fc.constantFrom("deliver", "repeat", "lose"), line: lines, at: fc.nat(3) }),
  fc.record({ do: fc.constantFrom("arrive", "late", "reformat") }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const run = (world: World, one: Step): void => {
  if (!("at" in one)) {
    if (one.do === "late") world.clock.advance(5_000);
    else if (one.do === "reformat") world.page.reformat();
    else world.settle();
  } else if ("hasKey" in one) world.page.type(one.at, one.remove, one.hasKey);
  else if ("text" in one) world.agentTypes(one.at, one.remove, one.text);
  else {
    const line = one.line === "up" ? world.up : world.down;
    const index = line.length === 0 ? 0 : one.at % line.length;
    if (one.do === "lose") line.splice(index, 1);
    else if (one.line === "up") world.deliverUp(index, one.do === "repeat");
    else world.deliverDown(index, one.do === "repeat");
  }
};

const FORMATS: Record<string, (text: string) => string> = {
  plain: text => text,
  upper: text => text.replace(/[a-z]/g, char => char.toUpperCase()),
  grouped: text => [...text.replaceAll(" ", "")].join("").replace(/(.{2})(?=.)/gu, "$1 "),
};

describe("two sides of one field", () => {
  const seen = { refused: 0, merged: 0 };
  it("come to the same text, and no keystroke of the visitor's is lost on the way", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("", "Erika", "a🙂b"),
        fc.option(fc.integer({ min: 5, max: 14 })),
        fc.constantFrom(...Object.keys(FORMATS)),
        fc.array(step, { minLength: 1, maxLength: 60 }),
        (start, maxLength, format, steps) => {
          const world = new World(start, maxLength, FORMATS[format]);
          for (const one of steps) {
            run(world, one);
            expect(world.page.field).not.toMatch(/\p{Surrogate}/u);
            expect(world.draft.text).not.toMatch(/\p{Surrogate}/u);
          }
          if (world.down.some(told => "outcome" in told)) seen.refused++;
          expect(world.page.eaten).toEqual([]);
          for (const key of world.page.keys.keys()) expect(world.page.field).toContain(key);
          // The connection breaks and comes back.
          world.up.length = 0;
          world.down.length = 0;
          world.draft.reopen();
          world.settle();
          if (world.draft.state.kind === "closed") return;
          expect(world.draft.isSettled).toBe(true);
          expect(world.draft.text).toBe(world.page.field);
          if (format === "plain" && maxLength !== null)
            expect(world.page.field.length).toBeLessThanOrEqual(maxLength);
          if (/[a-e]/.test(world.page.field) && world.page.keys.size > 0) seen.merged++;
        },
      ),
      { numRuns: 2_000 },
    );
    // The runs were about something.
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.merged).toBeGreaterThan(20);
  });

  it("on a line that only delays, what both wrote in different places stands", () => {
    const world = new World("Vorname Nachname", null);
    world.settle();
    world.agentTypes(0, 7, "Erika");
    world.page.type(16, 0, true);
    world.settle();
    expect(world.page.field).toBe(`Erika Nachname${keyOf(0)}`);
    expect(world.draft.text).toBe(world.page.field);
  });

  it("the visitor wins where both changed the same", () => {
    const world = new World("Jon", null);
    world.settle();
    world.agentTypes(0, 3, "Jim");
    world.page.type(1, 1, true);
    world.settle();
    expect(world.page.field).toBe(`J${keyOf(0)}n`);
    expect(world.draft.text).toBe(world.page.field);
    expect(world.lost).toEqual(["visitorWrites"]);
  });

  it("takes over how the page writes it, and goes on behind", () => {
    const world = new World("", null, FORMATS.grouped);
    world.settle();
    for (const digit of "12345678") world.draft.edit(world.draft.text + digit, world.draft.text.length + 1);
    world.settle();
    expect(world.page.field).toBe("12 34 56 78");
    expect(world.draft.text).toBe("12 34 56 78");
    expect(world.draft.caret).toEqual({ start: 11, end: 11 });
  });

  it("moves the agent's caret with what the visitor writes before it", () => {
    const world = new World("abc", null);
    world.settle();
    world.draft.caret = { start: 1, end: 2 };
    world.page.type(0, 0, true);
    world.settle();
    expect(world.draft.caret).toEqual({ start: 2, end: 3 });
  });

  it("asks again for what nobody answers, and gives up in the end", () => {
    const world = new World("abc", null);
    for (const openings of [2, 3]) {
      world.clock.advance(5_000);
      expect(world.up).toHaveLength(openings);
    }
    world.clock.advance(5_000);
    expect(world.draft.state).toEqual({ kind: "closed", why: "unanswered" });
    world.settle();
    expect(world.draft.state.kind).toBe("closed");
  });

  it("takes no older opening for the one it waits for", () => {
    const world = new World("abc", null);
    world.deliverUp();
    world.deliverDown(0, true);
    world.page.type(0, 0, true);
    world.down.pop();
    world.draft.reopen();
    world.settle();
    expect(world.draft.text).toBe(world.page.field);
  });

  it("sends what is longer than an act in several", () => {
    const world = new World("", null);
    world.settle();
    const long = `${"x".repeat(ACT_TEXT_MAX - 1)}🙂${"y".repeat(ACT_TEXT_MAX)}`;
    world.draft.edit(long, long.length);
    world.settle();
    expect(world.page.field).toBe(long);
  });
});

describe("what an agent wrote, taken back", () => {
  const written = (start: string): { text: FieldText; write: (now: string, caret?: number) => void } => {
    const text = new FieldText(start, { maxLength: null, multiline: true });
    return {
      text,
      write: (now, caret) => {
        const plan = text.plan(text.revision, diff(text.text, now, caret ?? null));
        if (plan.kind === "write") text.wrote(apply(text.text, plan.splice), plan.splice);
      },
    };
  };

  it("leaves what stood there before", () => {
    const { text, write } = written("Meier");
    write("Müller");
    write("Müller-Lüdenscheidt");
    text.notice("MÜLLER-LÜDENSCHEIDT", "page");
    expect(text.undone()).toBe("Meier");
    text.wasUndone("Meier");
    expect([text.isWritten, text.undone()]).toEqual([false, "Meier"]);
  });

  it("leaves what the visitor wrote since", () => {
    const { text, write } = written("Haus 5");
    write("Mein Haus 5");
    text.notice("Mein Haus 5b", "visitor", 12);
    write("Mein Haus 5b, links");
    expect(text.undone()).toBe("Haus 5b");
  });

  it("takes back only what the visitor did not touch", () => {
    const { text, write } = written("");
    write("abcdef");
    text.notice("abXYef", "visitor", 4);
    expect(text.undone()).toBe("XY");
  });

  it("never takes a keystroke of the visitor's", () => {
    const edits = fc.array(
      fc.record({
        by: fc.constantFrom("visitor" as const, "agent" as const),
        at: fc.nat(20),
        remove: fc.nat(3),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(edits, list => {
        const { text, write } = written("start");
        const mine = new Set<string>();
        for (const [index, { by, at: place, remove }] of list.entries()) {
          const from = Math.min(place, text.text.length);
          const key = by === "visitor" ? String.fromCharCode(0x4e00 + index) : "ab";
          const gone = text.text.slice(from, from + remove);
          const now = text.text.slice(0, from) + key + text.text.slice(from + remove);
          for (const char of gone) mine.delete(char);
          if (by === "visitor") {
            mine.add(key);
            text.notice(now, "visitor", from + key.length);
          } else write(now, from + key.length);
        }
        const undone = text.undone();
        for (const key of mine) expect(undone).toContain(key);
        if (list.every(({ by }) => by === "agent")) expect(undone).toBe("start");
      }),
    );
  });

  it("cuts at what the field may hold, and refuses what is none of its revisions", () => {
    const text = new FieldText("ab", { maxLength: 4, multiline: false });
    expect(text.plan(1, { at: 2, remove: 0, insert: "c🙂" })).toMatchObject({ splice: { insert: "c" } });
    expect(text.plan(1, { at: 2, remove: 0, insert: "\nc\r\n" })).toMatchObject({ splice: { insert: "c" } });
    for (const [revision, splice] of [
      [2, { at: 0, remove: 0, insert: "x" }],
      [1, { at: 1, remove: 9, insert: "" }],
      [1, { at: 3, remove: 0, insert: "x" }],
      [1, { at: 0, remove: 0, insert: "\ud83d" }],
    ] as const) {
      expect(text.plan(revision, splice)).toEqual({ kind: "refused", outcome: "unfit" });
    }
    expect(
      new FieldText("🙂", { maxLength: null, multiline: false }).plan(1, { at: 1, remove: 0, insert: "x" }),
    ).toEqual({ kind: "refused", outcome: "unfit" });
    expect(text.plan(0, { at: 0, remove: 0, insert: "x" })).toEqual({
      kind: "refused",
      outcome: "visitorWrites",
    });
    expect(cut("", 3)).toBe("");
  });
});
