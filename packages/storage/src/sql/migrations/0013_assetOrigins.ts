/** Migration 13: of which other origins the hub fetches what a site's pages look like. Only adds: a build of before fetches nothing. */
import { type Kysely, sql } from "kysely";

export const assetOrigins = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.site add column asset_origins jsonb not null default '[]'").execute(db);
  },
};
