/**
 * Migration 8: of which channels an agent could have been given something, and how waits ended. Only adds: what a build of
 * before writes leaves the first open, as all rows do that were there already, and says nothing of the second.
 */
import { type Kysely, sql } from "kysely";

const statements = [
  "alter table lotse.presence_log add column takes jsonb",
  `create table lotse.wait_outcome (
    tenant_id uuid not null references lotse.tenant,
    item_id uuid not null,
    queue_id uuid not null,
    channel text not null,
    at_ms bigint not null,
    waited_ms bigint not null,
    outcome text not null check (outcome in ('answered', 'left')),
    primary key (tenant_id, item_id))`,
  "alter table lotse.wait_outcome enable row level security",
  "alter table lotse.wait_outcome force row level security",
  `create policy tenant_rows on lotse.wait_outcome to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  "create policy backup_reads on lotse.wait_outcome for select to lotse_backup using (true)",
  "grant select, insert, update, delete on lotse.wait_outcome to lotse_app",
  "create index wait_outcome_age on lotse.wait_outcome (tenant_id, at_ms)",
];

export const record = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
