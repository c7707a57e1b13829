/**
 * Migration 10: what was seen of visits over time, one row a visit. Only adds: a build of before records nothing, and what is
 * recorded goes by age alone.
 */
import { type Kysely, sql } from "kysely";

const statements = [
  `create table lotse.recorded_visit (
    tenant_id uuid not null references lotse.tenant,
    id bigint generated always as identity,
    visit_id uuid not null,
    site_id uuid not null,
    language text not null,
    first_at_ms bigint not null,
    last_at_ms bigint not null,
    moments jsonb not null,
    primary key (tenant_id, id),
    unique (tenant_id, visit_id),
    foreign key (tenant_id, site_id) references lotse.site)`,
  "alter table lotse.recorded_visit enable row level security",
  "alter table lotse.recorded_visit force row level security",
  `create policy tenant_rows on lotse.recorded_visit to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  "create policy backup_reads on lotse.recorded_visit for select to lotse_backup using (true)",
  "grant select, insert, update, delete on lotse.recorded_visit to lotse_app",
  "create index recorded_visit_of_site on lotse.recorded_visit (tenant_id, site_id, first_at_ms, id)",
  "create index recorded_visit_age on lotse.recorded_visit (tenant_id, last_at_ms)",
  `create index decision_of_lift on lotse.decision (tenant_id, at_ms)
     where outcome in ('shown', 'heldOut', 'accepted', 'converted')`,
  "create index invitation_of_rule on lotse.invitation (tenant_id, rule_id, created_at_ms)",
];

export const recordings = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
