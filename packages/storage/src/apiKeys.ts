/** The part of the Storage port about other systems' keys: kept as hashes, found without knowing the tenant. */
import type { ApiKeyId, ApiKeyView, ApiScope, TenantId } from "@lotse/protocol";

export interface NewApiKey {
  readonly id: ApiKeyId;
  readonly name: string;
  /** SHA-256 of the secret: the secret itself is nowhere. */
  readonly hash: string;
  readonly scopes: readonly ApiScope[];
  readonly atMs: number;
}

export interface ApiKeyRecord {
  readonly tenantId: TenantId;
  readonly id: ApiKeyId;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
}

export interface ApiKeyStorage {
  /** Newest first, revoked ones included. */
  listApiKeys(tenantId: TenantId): Promise<readonly ApiKeyView[]>;
  /** API_KEYS_FULL if a hundred are good. */
  addApiKey(tenantId: TenantId, key: NewApiKey): Promise<ApiKeyView>;
  /** Idempotent: a revoked key keeps the time it was revoked first. NOT_FOUND. */
  revokeApiKey(
    tenantId: TenantId,
    key: { readonly id: ApiKeyId; readonly atMs: number },
  ): Promise<ApiKeyView>;
  /** Null if it is nobody's, or was revoked. */
  findApiKey(hash: string): Promise<ApiKeyRecord | null>;
}
