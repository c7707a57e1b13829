/** Other systems' keys: issued once, kept as hashes, asked for with every request. Knows no HTTP. */
import {
  type ApiKeyId,
  type ApiKeyView,
  type ApiScope,
  type Clock,
  type IssuedApiKey,
  LotseError,
  type MakeId,
  type TenantId,
} from "@lotse/protocol";
import type { ApiKeyStorage } from "@lotse/storage";
import type { AccountDesk, ApiCaller } from "../../services.ts";

export interface ApiKeyServiceDeps {
  readonly storage: ApiKeyStorage;
  readonly accounts: Pick<AccountDesk, "makeSecret" | "hashOfToken">;
  readonly clock: Pick<Clock, "nowMs">;
  readonly ids: MakeId;
}

export interface ApiKeyService {
  list(tenantId: TenantId): Promise<readonly ApiKeyView[]>;
  add(
    tenantId: TenantId,
    key: { readonly name: string; readonly scopes: readonly ApiScope[] },
  ): Promise<IssuedApiKey>;
  revoke(tenantId: TenantId, id: ApiKeyId): Promise<void>;
  /** TOKEN_INVALID if nobody has the key, or it was revoked; FORBIDDEN if it is good for something else. */
  callerOf(secret: string, scope: ApiScope): Promise<ApiCaller>;
}

/** Whoever finds one lying about knows whose door it opens. */
const PREFIX = "lotse_";

export const createApiKeyService = ({ storage, accounts, clock, ids }: ApiKeyServiceDeps): ApiKeyService => ({
  list: tenantId => storage.listApiKeys(tenantId),
  add: async (tenantId, { name, scopes }) => {
    const { secret, hash } = accounts.makeSecret();
    const id = ids() as ApiKeyId;
    const key = await storage.addApiKey(tenantId, { id, name, scopes, hash, atMs: clock.nowMs() });
    return { key, secret: PREFIX + secret };
  },
  revoke: async (tenantId, id) => void (await storage.revokeApiKey(tenantId, { id, atMs: clock.nowMs() })),
  callerOf: async (secret, scope) => {
    const hash = accounts.hashOfToken(secret.slice(PREFIX.length));
    const key = secret.startsWith(PREFIX) ? await storage.findApiKey(hash) : null;
    if (key === null) throw new LotseError("TOKEN_INVALID", "The API key is not valid");
    if (!key.scopes.includes(scope)) throw new LotseError("FORBIDDEN", "The API key is not good for this");
    return { tenantId: key.tenantId, keyId: key.id, name: key.name };
  },
});
