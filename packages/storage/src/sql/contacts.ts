/** Contacts, the keys of a site by name, and the one decision whether a token identifies a visit. */
import { type ContactId, LotseError, type SiteId, type TenantId, type VisitId } from "@lotse/protocol";
import { sql } from "kysely";
import type { Identification, IdentifiedVisit, IdentifyOutcome, IdentityKeyRecord } from "../contacts.ts";
import type { Trx } from "./transact.ts";

/** Two, so that a site can change its key without a gap. */
const LIVE_KEYS_MAX = 2;

export const listIdentityKeys = async (
  trx: Trx,
  tenantId: TenantId,
  siteId: SiteId,
): Promise<IdentityKeyRecord[]> => {
  const rows = await trx
    .selectFrom("identity_key")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("site_id", "=", siteId)
    .orderBy("created_at_ms", "desc")
    .orderBy("kid")
    .execute();
  return rows.map(row => ({
    kid: row.kid,
    createdAtMs: row.created_at_ms,
    retiredAtMs: row.retired_at_ms,
  }));
};

export const addIdentityKey = async (
  trx: Trx,
  tenantId: TenantId,
  key: { readonly siteId: SiteId; readonly kid: string; readonly atMs: number },
): Promise<void> => {
  // The site's row is the lock: of two that come at once, the second counts the first
  const site = await trx
    .selectFrom("site")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", key.siteId)
    .forUpdate()
    .executeTakeFirst();
  if (site === undefined) throw new LotseError("NOT_FOUND", "There is no such site");
  const live = (await listIdentityKeys(trx, tenantId, key.siteId)).filter(one => one.retiredAtMs === null);
  if (live.length >= LIVE_KEYS_MAX) {
    throw new LotseError("IDENTITY_KEYS_FULL", "The site has two live keys; retire one first");
  }
  await trx
    .insertInto("identity_key")
    .values({ tenant_id: tenantId, site_id: key.siteId, kid: key.kid, created_at_ms: key.atMs })
    .execute();
};

/** Idempotent: a retired key keeps the time it was retired first. */
export const retireIdentityKey = async (
  trx: Trx,
  tenantId: TenantId,
  key: { readonly siteId: SiteId; readonly kid: string; readonly atMs: number },
): Promise<void> => {
  const found = await trx
    .updateTable("identity_key")
    .set(eb => ({ retired_at_ms: eb.fn.coalesce("retired_at_ms", eb.val(key.atMs)) }))
    .where("tenant_id", "=", tenantId)
    .where("site_id", "=", key.siteId)
    .where("kid", "=", key.kid)
    .returning("kid")
    .executeTakeFirst();
  if (found === undefined) throw new LotseError("NOT_FOUND", "There is no such key");
};

/** Whose the visit is already; its row stays locked, so that two identifications of one visit take turns. */
const subjectOfVisit = async (trx: Trx, tenantId: TenantId, who: Identification): Promise<string | null> => {
  const visit = await trx
    .selectFrom("visit")
    .select("contact_id")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", who.visitId)
    .where("site_id", "=", who.siteId)
    .forUpdate()
    .executeTakeFirst();
  if (visit === undefined) throw new LotseError("NOT_FOUND", "There is no such visit");
  if (visit.contact_id === null) return null;
  const contact = await trx
    .selectFrom("contact")
    .select("subject")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", visit.contact_id)
    .executeTakeFirst();
  return contact?.subject ?? null;
};

/** The visit that used the token first: one statement, so of many visits at once exactly one is told itself. */
const firstUser = async (trx: Trx, tenantId: TenantId, who: Identification): Promise<VisitId | undefined> => {
  const { rows } = await sql<{ visit_id: VisitId }>`
    insert into lotse.identity_token as used (tenant_id, site_id, jti_hash, visit_id, expires_at_ms)
    values (${tenantId}::uuid, ${who.siteId}::uuid, ${who.jtiHash}, ${who.visitId}::uuid, ${who.expiresAtMs})
    on conflict (tenant_id, site_id, jti_hash) do update set visit_id = used.visit_id
    returning visit_id`.execute(trx);
  return rows[0]?.visit_id;
};

/** What a later token leaves out is not forgotten. */
const putContact = async (
  trx: Trx,
  tenantId: TenantId,
  who: Identification,
): Promise<{ id: ContactId; name: string | null } | undefined> => {
  const { rows } = await sql<{ id: ContactId; name: string | null }>`
    insert into lotse.contact as known (tenant_id, id, site_id, subject, name, email, phone,
      attributes, first_identified_at_ms, last_identified_at_ms)
    values (${tenantId}::uuid, ${who.contactId}::uuid, ${who.siteId}::uuid, ${who.subject}, ${who.name}::text,
      ${who.email}::text, ${who.phone}::text, ${who.attributes === undefined ? null : JSON.stringify(who.attributes)}::jsonb,
      ${who.atMs}, ${who.atMs})
    on conflict (tenant_id, site_id, subject) do update set
      name = coalesce(excluded.name, known.name),
      email = coalesce(excluded.email, known.email),
      phone = coalesce(excluded.phone, known.phone),
      attributes = coalesce(excluded.attributes, known.attributes),
      last_identified_at_ms = greatest(known.last_identified_at_ms, excluded.last_identified_at_ms)
    returning id, name`.execute(trx);
  return rows[0];
};

export const identifyVisit = async (
  trx: Trx,
  tenantId: TenantId,
  who: Identification,
): Promise<IdentifyOutcome> => {
  const before = await subjectOfVisit(trx, tenantId, who);
  // Asked first: a token refused here is still good for the visit that the page begins now
  if (before !== null && before !== who.subject) return { outcome: "other" };
  if ((await firstUser(trx, tenantId, who)) !== who.visitId) return { outcome: "replayed" };
  const contact = await putContact(trx, tenantId, who);
  if (contact === undefined) throw new LotseError("INTERNAL", "The contact was not stored");
  await sql`update lotse.visit set contact_id = ${contact.id}::uuid
    where tenant_id = ${tenantId}::uuid and id = ${who.visitId}::uuid`.execute(trx);
  return { outcome: "identified", contactId: contact.id, name: contact.name };
};

export const listIdentifiedVisits = async (
  trx: Trx,
  tenantId: TenantId,
  query: { readonly seenAfterMs: number; readonly limit: number },
): Promise<IdentifiedVisit[]> => {
  const { rows } = await sql<IdentifiedVisit>`
    select visit.id as "visitId", contact.name from lotse.visit
    join lotse.contact on contact.tenant_id = visit.tenant_id and contact.id = visit.contact_id
    where visit.tenant_id = ${tenantId}::uuid and (visit.last_seen_at_ms > ${query.seenAfterMs} or exists (
      select from lotse.conversation where conversation.tenant_id = visit.tenant_id
        and conversation.visit_id = visit.id and conversation.state <> 'ended'))
    order by visit.last_seen_at_ms desc, visit.id
    limit ${query.limit}`.execute(trx);
  return rows;
};
