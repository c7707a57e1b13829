/**
 * Migration 1. Every table of schema `lotse` carries `tenant_id` first in its key, and forced row-level security
 * by the setting `lotse.tenant`. Nobody works as the owner: commands run under `lotse_app` (one tenant's rows),
 * the look-ups that must find the tenant first under `lotse_directory` (reads sites and agents), accounts under
 * `lotse_auth` (schema `auth` only). Tables that routing owns keep the epoch of the owner that wrote the row.
 */
import { type Kysely, sql } from "kysely";
import { ensureRole } from "./ensureRole.ts";

const ROLES = ["lotse_app", "lotse_directory", "lotse_auth"] as const;

const roleStatements = ROLES.flatMap(ensureRole);

const tables = {
  tenant: `
    tenant_id uuid primary key,
    name text not null,
    routing_epoch bigint not null default 0`,
  site: `
    tenant_id uuid not null references lotse.tenant,
    id uuid not null,
    key text not null unique,
    name text not null,
    enabled boolean not null,
    origins jsonb not null,
    language text not null,
    strict_masking boolean not null,
    primary key (tenant_id, id)`,
  rule: `
    tenant_id uuid not null,
    id uuid not null,
    site_id uuid not null,
    name text not null,
    version integer not null,
    cel text not null,
    skill text not null,
    text jsonb not null,
    priority integer not null,
    enabled boolean not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, site_id) references lotse.site`,
  agent: `
    tenant_id uuid not null references lotse.tenant,
    id uuid not null,
    account_id text not null,
    name text not null,
    email text not null,
    role text not null check (role in ('agent', 'supervisor', 'administrator')),
    skills jsonb not null,
    capacity integer not null check (capacity >= 0),
    primary key (tenant_id, id),
    unique (tenant_id, account_id)`,
  visit: `
    tenant_id uuid not null,
    id uuid not null,
    site_id uuid not null,
    started_at_ms bigint not null,
    last_seen_at_ms bigint not null,
    language text not null,
    facts jsonb,
    journey jsonb not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, site_id) references lotse.site`,
  conversation: `
    tenant_id uuid not null,
    id uuid not null,
    visit_id uuid not null,
    site_id uuid not null,
    state text not null check (state in ('waiting', 'active', 'ended')),
    agent_id uuid,
    topic text,
    opened_at_ms bigint not null,
    ended_at_ms bigint,
    last_seq bigint not null default 0,
    visitor_delivered_seq bigint not null default 0,
    visitor_read_seq bigint not null default 0,
    agent_delivered_seq bigint not null default 0,
    agent_read_seq bigint not null default 0,
    epoch bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, visit_id) references lotse.visit,
    foreign key (tenant_id, site_id) references lotse.site,
    foreign key (tenant_id, agent_id) references lotse.agent,
    check ((state = 'ended') = (ended_at_ms is not null)),
    check (state <> 'active' or agent_id is not null)`,
  message: `
    tenant_id uuid not null,
    conversation_id uuid not null,
    seq bigint not null check (seq > 0),
    client_id uuid not null,
    author jsonb not null,
    body jsonb not null,
    sent_at_ms bigint not null,
    primary key (tenant_id, conversation_id, seq),
    unique (tenant_id, conversation_id, client_id),
    foreign key (tenant_id, conversation_id) references lotse.conversation`,
  work_item: `
    tenant_id uuid not null,
    id uuid not null,
    conversation_id uuid not null,
    kind text not null,
    skill text,
    state text not null check (state in ('waiting', 'offered', 'assigned', 'ended')),
    agent_id uuid,
    enqueued_at_ms bigint not null,
    epoch bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references lotse.conversation,
    foreign key (tenant_id, agent_id) references lotse.agent`,
  invitation: `
    tenant_id uuid not null,
    id uuid not null,
    visit_id uuid not null,
    rule_id uuid not null,
    rule_version integer not null,
    agent_id uuid not null,
    skill text not null,
    state text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint not null,
    epoch bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, visit_id) references lotse.visit,
    foreign key (tenant_id, agent_id) references lotse.agent`,
  decision: `
    tenant_id uuid not null references lotse.tenant,
    id bigint generated always as identity,
    visit_id uuid not null,
    rule_id uuid not null,
    rule_version integer not null,
    outcome text not null,
    reason text,
    invitation_id uuid,
    at_ms bigint not null,
    primary key (tenant_id, id)`,
  cobrowse: `
    tenant_id uuid not null,
    id uuid not null,
    conversation_id uuid not null,
    agent_id uuid not null,
    state text not null check (state in ('requested', 'active', 'declined', 'ended')),
    requested_at_ms bigint not null,
    started_at_ms bigint,
    ended_at_ms bigint,
    ended_by text,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references lotse.conversation,
    foreign key (tenant_id, agent_id) references lotse.agent`,
  contact_request: `
    tenant_id uuid not null,
    id uuid not null,
    visit_id uuid not null,
    kind text not null check (kind in ('callback', 'message')),
    reach text not null,
    text text not null,
    left_at_ms bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, visit_id) references lotse.visit`,
} as const;

