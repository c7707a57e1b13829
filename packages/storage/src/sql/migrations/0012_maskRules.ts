/** Migration 12: a site's own rules of what agents do not see. Only adds: a build of before masks what is always masked. */
import { type Kysely, sql } from "kysely";

export const maskRules = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.site add column mask_rules jsonb not null default '[]'").execute(db);
  },
};
