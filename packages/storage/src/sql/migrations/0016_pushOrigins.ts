/** Migration 16: of which other origins agents may push pages to a site's visitors. Only adds: a build of before pushes nothing. */
import { type Kysely, sql } from "kysely";

export const pushOrigins = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.site add column push_origins jsonb not null default '[]'").execute(db);
  },
};
