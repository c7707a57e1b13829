/** Other systems' keys. */
import { type ApiKeyId, type ApiKeyView, LotseError, type TenantId } from "@lotse/protocol";
import type { Selectable } from "kysely";
import type { ApiKeyRecord, NewApiKey } from "../apiKeys.ts";
import { holdTenant } from "./memberRows.ts";
import type { Database } from "./schema.ts";
import type { Trx } from "./transact.ts";

const LIVE_KEYS_MAX = 100;

const viewOf = (row: Selectable<Database["api_key"]>): ApiKeyView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  createdAtMs: row.created_at_ms,
  revokedAtMs: row.revoked_at_ms,
});

export const listApiKeys = async (trx: Trx, tenantId: TenantId): Promise<ApiKeyView[]> => {
  const rows = await trx
    .selectFrom("api_key")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("created_at_ms", "desc")
    .orderBy("id")
    .execute();
  return rows.map(viewOf);
};

export const addApiKey = async (trx: Trx, tenantId: TenantId, key: NewApiKey): Promise<ApiKeyView> => {
  // Of two that come at once, the second counts the first
  await holdTenant(trx, tenantId);
  const live = (await listApiKeys(trx, tenantId)).filter(one => one.revokedAtMs === null);
  if (live.length >= LIVE_KEYS_MAX) throw new LotseError("API_KEYS_FULL", "Revoke a key first");
  const row = await trx
    .insertInto("api_key")
    .values({
      ...{ tenant_id: tenantId, id: key.id, name: key.name, hash: key.hash },
      ...{ scopes: JSON.stringify(key.scopes), created_at_ms: key.atMs },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return viewOf(row);
};

export const revokeApiKey = async (
  trx: Trx,
  tenantId: TenantId,
  key: { readonly id: ApiKeyId; readonly atMs: number },
): Promise<ApiKeyView> => {
  const row = await trx
    .updateTable("api_key")
    .set(eb => ({ revoked_at_ms: eb.fn.coalesce("revoked_at_ms", eb.val(key.atMs)) }))
    .where("tenant_id", "=", tenantId)
    .where("id", "=", key.id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new LotseError("NOT_FOUND", "There is no such key");
  return viewOf(row);
};

/** Runs under `lotse_directory`. */
export const findApiKey = async (trx: Trx, hash: string): Promise<ApiKeyRecord | null> => {
  const row = await trx
    .selectFrom("api_key")
    .selectAll()
    .where("hash", "=", hash)
    .where("revoked_at_ms", "is", null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { tenantId: row.tenant_id, id: row.id, name: row.name, scopes: row.scopes };
};
