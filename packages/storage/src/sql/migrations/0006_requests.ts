/** Migration 6: what a callback or a message is about. Only adds; what a build leaves that knows none of it is about nothing. */
import { type Kysely, sql } from "kysely";

export const requests = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table lotse.contact_request
      add column topic text, add column skill text, add column queue_id uuid`.execute(db);
  },
};
