import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, type Evidence, type Flaw, judge, type Reading, type Testimony } from "./checker.ts";
import type { Note } from "./witness.ts";

const CHANNEL = "c1";
const entry = (seq: number, id: string, own = false): Entry => ({ id, seq, text: `text of ${id}`, own });
const sent = (id: string): Note => ({ kind: "sent", channel: CHANNEL, id, text: `text of ${id}` });
const acked = (id: string, seq: number, duplicate = false): Note => ({
  kind: "acked",
  channel: CHANNEL,
  id,
  seq,
  duplicate,
});
const received = (id: string, seq: number): Note => ({
  kind: "received",
  channel: CHANNEL,
  id,
  seq,
  text: `text of ${id}`,
});
const reading = (by: string, entries: readonly Entry[]): Reading => ({ by, channel: CHANNEL, entries });
const testimony = (by: string, notes: readonly Note[]): Testimony => ({ by, channels: [CHANNEL], notes });

/** A notice of the server's, then v1, a1, v2; v3 was sent and never acknowledged. Everybody heard everything. */
const STORED = [entry(1, "opened", true), entry(2, "v1"), entry(3, "a1"), entry(4, "v2")];
const HEARD = STORED.map(({ id, seq }) => received(id, seq));
const VISITOR = [
  sent("v1"),
  acked("v1", 2),
  sent("v2"),
  sent("v2"),
  acked("v2", 4, true),
  ...HEARD,
  sent("v3"),
];
const AGENT = [sent("a1"), acked("a1", 3), ...HEARD];

interface Case {
  readonly visitor?: readonly Note[];
  readonly agent?: readonly Note[];
  readonly tables?: readonly Entry[];
  readonly seenByAgent?: readonly Entry[];
}
const evidence = ({
  visitor = VISITOR,
  agent = AGENT,
  tables = STORED,
  seenByAgent = tables,
}: Case): Evidence => ({
  testimonies: [testimony("visitor", visitor), testimony("agent", agent)],
  readings: [reading("tables", tables), reading("agent", seenByAgent)],
});
const flawsOf = (made: Case): readonly Flaw[] => [
  ...new Set(judge(evidence(made)).violations.map(violation => violation.flaw)),
];
const without = <T>(list: readonly T[], ...gone: readonly T[]): readonly T[] =>
  list.filter(item => !gone.some(one => JSON.stringify(one) === JSON.stringify(item)));

describe("the checker", () => {
  it("finds nothing wrong with a run in which nothing went wrong, and counts", () => {
    expect(judge(evidence({}))).toEqual({
      violations: [],
      acked: 3,
      sent: 4,
      duplicates: 1,
      unacked: { stored: 0, absent: 1 },
      received: 8,
      channels: 1,
    });
  });

  it("lets an unacknowledged entry be there, once", () => {
    const tables = [...STORED, entry(5, "v3")];
    const heard = received("v3", 5);
    const verdict = judge(evidence({ tables, visitor: [...VISITOR, heard], agent: [...AGENT, heard] }));
    expect(verdict).toMatchObject({ violations: [], unacked: { stored: 1, absent: 0 } });
  });

  it.each<[string, Flaw, Case]>([
    [
      "an acknowledged entry that is gone",
      "lost",
      {
        tables: STORED.slice(0, 3),
        visitor: without(VISITOR, received("v2", 4)),
        agent: without(AGENT, received("v2", 4)),
      },
    ],
    ["an acknowledged entry at another number", "moved", { visitor: [acked("v1", 9), ...VISITOR] }],
    [
      "an entry whose text is not what was sent",
      "altered",
      { tables: STORED.map(one => (one.id === "v1" ? { ...one, text: "something else" } : one)) },
    ],
    [
      "an entry that is there twice",
      "duplicated",
      {
        tables: [...STORED, entry(5, "v1")],
        visitor: [...VISITOR, received("v1", 5)],
        agent: [...AGENT, received("v1", 5)],
      },
    ],
    ["a gap in the numbers", "gap", { tables: [...STORED.slice(0, 3), entry(5, "v2")] }],
    ["a writer's entries in another order than sent", "reordered", { visitor: [sent("v2"), ...VISITOR] }],
    ["an entry that nobody sent", "invented", { agent: without(AGENT, sent("a1"), acked("a1", 3)) }],
    ["an entry that was shown and is not there", "phantom", { agent: [...AGENT, received("ghost", 5)] }],
    ["an entry that was never shown to one side", "missed", { agent: without(AGENT, received("v2", 4)) }],
    ["a hole in what was shown", "missed", { agent: without(AGENT, received("v1", 2)) }],
    ["an entry shown twice", "repeated", { agent: [...AGENT, received("v2", 4)] }],
    ["two readings that differ", "disagreement", { seenByAgent: STORED.slice(0, 3) }],
  ])("finds %s", (_what, flaw, made) => {
    expect(flawsOf(made)).toContain(flaw);
  });

  it("finds a channel that nobody read in the end", () => {
    const made = { testimonies: [testimony("visitor", VISITOR)], readings: [] };
    expect(judge(made).violations).toMatchObject([{ flaw: "unread", by: "visitor", channel: CHANNEL }]);
  });

  it("names who saw it, where and what", () => {
    const { violations } = judge(evidence({ tables: STORED.slice(0, 3) }));
    expect(violations).toContainEqual({
      flaw: "lost",
      by: "visitor",
      channel: CHANNEL,
      id: "v2",
      detail: "acked as 4",
    });
  });

  it("accepts every honest history, and none from which one acknowledged entry is taken", () => {
    const writers = fc.array(fc.constantFrom("visitor", "agent"), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(writers, fc.nat(), (history, chosen) => {
        const tables = history.map((by, index) => entry(index + 1, `${by}${index + 1}`));
        const notesOf = (writer: string, heard: readonly Entry[]) => [
          ...tables
            .filter(({ id }) => id.startsWith(writer))
            .flatMap(({ id, seq }) => [sent(id), acked(id, seq)]),
          ...heard.map(({ id, seq }) => received(id, seq)),
        ];
        const [visitor, agent] = [notesOf("visitor", tables), notesOf("agent", tables)];
        expect(flawsOf({ visitor, agent, tables })).toEqual([]);
        const gone = chosen % tables.length;
        const left = tables
          .filter((_, index) => index !== gone)
          .map((one, index) => ({ ...one, seq: index + 1 }));
        expect(flawsOf({ visitor, agent, tables: left })).toContain("lost");
      }),
    );
  });
});