const indexes = [
  "create index agent_account on lotse.agent (account_id)",
  "create index conversation_open_of_visit on lotse.conversation (tenant_id, visit_id) where state <> 'ended'",
  "create index conversation_open_of_agent on lotse.conversation (tenant_id, agent_id) where state <> 'ended'",
  "create index work_item_open on lotse.work_item (tenant_id) where state <> 'ended'",
  "create index invitation_open on lotse.invitation (tenant_id) where state = 'offered'",
  "create index decision_of_visit on lotse.decision (tenant_id, visit_id, id)",
  "create index cobrowse_open on lotse.cobrowse (tenant_id) where state in ('requested', 'active')",
  "create index contact_request_newest on lotse.contact_request (tenant_id, left_at_ms desc)",
];

const tableStatements = Object.entries(tables).flatMap(([name, columns]) => [
  `create table lotse.${name} (${columns})`,
  `alter table lotse.${name} enable row level security`,
  // Forced: the owner, too, sees nothing without a policy.
  `alter table lotse.${name} force row level security`,
  `create policy tenant_rows on lotse.${name} to lotse_app
     using (tenant_id = (select nullif(current_setting('lotse.tenant', true), '')::uuid))`,
  `grant select, insert, update, delete on lotse.${name} to lotse_app`,
]);

const directoryStatements = ["site", "agent"].flatMap(name => [
  `create policy directory_reads on lotse.${name} for select to lotse_directory using (true)`,
  `grant select on lotse.${name} to lotse_directory`,
]);

/** What better-auth 1.7 expects; a test compares. */
const authStatements = [
  "create schema auth",
  `create table auth."user" (
    id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null,
    image text, "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp)`,
  `create table auth.session (
    id text primary key, "expiresAt" timestamptz not null, token text not null unique,
    "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null,
    "ipAddress" text, "userAgent" text,
    "userId" text not null references auth."user" on delete cascade)`,
  `create table auth.account (
    id text primary key, "accountId" text not null, "providerId" text not null,
    "userId" text not null references auth."user" on delete cascade,
    "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz, scope text, password text,
    "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null)`,
  `create table auth.verification (
    id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp)`,
  `create index session_user_id on auth.session ("userId")`,
  `create index account_user_id on auth.account ("userId")`,
  "create index verification_identifier on auth.verification (identifier)",
  "grant usage on schema auth to lotse_auth",
  "grant select, insert, update, delete on all tables in schema auth to lotse_auth",
];

export const ground = {
  async up(db: Kysely<unknown>): Promise<void> {
    const statements = [
      ...roleStatements,
      ...tableStatements,
      ...indexes,
      "grant usage on schema lotse to lotse_app, lotse_directory",
      ...directoryStatements,
      ...authStatements,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
