/** Who a visitor is, proven by the site; and the keys a site signs with. */
import type { ContactId } from "./ids.ts";

export interface IdentifiedView {
  /** The same for the same person on every visit to the site. */
  readonly contactId: ContactId;
  readonly name: string | null;
}

export interface IdentityKeyView {
  readonly kid: string;
  /** The key itself, as text: its characters are the bytes to sign with. Empty once retired. */
  readonly secret: string;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
}

export interface IdentityOutputs {
  "visitor:identify": IdentifiedView;
  "identityKey:list": { readonly keys: readonly IdentityKeyView[] };
  "identityKey:add": { readonly key: IdentityKeyView };
  "identityKey:retire": Record<string, never>;
}
