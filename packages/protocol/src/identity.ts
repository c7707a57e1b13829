/** Who a visitor is, proven by the site; and the keys a site signs with. */

export interface IdentityKeyView {
  readonly kid: string;
  /** The key itself, as text: its characters are the bytes to sign with. Empty once retired. */
  readonly secret: string;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
}

export interface IdentityOutputs {
  "visitor:identify": { readonly name: string | null };
  "identityKey:list": { readonly keys: readonly IdentityKeyView[] };
  "identityKey:add": { readonly key: IdentityKeyView };
  "identityKey:retire": Record<string, never>;
}
