/**
 * Brings a database to a build's schema, or finds that it is ahead and still usable (docs/adr/0005). All pending
 * migrations are one transaction, each with a time box; concurrent hubs are serialised by Kysely's lock. Knows no
 * table of ours.
 *
 * A database that is ahead: a newer build migrated it, and this one was started again, or runs beside it during an
 * update. It may run as long as the schema was only expanded since. The migration that first takes something away
 * names the oldest migration a build must know from then on; that name is kept in the comment of schema `lotse`.
 */
import { LotseError } from "@lotse/protocol";
import { type Kysely, type Migration, Migrator, sql } from "kysely";
import { sqlStateOf } from "./errors.ts";

export interface LotseMigration extends Migration {
  /** Absent: only adds, so every build that ran before runs on. */
  readonly oldestBuild?: string;
}

export type Migrations = Readonly<Record<string, LotseMigration>>;

export interface TimeBox {
  /** Waiting for a table that somebody uses, and making everybody else wait meanwhile. */
  readonly lockMs: number;
  readonly statementMs: number;
}

const TIME_BOX: TimeBox = { lockMs: 5_000, statementMs: 60_000 };
const PREFIX = "lotse: oldest build ";

const refuse = (message: string): LotseError => new LotseError("STORE_UNAVAILABLE", message);

const explain = (name: string, error: unknown, box: TimeBox): LotseError => {
  const state = sqlStateOf(error);
  const reasons: Readonly<Record<string, string>> = {
    "55P03": `a table was in use for more than ${box.lockMs / 1_000} s`,
    "57014": `a statement took more than ${box.statementMs / 1_000} s`,
    "42501": "the database user lacks a right (docs/operating.md says which)",
  };
  const why = reasons[state ?? ""] ?? (state === null ? `it failed: ${error}` : `SQLSTATE ${state}`);
  return refuse(`Migration ${name} was not applied: ${why}. Nothing was changed; start again to try again.`);
};

const boxed = (name: string, migration: LotseMigration, box: TimeBox): Migration => ({
  up: async db => {
    try {
      // row_security off: a user that is bound by it gets an error, where it would silently change no row.
      await sql`select set_config('lock_timeout', ${`${box.lockMs}ms`}, true),
        set_config('statement_timeout', ${`${box.statementMs}ms`}, true),
        set_config('row_security', 'off', true)`.execute(db);
      await migration.up(db);
      if (migration.oldestBuild === undefined) return;
      await sql`comment on schema lotse is ${sql.lit(PREFIX + migration.oldestBuild)}`.execute(db);
    } catch (error) {
      throw explain(name, error, box);
    }
  },
});

interface Found {
  readonly executed: readonly string[];
  readonly oldestBuild: string | null;
}

const look = async <DB>(db: Kysely<DB>): Promise<Found> => {
  const { rows } = await sql<{ there: boolean; comment: string | null }>`
    select to_regclass('lotse.kysely_migration') is not null as there,
      obj_description(to_regnamespace('lotse'), 'pg_namespace') as comment`.execute(db);
  if (rows[0]?.there !== true) return { executed: [], oldestBuild: null };
  const { rows: done } = await sql<{ name: string }>`
    select name from lotse.kysely_migration order by name`.execute(db);
  const comment = rows[0].comment ?? "";
  return {
    executed: done.map(row => row.name),
    oldestBuild: comment.startsWith(PREFIX) ? comment.slice(PREFIX.length) : null,
  };
};

/** Names this build does not know, or a refusal. */
const aheadOf = (found: Found, migrations: Migrations): readonly string[] => {
  const ahead = found.executed.filter(name => !Object.hasOwn(migrations, name));
  const newest = Object.keys(migrations).sort().at(-1) ?? "";
  if (ahead.length > 0 && found.oldestBuild !== null && newest < found.oldestBuild) {
    throw refuse(
      `The database was migrated to ${ahead.at(-1)} by a newer build, and no build older than ` +
        `${found.oldestBuild} may use it any more; this one ends at ${newest}. Start the newer build, or restore a backup.`,
    );
  }
  return ahead;
};

const IS_MISSING = /^corrupted migrations: previously executed migration/;
const IS_CORRUPT = /^corrupted migrations/;
const ROUNDS = 3;

/** What goes wrong around the migrations rather than in one. */
const explainRun = (error: unknown): unknown => {
  const state = sqlStateOf(error);
  if (state === "57014") return refuse("Another hub has been migrating the database for too long.");
  if (state === "42501") {
    return refuse("The database user lacks a right on the database (docs/operating.md says what it needs).");
  }
  if (error instanceof Error && IS_CORRUPT.test(error.message)) {
    return refuse("The database was migrated in another order than this build's: it is another line's.");
  }
  return error;
};

const runRounds = async <DB>(
  db: Kysely<DB>,
  migrations: Migrations,
  known: Record<string, Migration>,
): Promise<void> => {
  for (let round = 1; ; round++) {
    const ahead = aheadOf(await look(db), migrations);
    const foreign = Object.fromEntries(ahead.map(name => [name, { up: async () => {} }]));
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...known, ...foreign }) },
      migrationTableSchema: "lotse",
    });
    const { error } = await migrator.migrateToLatest();
    if (error === undefined) return;
    // A newer build migrated while we waited for the lock: look again.
    if (round === ROUNDS || !(error instanceof Error && IS_MISSING.test(error.message))) throw error;
  }
};

export const runMigrations = async <DB>(
  db: Kysely<DB>,
  migrations: Migrations,
  box: TimeBox = TIME_BOX,
): Promise<void> => {
  const known = Object.fromEntries(
    Object.entries(migrations).map(([name, migration]) => [name, boxed(name, migration, box)]),
  );
  try {
    await runRounds(db, migrations, known);
  } catch (error) {
    throw explainRun(error);
  }
};
