/** What other systems act by: a key of the tenant's, good for what it was made for. */
import type { ApiKeyId } from "./ids.ts";

/** `workItems`: puts work into the queue, reads and ends it. `presence`: says who is available. */
export type ApiScope = "workItems" | "presence";

export interface ApiKeyView {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
}

export interface IssuedApiKey {
  readonly key: ApiKeyView;
  /** For `Authorization: Bearer`. Told once, stored nowhere. */
  readonly secret: string;
}

export interface ApiKeyOutputs {
  "apiKey:list": { readonly keys: readonly ApiKeyView[] };
  "apiKey:add": IssuedApiKey;
  "apiKey:revoke": Record<string, never>;
}
