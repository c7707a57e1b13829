/** The commands by which an organisation is managed, as the settings use them. */
import type { AgentId, AgentView, Result, SiteId } from "@lotse/protocol";

export type Role = AgentView["role"];
export type MemberView = AgentView & { readonly state: "invited" | "active"; readonly secondFactor: boolean };

export interface SiteView {
  readonly id: SiteId;
  readonly key: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly origins: readonly string[];
  readonly language: "de" | "en";
  readonly strictMasking: boolean;
  readonly consent: "assumed" | "asked";
}

export interface IdentityKeyView {
  readonly kid: string;
  readonly secret: string;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
}

export interface AuditEntry {
  readonly id: number;
  readonly atMs: number;
  readonly event: string;
  readonly actor:
    | { readonly kind: "agent"; readonly agentId: AgentId; readonly name: string }
    | { readonly kind: "visitor"; readonly visitId: string }
    | { readonly kind: "system" };
  readonly subject: Readonly<Record<string, string>>;
}

type Nothing = Record<string, never>;
interface Link {
  readonly link: string;
  readonly linkExpiresAtMs: number;
}

interface ManagingCommands {
  "member:list": [Nothing, { readonly members: readonly MemberView[] }];
  "member:invite": [
    { name: string; email: string; role: Role; skills: string[]; capacity: number },
    Link & { readonly member: MemberView },
  ];
  "member:change": [
    { agentId: AgentId; name?: string; role?: Role; skills?: string[]; capacity?: number },
    { readonly member: MemberView },
  ];
  "member:renewLink": [{ agentId: AgentId }, Link];
  "member:signOut": [{ agentId: AgentId }, Nothing];
  "member:remove": [{ agentId: AgentId }, Nothing];
  "site:list": [Nothing, { readonly sites: readonly SiteView[] }];
  "site:change": [
    {
      siteId: SiteId;
      name?: string;
      enabled?: boolean;
      origins?: string[];
      strictMasking?: boolean;
      consent?: "assumed" | "asked";
    },
    { readonly site: SiteView },
  ];
  "identityKey:list": [{ siteId: SiteId }, { readonly keys: readonly IdentityKeyView[] }];
  "identityKey:add": [{ siteId: SiteId }, { readonly key: IdentityKeyView }];
  "identityKey:retire": [{ siteId: SiteId; kid: string }, Nothing];
  "audit:list": [
    { beforeId: number | null; limit: number },
    { readonly entries: readonly AuditEntry[]; readonly more: boolean },
  ];
}

export interface ManagingConnection {
  request<N extends keyof ManagingCommands>(
    name: N,
    input: ManagingCommands[N][0],
  ): Promise<Result<ManagingCommands[N][1]>>;
}
