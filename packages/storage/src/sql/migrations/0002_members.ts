/**
 * Migration 2: members who are invited, join and leave; one-time links; a site's consent; in schema `auth` the second
 * factor and the tenant a session works in (what better-auth 1.7 expects of both; a test compares).
 */
import { type Kysely, sql } from "kysely";

const memberStatements = [
  "alter table lotse.site add column consent text not null default 'assumed' check (consent in ('assumed', 'asked'))",
  // Whoever was there before had joined. By a default, because no update sees rows under forced row-level security.
  "alter table lotse.agent add column joined_at_ms bigint default 0, add column removed_at_ms bigint",
  "alter table lotse.agent alter column joined_at_ms drop default",
  // A person at the door is told whose door it is before anybody knows the tenant.
  "create policy directory_reads on lotse.tenant for select to lotse_directory using (true)",
  "grant select on lotse.tenant to lotse_directory",
];

const linkStatements = [
  // Of a link's secret only the hash. `setup` has no agent yet: it makes the first.
  `create table lotse.account_link (
    tenant_id uuid not null references lotse.tenant,
    token_hash text not null unique,
    kind text not null check (kind in ('setup', 'invitation', 'password')),
    agent_id uuid,
    expires_at_ms bigint not null,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, agent_id) references lotse.agent,
    check ((kind = 'setup') = (agent_id is null)))`,
  "alter table lotse.account_link enable row level security",
  "alter table lotse.account_link force row level security",
  `create policy tenant_rows on lotse.account_link to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  "grant select, insert, update, delete on lotse.account_link to lotse_app",
  "create policy directory_reads on lotse.account_link for select to lotse_directory using (true)",
  "grant select on lotse.account_link to lotse_directory",
];

const authStatements = [
  `alter table auth."user" add column "twoFactorEnabled" boolean default false`,
  `alter table auth.session add column "activeTenantId" text`,
  `create table auth."twoFactor" (
    id text primary key, secret text not null, "backupCodes" text not null,
    "userId" text not null references auth."user" on delete cascade,
    verified boolean default true, "failedVerificationCount" integer default 0, "lockedUntil" timestamptz)`,
  `create index two_factor_secret on auth."twoFactor" (secret)`,
  `create index two_factor_user_id on auth."twoFactor" ("userId")`,
  `grant select, insert, update, delete on auth."twoFactor" to lotse_auth`,
];

export const members = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...memberStatements, ...linkStatements, ...authStatements]) {
      await sql.raw(statement).execute(db);
    }
  },
};
