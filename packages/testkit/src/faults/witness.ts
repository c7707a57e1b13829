/**
 * What somebody saw and did, written down as it happened: one line of JSON each, in a file of the witness's own, handed
 * to the system before anything else happens. The file, not anybody's memory, is what a run is judged by.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * A channel is whatever keeps one order: a conversation, a stream, a queue. An entry of it has an id of its maker's
 * and, once accepted, a number.
 */
export type Note =
  /** Noted before it is handed over; the same again for every further try. */
  | { readonly kind: "sent"; readonly channel: string; readonly id: string; readonly text: string }
  /** Noted as soon as the answer is there, before anything is made of it. */
  | {
      readonly kind: "acked";
      readonly channel: string;
      readonly id: string;
      readonly seq: number;
      readonly duplicate: boolean;
    }
  | {
      readonly kind: "received";
      readonly channel: string;
      readonly id: string;
      readonly seq: number;
      readonly text: string;
    };

export interface Witness {
  note(note: Note): void;
  close(): void;
}

export const openWitness = (file: string): Witness => {
  const descriptor = openSync(file, "a", 0o600);
  let open = true;
  return {
    // Synchronous: once this returns, the note outlives this process.
    note: note => {
      if (open) writeSync(descriptor, `${JSON.stringify(note)}\n`);
    },
    close: () => {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
};

/** A last line without its end was being written when the witness died; it never happened. */
export const readWitness = (file: string): readonly Note[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .map(line => JSON.parse(line) as Note);
