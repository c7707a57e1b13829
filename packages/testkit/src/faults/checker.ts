/**
 * The verdict on a run. Pure: the witnesses' notes and what was read in the end come in, every broken promise goes out.
 * It believes the witnesses, never the server. Knows channels, entries and numbers; not what they mean.
 */
import type { Note } from "./witness.ts";

/** An entry as somebody read it after everything was over. */
export interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly text: string;
  /** Made by the server itself: nobody claims to have sent it. */
  readonly own: boolean;
}

/** A whole channel, read once: by a person through the front door, or from the tables. */
export interface Reading {
  readonly by: string;
  readonly channel: string;
  readonly entries: readonly Entry[];
}

export interface Testimony {
  readonly by: string;
  /** Channels this witness takes part in, and must have heard completely. */
  readonly channels: readonly string[];
  readonly notes: readonly Note[];
}

export interface Evidence {
  readonly testimonies: readonly Testimony[];
  /** The first reading of a channel is what the others are compared with. */
  readonly readings: readonly Reading[];
}

export type Flaw =
  /** Acknowledged, and not there. */
  | "lost"
  /** Acknowledged or received under another number than it stands at. */
  | "moved"
  | "altered"
  | "duplicated"
  | "gap"
  /** A writer's entries stand in another order than they were sent in. */
  | "reordered"
  /** Nobody sent it. */
  | "invented"
  /** Shown to somebody, and not there. */
  | "phantom"
  /** There, and never shown to somebody who takes part. */
  | "missed"
  /** Shown to the same person twice, or out of order. */
  | "repeated"
  /** Two readings of one channel differ. */
  | "disagreement"
  /** A channel nobody read in the end. */
  | "unread";

export interface Violation {
  readonly flaw: Flaw;
  readonly by: string;
  readonly channel: string;
  readonly id: string;
  readonly detail: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  /** Different entries that were acknowledged. */
  readonly acked: number;
  readonly sent: number;
  /** Acknowledged as already known: the first answer was lost on the way. */
  readonly duplicates: number;
  /** Sent, never acknowledged: may be there or not, but at most once. */
  readonly unacked: { readonly stored: number; readonly absent: number };
  readonly received: number;
  readonly channels: number;
}

type Report = (flaw: Flaw, about: { channel: string; id?: string; detail: string }) => void;

/** A channel as read first, with its entries by id. */
interface Truth {
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
}

const checkReading = ({ channel, entries }: Reading, report: Report): void => {
  const seen = new Set<string>();
  for (const [index, { id, seq }] of entries.entries()) {
    if (seen.has(id)) report("duplicated", { channel, id, detail: `again at ${seq}` });
    seen.add(id);
    if (seq !== index + 1) {
      report("gap", { channel, id, detail: `number ${seq} at place ${index + 1}` });
      break;
    }
  }
};

const same = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.id === b?.id && a?.seq === b?.seq && a?.text === b?.text;

const compareReadings = (first: Reading, other: Reading, report: Report): void => {
  for (let index = 0; index < Math.max(first.entries.length, other.entries.length); index++) {
    const [a, b] = [first.entries[index], other.entries[index]];
    if (same(a, b)) continue;
    const detail = `place ${index + 1}: ${first.by} has ${a?.id ?? "nothing"}, ${other.by} ${b?.id ?? "nothing"}`;
    report("disagreement", { channel: first.channel, id: a?.id ?? b?.id ?? "", detail });
    return;
  }
};

/** The order in which a writer's entries were first sent is the order they stand in. */
const checkOrder = (channel: string, sent: readonly string[], truth: Truth, report: Report): void => {
  let last = 0;
  for (const id of sent) {
    const seq = truth.byId.get(id)?.seq;
    if (seq === undefined) continue;
    if (seq < last)
      report("reordered", { channel, id, detail: `sent after number ${last}, stands at ${seq}` });
    last = Math.max(last, seq);
  }
};

const checkNote = (note: Exclude<Note, { kind: "sent" }>, truth: Truth, report: Report): void => {
  const { channel, id, seq } = note;
  const entry = truth.byId.get(id);
  if (entry === undefined) {
    report(note.kind === "acked" ? "lost" : "phantom", { channel, id, detail: `${note.kind} as ${seq}` });
    return;
  }
  if (entry.seq !== seq) {
    report("moved", { channel, id, detail: `${note.kind} as ${seq}, stands at ${entry.seq}` });
  }
  if (note.kind === "received" && note.text !== entry.text) {
    report("altered", { channel, id, detail: `received "${note.text}", stands "${entry.text}"` });
  }
};

