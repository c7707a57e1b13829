/**
 * Migration 4: the audit trail, and the role that backups read with. `lotse_backup` sees every tenant's rows and
 * changes none. Later migrations give their tables the policy `backup_reads` themselves; a test compares.
 */
import { type Kysely, sql } from "kysely";
import { ensureRole } from "./ensureRole.ts";

const auditStatements = [
  `create table lotse.audit (
    tenant_id uuid not null references lotse.tenant,
    id bigint generated always as identity,
    at_ms bigint not null,
    event text not null,
    actor jsonb not null,
    subject jsonb not null,
    primary key (tenant_id, id))`,
  "create index audit_age on lotse.audit (tenant_id, at_ms)",
  "alter table lotse.audit enable row level security",
  "alter table lotse.audit force row level security",
  `create policy tenant_rows on lotse.audit to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  "grant select, insert, delete on lotse.audit to lotse_app",
];

const backupStatements = [
  ...ensureRole("lotse_backup"),
  "grant usage on schema lotse, auth to lotse_backup",
  "grant select on all tables in schema lotse, auth to lotse_backup",
  "grant select on all sequences in schema lotse, auth to lotse_backup",
  // Tables of later migrations, made by the same owner, are granted by themselves; their policies are not.
  "alter default privileges in schema lotse grant select on tables to lotse_backup",
  "alter default privileges in schema lotse grant select on sequences to lotse_backup",
  "alter default privileges in schema auth grant select on tables to lotse_backup",
  "alter default privileges in schema auth grant select on sequences to lotse_backup",
];

export const care = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...auditStatements, ...backupStatements]) await sql.raw(statement).execute(db);
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'lotse'::regnamespace and relkind = 'r' and relrowsecurity`.execute(db);
    for (const { name } of rows) {
      await sql`create policy backup_reads on lotse.${sql.id(name)} for select to lotse_backup using (true)`.execute(
        db,
      );
    }
  },
};
