/**
 * The part of the Storage port about people and what lets them in: members, one-time links, sites' settings. Where a
 * command touches an account (schema `auth`) as well as a tenant, both change in one transaction or neither does.
 */
import type { AgentId, LinkKind, SiteConsent, SiteId, TenantId } from "@lotse/protocol";
import type { AgentRecord, SiteRecord } from "./Storage.ts";

export interface MemberRecord extends AgentRecord {
  readonly state: "invited" | "active";
}

/** Where an account is a member. */
export interface Membership {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly agent: AgentRecord;
}

export interface NewLink {
  /** SHA-256 of the secret: the secret itself is nowhere. */
  readonly tokenHash: string;
  readonly expiresAtMs: number;
}

export interface Invitation {
  readonly agent: Omit<AgentRecord, "accountId">;
  /** Taken if the address has no account yet. */
  readonly newAccountId: string;
  readonly link: NewLink;
}

export type MemberChange = Partial<
  Pick<AgentRecord, "name" | "role" | "skills" | "capacity" | "channels" | "limits">
>;

export interface LinkRecord {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly kind: LinkKind;
  readonly expiresAtMs: number;
  /** Null for `setup`. */
  readonly agent: AgentRecord | null;
  /** The password the account has already, as it is kept; null if it has none. */
  readonly passwordHash: string | null;
}

export interface Redemption {
  readonly tokenHash: string;
  readonly nowMs: number;
  /**
   * `set`: the account's password from now on, hashed. `proven`: the account had this one, and the person knew it;
   * if it has another by now, nothing happens.
   */
  readonly password: { readonly is: "set" | "proven"; readonly hash: string };
  readonly name: string | null;
  /** For `setup` only: who the first administrator is, and what the organisation is called. */
  readonly setup: {
    readonly agent: AgentRecord;
    readonly tenantName: string | null;
    readonly siteOrigins: readonly string[] | null;
  } | null;
}

export interface Redeemed {
  readonly kind: LinkKind;
  readonly agent: AgentRecord;
}

export type SiteChange = Partial<
  Pick<
    SiteRecord,
    "name" | "enabled" | "origins" | "strictMasking" | "maskRules" | "assetOrigins" | "pushOrigins"
  > & {
    readonly consent: SiteConsent;
  }
>;

export interface MemberStorage {
  /** Where an account is a member: joined, and not removed. */
  listMemberships(accountId: string): Promise<readonly Membership[]>;
  /** Invited and active, by name. */
  listMembers(tenantId: TenantId): Promise<readonly MemberRecord[]>;
  /** EMAIL_TAKEN if the address is a member's or invited already. Somebody removed comes back as the same agent. */
  inviteMember(tenantId: TenantId, invitation: Invitation): Promise<MemberRecord>;
  /** NOT_FOUND; LAST_ADMINISTRATOR. */
  changeMember(tenantId: TenantId, agentId: AgentId, change: MemberChange): Promise<MemberRecord>;
  /** NOT_FOUND; LAST_ADMINISTRATOR. Open conversations wait for another agent; links end. */
  removeMember(tenantId: TenantId, agentId: AgentId, nowMs: number): Promise<MemberRecord>;
  /**
   * The person's only link from now on: to a new password for a member, to joining for somebody invited. NOT_FOUND;
   * FORBIDDEN for an account that is a member elsewhere too: its password is not this tenant's to give away.
   */
  renewLink(tenantId: TenantId, agentId: AgentId, links: MemberLinks): Promise<LinkKind>;
  /** The tenant's only set-up link from now on; false, and no link, if it has an administrator. */
  openSetup(tenantId: TenantId, link: NewLink): Promise<boolean>;
  findLink(tokenHash: string, nowMs: number): Promise<LinkRecord | null>;
  /** At most once per link, whoever tries at once. LINK_INVALID; CREDENTIALS_INVALID; EMAIL_TAKEN. */
  redeemLink(tenantId: TenantId, redemption: Redemption): Promise<Redeemed>;
  changeSite(tenantId: TenantId, siteId: SiteId, change: SiteChange): Promise<SiteRecord>;
}

/** Both kinds a member's link can be; which one it becomes is decided where the member's state is known. */
export interface MemberLinks {
  readonly tokenHash: string;
  readonly invitationExpiresAtMs: number;
  readonly passwordExpiresAtMs: number;
}
