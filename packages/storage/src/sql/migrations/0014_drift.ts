/** Migration 14: what became of a site's masking while its pages changed. Only adds: a build of before tells nobody. */
import { type Kysely, sql } from "kysely";

export const drift = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.site add column drift jsonb not null default '[]'").execute(db);
  },
};
