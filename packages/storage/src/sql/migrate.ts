/** Brings a database to this build's schema. Concurrent hubs are serialised by Kysely's lock. */
import { type Kysely, type Migration, Migrator } from "kysely";
import { members } from "./migrations/0002_members.ts";
import { care } from "./migrations/0004_care.ts";
import { ground } from "./migrations/ground.ts";
import type { Database } from "./schema.ts";

/** In order of their names, for ever: a released migration is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  "0001_ground": ground,
  "0002_members": members,
  "0004_care": care,
};

export const migrate = async (db: Kysely<Database>): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableSchema: "lotse",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
