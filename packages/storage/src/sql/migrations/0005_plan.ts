/**
 * Migration 5: the routing plan and its versions, agents' levels and limits, work of other systems and their keys, and who
 * was available when. Only adds: a build that knows none of it still reads agents' skills as names (the levels stand
 * beside them), and never sees work that is no conversation, which it could not restore (docs/adr/0015).
 */
import { type Kysely, sql } from "kysely";

const tables = {
  routing_plan: `
    tenant_id uuid not null references lotse.tenant,
    version bigint not null check (version > 0),
    plan jsonb not null,
    saved_at_ms bigint not null,
    saved_by uuid,
    primary key (tenant_id, version)`,
  outside_item: `
    tenant_id uuid not null references lotse.tenant,
    id uuid not null,
    outside_key text not null,
    fingerprint text not null,
    channel text not null,
    queue_id uuid,
    skill text,
    state text not null check (state in ('waiting', 'offered', 'assigned', 'parked', 'ended')),
    agent_id uuid,
    enqueued_at_ms bigint not null,
    details jsonb,
    subject text not null,
    body text not null,
    links jsonb not null,
    contact jsonb,
    epoch bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, outside_key),
    foreign key (tenant_id, agent_id) references lotse.agent`,
  presence_log: `
    tenant_id uuid not null,
    id bigint generated always as identity,
    agent_id uuid not null,
    at_ms bigint not null,
    presence text not null check (presence in ('available', 'away', 'offline')),
    reason text,
    load integer not null,
    capacity integer not null,
    skills jsonb not null,
    channels jsonb,
    primary key (tenant_id, id),
    foreign key (tenant_id, agent_id) references lotse.agent`,
  wait_estimate: `
    tenant_id uuid not null references lotse.tenant,
    id bigint generated always as identity,
    item_id uuid not null,
    queue_id uuid,
    channel text not null,
    at_ms bigint not null,
    estimated_ms bigint not null,
    low_ms bigint not null,
    high_ms bigint not null,
    actual_ms bigint not null,
    primary key (tenant_id, id)`,
  api_key: `
    tenant_id uuid not null references lotse.tenant,
    id uuid not null,
    name text not null,
    hash text not null unique,
    scopes jsonb not null,
    created_at_ms bigint not null,
    revoked_at_ms bigint,
    primary key (tenant_id, id)`,
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
  // Whose key it is, is known only once it was found.
  "create policy directory_reads on lotse.api_key for select to lotse_directory using (true)",
  "grant select on lotse.api_key to lotse_directory",
  `alter table lotse.agent add column skill_levels jsonb, add column channels jsonb, add column limits jsonb,
     add column presence_choice jsonb`,
  "alter table lotse.work_item add column channel text, add column queue_id uuid, add column details jsonb",
  // Not valid: every row there is passes the narrower check already.
  `alter table lotse.work_item drop constraint work_item_state_check,
     add constraint work_item_state_check
     check (state in ('waiting', 'offered', 'assigned', 'parked', 'ended')) not valid`,
  "create index outside_item_open on lotse.outside_item (tenant_id) where state <> 'ended'",
  "create index outside_item_age on lotse.outside_item (tenant_id, enqueued_at_ms) where state = 'ended'",
  "create index presence_log_age on lotse.presence_log (tenant_id, at_ms)",
  "create index presence_log_of_agent on lotse.presence_log (tenant_id, agent_id, at_ms desc, id desc)",
  "create index wait_estimate_age on lotse.wait_estimate (tenant_id, at_ms)",
];

export const plan = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
