/**
 * Migration 8: what of each channel an agent could have been given. Only adds: rows that a build of before writes leave it
 * open, as all those do that were there already.
 */
import { type Kysely, sql } from "kysely";

export const record = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.presence_log add column takes jsonb").execute(db);
  },
};
