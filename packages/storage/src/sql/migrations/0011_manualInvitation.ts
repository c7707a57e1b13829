/**
 * Migration 11: what an agent's own invitation says. Only adds: a build of before finds no rule of that id, and withdraws it when it
 * takes the routing over.
 */
import { type Kysely, sql } from "kysely";

export const manualInvitation = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw("alter table lotse.invitation add column manual jsonb").execute(db);
  },
};
