/** Who belongs to a tenant, and its sites, as administrators see them; and the one-time links that let people in. */
import type { AgentView, Language } from "./entities.ts";
import type { AgentId, SiteId, TenantId } from "./ids.ts";
import type { MaskRule } from "./site.ts";

/** A member of the tenant. `invited` until the invitation's link was redeemed. */
export interface MemberView extends AgentView {
  readonly state: "invited" | "active";
  /** Signing in takes a code besides the password. */
  readonly secondFactor: boolean;
}

/** Whether the page may keep and tell before it said so: see `Lotse.consent`. */
export type SiteConsent = "assumed" | "asked";

export interface SiteView {
  readonly id: SiteId;
  /** Public: it stands in the page's script tag. */
  readonly key: string;
  readonly name: string;
  /** False = kill switch. */
  readonly enabled: boolean;
  readonly origins: readonly string[];
  readonly language: Language;
  readonly strictMasking: boolean;
  readonly maskRules: readonly MaskRule[];
  /** Whose style sheets, fonts and images the hub fetches for agents who look at the site's pages, besides the site's own. */
  readonly assetOrigins: readonly string[];
  /** Whose pages agents may push to the site's visitors, besides the site's own. Exact ones. */
  readonly pushOrigins: readonly string[];
  readonly consent: SiteConsent;
}

export interface IssuedLink {
  /** With its secret in the fragment, so that it reaches neither logs nor previews. Told once, stored nowhere. */
  readonly link: string;
  readonly linkExpiresAtMs: number;
}

export interface MemberOutputs {
  "member:list": { readonly members: readonly MemberView[] };
  "member:invite": IssuedLink & { readonly member: MemberView };
  "member:change": { readonly member: MemberView };
  "member:renewLink": IssuedLink;
  "member:signOut": Record<string, never>;
  "member:remove": Record<string, never>;
  "site:list": { readonly sites: readonly SiteView[] };
  "site:change": { readonly site: SiteView };
}

/** What a link is for. `setup` makes a hub's first administrator. */
export type LinkKind = "setup" | "invitation" | "password";

/** `POST /api/v1/account-links/read`. */
export interface AccountLinkView {
  readonly kind: LinkKind;
  readonly tenantName: string;
  readonly name: string | null;
  readonly email: string | null;
  /** The person has a password here already (with another organisation): it is asked for, not chosen. */
  readonly hasPassword: boolean;
  readonly expiresAtMs: number;
}

/** `GET /api/v1/memberships`. */
export interface MembershipsView {
  readonly memberships: readonly {
    readonly tenantId: TenantId;
    readonly tenantName: string;
    readonly agentId: AgentId;
    readonly role: AgentView["role"];
  }[];
  /** The one this session works in; null if it is none of these any more. */
  readonly activeTenantId: TenantId | null;
}
