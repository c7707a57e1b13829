/** Who visitors are, as far as a site has signed it: what the Storage port takes and answers. */
import type { ContactId, SiteId, TenantId, VisitId } from "@lotse/protocol";

/** A site's key by its name. Its secret is derived by the hub and is never stored. */
export interface IdentityKeyRecord {
  readonly kid: string;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
}

/** What a verified token says, to be decided on in one transaction. */
export interface Identification {
  readonly siteId: SiteId;
  readonly visitId: VisitId;
  /** The contact's id, should there be none of this subject yet. */
  readonly contactId: ContactId;
  readonly jtiHash: string;
  readonly expiresAtMs: number;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** What the site says of them besides; absent: as before. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly atMs: number;
}

export type IdentifyOutcome =
  | { readonly outcome: "identified"; readonly contactId: ContactId; readonly name: string | null }
  /** Another visit used the token before. */
  | { readonly outcome: "replayed" }
  /** The visit belongs to another contact; the token is not used up. */
  | { readonly outcome: "other" };

export interface IdentifiedVisit {
  readonly visitId: VisitId;
  readonly name: string | null;
}

export interface ContactStorage {
  /** Newest first. */
  listIdentityKeys(tenantId: TenantId, siteId: SiteId): Promise<readonly IdentityKeyRecord[]>;
  /** IDENTITY_KEYS_FULL if two are live. */
  addIdentityKey(
    tenantId: TenantId,
    key: { readonly siteId: SiteId; readonly kid: string; readonly atMs: number },
  ): Promise<void>;
  retireIdentityKey(
    tenantId: TenantId,
    key: { readonly siteId: SiteId; readonly kid: string; readonly atMs: number },
  ): Promise<void>;
  identifyVisit(tenantId: TenantId, who: Identification): Promise<IdentifyOutcome>;
  /** Identified visits seen since, or with an open conversation; the latest first. */
  listIdentifiedVisits(
    tenantId: TenantId,
    query: { readonly seenAfterMs: number; readonly limit: number },
  ): Promise<readonly IdentifiedVisit[]>;
}
