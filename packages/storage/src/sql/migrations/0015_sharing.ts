/**
 * Migration 15: what happened while pages were shared. Only adds: a build of before keeps nothing, and what it deletes takes this along.
 * Nobody changes what is kept; it goes with its session.
 */
import { type Kysely, sql } from "kysely";

const statements = [
  `create table lotse.sharing_entry (
    tenant_id uuid not null,
    cobrowse_id uuid not null,
    seq bigint not null,
    happening jsonb not null,
    primary key (tenant_id, cobrowse_id, seq),
    foreign key (tenant_id, cobrowse_id) references lotse.cobrowse on delete cascade)`,
  "alter table lotse.sharing_entry enable row level security",
  "alter table lotse.sharing_entry force row level security",
  `create policy tenant_rows on lotse.sharing_entry to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  "create policy backup_reads on lotse.sharing_entry for select to lotse_backup using (true)",
  "grant select, insert on lotse.sharing_entry to lotse_app",
];

export const sharing = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
