import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Note, openWitness, readWitness } from "./witness.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotse witness-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOTES: readonly Note[] = [
  { kind: "sent", channel: "c", id: "1", text: "two\nlines, „Grüße“" },
  { kind: "acked", channel: "c", id: "1", seq: 1, duplicate: false },
];

it("can be read while it is being written, without a close", () => {
  const file = join(folder, "anna.log");
  const witness = openWitness(file);
  for (const note of NOTES) witness.note(note);
  expect(readWitness(file)).toEqual(NOTES);
  witness.close();
  witness.close();
});

it("goes on where an earlier life of the witness ended, torn line included", () => {
  const file = join(folder, "anna.log");
  openWitness(file).note(NOTES[0] as Note);
  appendFileSync(file, '{"kind":"acked","chan');
  expect(readWitness(file)).toEqual(NOTES.slice(0, 1));
});