/** What one witness heard of one channel: once each, in order, and in the end everything. */
const checkHeard = (channel: string, heard: readonly number[], truth: Truth, report: Report): void => {
  let last = 0;
  for (const seq of heard) {
    if (seq !== last + 1) {
      const flaw = seq <= last ? "repeated" : "missed";
      report(flaw, { channel, detail: `heard ${seq} after ${last}` });
      return;
    }
    last = seq;
  }
  if (last < truth.entries.length) {
    report("missed", { channel, detail: `heard up to ${last} of ${truth.entries.length}` });
  }
};

const sentIds = (notes: readonly Note[], channel: string): readonly string[] => [
  ...new Set(notes.flatMap(note => (note.kind === "sent" && note.channel === channel ? [note.id] : []))),
];

const checkTestimony = (
  { channels, notes }: Testimony,
  truths: ReadonlyMap<string, Truth>,
  report: Report,
): void => {
  for (const channel of new Set([...channels, ...notes.map(note => note.channel)])) {
    const truth = truths.get(channel);
    if (truth === undefined) {
      report("unread", { channel, detail: "nobody read it in the end" });
      continue;
    }
    const here = notes.filter(note => note.channel === channel);
    for (const note of here) {
      if (note.kind !== "sent") checkNote(note, truth, report);
      else if ((truth.byId.get(note.id)?.text ?? note.text) !== note.text) {
        report("altered", { channel, id: note.id, detail: `sent "${note.text}"` });
      }
    }
    checkOrder(channel, sentIds(here, channel), truth, report);
    const heard = here.flatMap(note => (note.kind === "received" ? [note.seq] : []));
    if (channels.includes(channel)) checkHeard(channel, heard, truth, report);
  }
};

const findTruths = (readings: readonly Reading[]): ReadonlyMap<string, Reading> => {
  const first = new Map<string, Reading>();
  for (const reading of readings) if (!first.has(reading.channel)) first.set(reading.channel, reading);
  return first;
};

const count = (notes: readonly Note[], truths: ReadonlyMap<string, Truth>) => {
  const idsOf = (kind: Note["kind"]) => new Set(notes.flatMap(note => (note.kind === kind ? [note.id] : [])));
  const [acked, sent] = [idsOf("acked"), idsOf("sent")];
  const stored = new Set([...truths.values()].flatMap(truth => [...truth.byId.keys()]));
  const unacked = [...sent].filter(id => !acked.has(id));
  const unackedStored = unacked.filter(id => stored.has(id)).length;
  return {
    acked: acked.size,
    sent: sent.size,
    duplicates: notes.filter(note => note.kind === "acked" && note.duplicate).length,
    unacked: { stored: unackedStored, absent: unacked.length - unackedStored },
    received: notes.filter(note => note.kind === "received").length,
    channels: truths.size,
  };
};

export const judge = ({ testimonies, readings }: Evidence): Verdict => {
  const violations: Violation[] = [];
  const reporter =
    (by: string): Report =>
    (flaw, { channel, id = "", detail }) => {
      violations.push({ flaw, by, channel, id, detail });
    };
  const first = findTruths(readings);
  const truths = new Map<string, Truth>();
  for (const [channel, { entries }] of first) {
    truths.set(channel, { entries, byId: new Map(entries.map(entry => [entry.id, entry])) });
  }
  for (const reading of readings) {
    const report = reporter(reading.by);
    checkReading(reading, report);
    const compared = first.get(reading.channel);
    if (compared !== undefined) compareReadings(compared, reading, report);
  }
  const notes = testimonies.flatMap(testimony => testimony.notes);
  const sent = new Set(notes.flatMap(note => (note.kind === "sent" ? [note.id] : [])));
  for (const [channel, { entries }] of truths) {
    for (const { id, own, seq } of entries) {
      if (!own && !sent.has(id)) reporter("tables")("invented", { channel, id, detail: `stands at ${seq}` });
    }
  }
  for (const testimony of testimonies) checkTestimony(testimony, truths, reporter(testimony.by));
  return { violations, ...count(notes, truths) };
};
