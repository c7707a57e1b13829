/**
 * Migration 6: after-work that runs, at its agent. Only adds: a build that does not know it lets its agents be free at once, as
 * it always did after a restart.
 */
import { type Kysely, sql } from "kysely";

export const wrapUps = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.agent add column wrap_ups jsonb").execute(db);
  },
};
