/** Says again what an earlier build said, to a database of this build's schema, and tells what is answered otherwise. */
import { readdirSync, readFileSync } from "node:fs";
import { CompiledQuery, type Kysely, sql, type Transaction } from "kysely";
import { diagnosisOf } from "../../sql/errors.ts";
import type { Database } from "../../sql/schema.ts";
import {
  fromPlain,
  type RecordedStatement,
  type RecordedTransaction,
  type Recording,
  toPlain,
} from "./recording.ts";

export interface Difference {
  readonly sql: string;
  readonly then: unknown;
  readonly now: unknown;
}

const BUILDS = new URL("./builds/", import.meta.url);

export const recordings = (): readonly Recording[] =>
  readdirSync(BUILDS)
    .sort()
    .map(file => JSON.parse(readFileSync(new URL(file, BUILDS), "utf8")) as Recording);

/** The columns the build knew, in no order it did not ask for. */
const comparable = (rows: readonly object[], known: readonly object[]): readonly string[] => {
  const columns = Object.keys(known[0] ?? {}).sort();
  return rows
    .map(row => JSON.stringify(columns.map(column => (row as Record<string, unknown>)[column])))
    .sort();
};

const say = async (
  trx: Transaction<Database>,
  { sql: text, parameters, answer }: RecordedStatement,
): Promise<Difference | null> => {
  const then = "rows" in answer ? comparable(answer.rows, answer.rows) : answer.error;
  let now: unknown;
  try {
    const { rows } = await trx.executeQuery<object>(CompiledQuery.raw(text, parameters.map(fromPlain)));
    now = "rows" in answer ? comparable(toPlain(rows), answer.rows) : "no error";
  } catch (error) {
    now = diagnosisOf(error);
  }
  return JSON.stringify(then) === JSON.stringify(now) ? null : { sql: text, then, now };
};

const ROLLED_BACK = new Error("as it was then");

const replayTransaction = async (
  db: Kysely<Database>,
  of: Recording["of"],
  transaction: RecordedTransaction,
): Promise<readonly Difference[]> => {
  const differences: Difference[] = [];
  const done = db.transaction().execute(async trx => {
    if (of === "accounts") {
      await sql`select set_config('role', 'lotse_auth', true), set_config('search_path', 'auth', true)`.execute(
        trx,
      );
    }
    for (const statement of transaction.statements) {
      const difference = await say(trx, statement);
      if (difference !== null) differences.push(difference);
    }
    if (transaction.end === "rollback" || differences.length > 0) throw ROLLED_BACK;
  });
  await done.catch(error => {
    if (error !== ROLLED_BACK) throw error;
  });
  return differences;
};

export const replay = async (db: Kysely<Database>, recording: Recording): Promise<readonly Difference[]> => {
  const differences: Difference[] = [];
  for (const transaction of recording.transactions) {
    differences.push(...(await replayTransaction(db, recording.of, transaction)));
  }
  return differences;
};
