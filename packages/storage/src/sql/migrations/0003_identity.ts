/**
 * Migration 3: whom a site says its visitors are. A site's keys are known by name only; the secrets are derived in
 * the hub and never stored. Token ids are kept, hashed, until the token has expired: by then nobody takes it anyway.
 */
import { type Kysely, sql } from "kysely";

const tables = {
  contact: `
    tenant_id uuid not null,
    id uuid not null,
    site_id uuid not null,
    subject text not null,
    name text,
    email text,
    phone text,
    first_identified_at_ms bigint not null,
    last_identified_at_ms bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, site_id, subject),
    foreign key (tenant_id, site_id) references lotse.site`,
  identity_key: `
    tenant_id uuid not null,
    site_id uuid not null,
    kid text not null,
    created_at_ms bigint not null,
    retired_at_ms bigint,
    primary key (tenant_id, site_id, kid),
    foreign key (tenant_id, site_id) references lotse.site`,
  identity_token: `
    tenant_id uuid not null references lotse.tenant,
    site_id uuid not null,
    jti_hash text not null,
    visit_id uuid not null,
    expires_at_ms bigint not null,
    primary key (tenant_id, site_id, jti_hash)`,
} as const;

const tableStatements = Object.entries(tables).flatMap(([name, columns]) => [
  `create table lotse.${name} (${columns})`,
  `alter table lotse.${name} enable row level security`,
  `alter table lotse.${name} force row level security`,
  `create policy tenant_rows on lotse.${name} to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  `grant select, insert, update, delete on lotse.${name} to lotse_app`,
]);

export const identity = {
  async up(db: Kysely<unknown>): Promise<void> {
    const statements = [
      ...tableStatements,
      "alter table lotse.visit add column contact_id uuid",
      // Not valid: no row has one yet, and looking for one would need a user whom row-level security does not bind.
      `alter table lotse.visit add constraint visit_contact
         foreign key (tenant_id, contact_id) references lotse.contact not valid`,
      "create index visit_of_contact on lotse.visit (tenant_id, contact_id) where contact_id is not null",
      "create index identity_token_expiry on lotse.identity_token (tenant_id, expires_at_ms)",
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
