/**
 * Migration 7: versions of rules, each site's settings for them, conversions, and by whom a visitor is recognised. Only adds: what
 * is published stands in `rule` as before, so a build that knows no versions goes by it (and takes every rule for an invitation).
 */
import { type Kysely, sql } from "kysely";

const tables = {
  rule_version: `
    tenant_id uuid not null,
    rule_id uuid not null,
    version integer not null check (version > 0),
    definition jsonb not null,
    saved_at_ms bigint,
    saved_by uuid,
    published_at_ms bigint,
    published_by uuid,
    deeds jsonb not null default '[]',
    primary key (tenant_id, rule_id, version),
    foreign key (tenant_id, rule_id) references lotse.rule`,
  radar_settings: `
    tenant_id uuid not null,
    site_id uuid not null,
    version integer not null check (version > 0),
    settings jsonb not null,
    saved_at_ms bigint not null,
    saved_by uuid,
    primary key (tenant_id, site_id),
    foreign key (tenant_id, site_id) references lotse.site`,
  conversion: `
    tenant_id uuid not null references lotse.tenant,
    id bigint generated always as identity,
    visit_id uuid not null,
    key text not null,
    value double precision,
    at_ms bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, visit_id, key)`,
} as const;

const tableStatements = Object.entries(tables).flatMap(([name, columns]) => [
  `create table lotse.${name} (${columns})`,
  `alter table lotse.${name} enable row level security`,
  `alter table lotse.${name} force row level security`,
  `create policy tenant_rows on lotse.${name} to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  `create policy backup_reads on lotse.${name} for select to lotse_backup using (true)`,
  `grant select, insert, update, delete on lotse.${name} to lotse_app`,
]);

const statements = [
  ...tableStatements,
  // Null: written by a build that knew invitations only
  "alter table lotse.rule add column definition jsonb",
  "alter table lotse.site add column rules_revision bigint not null default 0",
  "alter table lotse.visit add column visitor_id uuid, add column side_key uuid",
  "alter table lotse.contact add column attributes jsonb",
  `alter table lotse.decision add column action text, add column value double precision,
     add column share double precision`,
  "create index visit_of_visitor on lotse.visit (tenant_id, visitor_id) where visitor_id is not null",
  "create index conversion_age on lotse.conversion (tenant_id, at_ms)",
];

export const radar = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
