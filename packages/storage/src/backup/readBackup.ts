/**
 * Reads a backup file line by line and does not let a flaw pass: what is cut, changed or not a backup is refused
 * with one clear sentence. Only after the last line is it known to be whole. Knows no database.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { LotseError } from "@lotse/protocol";
import {
  type BackupFooter,
  type BackupHeader,
  type BackupLine,
  invalidBackup,
  parseHeader,
  parseLine,
} from "./format.ts";

const NEWLINE = 0x0a;
/** Far above what a page of rows can be, far below what would exhaust the memory. */
const LINE_BYTES_MAX = 256 * 1024 * 1024;

/** Each line with its newline. What follows the last newline is cut, so it is no line. */
async function* linesIn(stream: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, at + 1)]);
      parts = [];
      size = 0;
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > LINE_BYTES_MAX) throw invalidBackup("The backup holds an endless line.");
  }
  if (size > 0) throw invalidBackup("The backup is cut off.");
}

const unzipped = (file: string): Readable => {
  const from = createReadStream(file);
  const to = createGunzip();
  from.on("error", error => to.destroy(error));
  to.on("close", () => from.destroy());
  return from.pipe(to);
};

const explain = (error: unknown, file: string): LotseError => {
  if (error instanceof LotseError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
  if (code === "ENOENT") return invalidBackup(`There is no file ${file}.`);
  if (code === "Z_BUF_ERROR") return invalidBackup("The backup is cut off.");
  if (code === "EACCES" || code === "EISDIR") return invalidBackup(`${file} cannot be read.`);
  return invalidBackup("The file is damaged, or no backup of Lotse.");
};

const checkFooter = (footer: BackupFooter, rows: ReadonlyMap<string, number>, hash: Hash): void => {
  const counts = Object.entries(footer.rows).every(([table, count]) => (rows.get(table) ?? 0) === count);
  const known = [...rows.keys()].every(table => Object.hasOwn(footer.rows, table));
  if (!counts || !known || footer.sha256 !== hash.digest("hex")) {
    throw invalidBackup("The backup was changed or damaged after it was made: its checksum is wrong.");
  }
};

async function* read(file: string, onHeader: (header: BackupHeader) => void): AsyncGenerator<BackupLine> {
  const hash = createHash("sha256");
  const rows = new Map<string, number>();
  let state: "header" | "body" | "ended" = "header";
  for await (const bytes of linesIn(unzipped(file))) {
    if (state === "ended") throw invalidBackup("Something follows after the backup's end.");
    const text = bytes.toString("utf8");
    if (state === "header") {
      onHeader(parseHeader(text));
      hash.update(bytes);
      state = "body";
      continue;
    }
    const line = parseLine(text);
    if ("end" in line) {
      checkFooter(line, rows, hash);
      state = "ended";
      continue;
    }
    hash.update(bytes);
    if (line.is === "rows") {
      rows.set(line.line.table, (rows.get(line.line.table) ?? 0) + line.line.count);
    }
    yield line;
  }
  if (state !== "ended") throw invalidBackup("The backup is cut off.");
}

/** Rejects, at the latest at the end, with BACKUP_INVALID. */
export async function* readBackup(
  file: string,
  onHeader: (header: BackupHeader) => void = () => {},
): AsyncGenerator<BackupLine> {
  try {
    yield* read(file, onHeader);
  } catch (error) {
    throw explain(error, file);
  }
}

/** Reads all of it and keeps nothing but the header. */
export const verifyBackup = async (file: string): Promise<BackupHeader> => {
  let found: BackupHeader | null = null;
  for await (const _ of readBackup(file, header => {
    found = header;
  }));
  if (found === null) throw invalidBackup("The backup is empty.");
  return found;
};
