/**
 * Members of a tenant, by an administrator's hand. Storage decides what may be (never without an administrator, never
 * one address twice); this tells routing and open connections afterwards. Knows no HTTP and no better-auth.
 */
import {
  type AgentId,
  type AgentView,
  type Clock,
  type CommandInput,
  type IssuedLink,
  LotseError,
  type MakeId,
  type MemberView,
  type TenantId,
} from "@lotse/protocol";
import type { MemberChange, MemberRecord, Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { AccountDesk, QueueService } from "../../services.ts";

export const INVITATION_LINK_MS = 72 * 60 * 60 * 1_000;
export const PASSWORD_LINK_MS = 24 * 60 * 60 * 1_000;

export interface MemberServiceDeps {
  readonly storage: Pick<
    Storage,
    "listMembers" | "listMemberships" | "inviteMember" | "changeMember" | "removeMember" | "renewLink"
  >;
  readonly accounts: Pick<AccountDesk, "makeLink" | "withSecondFactor" | "endSessions">;
  readonly queue: Pick<QueueService, "agentChanged" | "agentRemoved">;
  readonly agentView: (tenantId: TenantId, agentId: AgentId) => AgentView | null;
  /** What lives only as long as the agent, such as co-browsing. */
  readonly agentGone: (tenantId: TenantId, agentId: AgentId) => Promise<void>;
  readonly recheck: (agentIds: readonly AgentId[]) => Promise<void>;
  readonly publisher: Pick<Publisher, "toAgents">;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly log: Pick<Log, "error">;
}

export interface MemberService {
  list(tenantId: TenantId): Promise<readonly MemberView[]>;
  invite(
    tenantId: TenantId,
    person: CommandInput<"member:invite">,
  ): Promise<IssuedLink & { readonly member: MemberView }>;
  change(tenantId: TenantId, agentId: AgentId, change: MemberChange): Promise<MemberView>;
  renewLink(tenantId: TenantId, agentId: AgentId): Promise<IssuedLink>;
  signOut(tenantId: TenantId, agentId: AgentId): Promise<void>;
  remove(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** Somebody joined by a link. */
  joined(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** The account's sessions have ended. */
  signedOut(accountId: string): Promise<void>;
}

export const createMemberService = (deps: MemberServiceDeps): MemberService => {
  const { storage, accounts, queue, clock } = deps;

  const viewOf = (tenantId: TenantId, member: MemberRecord, secured: ReadonlySet<string>): MemberView => {
    const { accountId, state, ...agent } = member;
    const there = deps.agentView(tenantId, agent.id);
    const { presence, presenceReason } = there ?? { presence: "offline", presenceReason: null };
    return { ...agent, presence, presenceReason, state, secondFactor: secured.has(accountId) };
  };

  const view = async (tenantId: TenantId, member: MemberRecord): Promise<MemberView> =>
    viewOf(tenantId, member, await accounts.withSecondFactor([member.accountId]));

  /** What follows from something stored. It stands; routing catches up by itself when storage is back. */
  const afterwards = async (tenantId: TenantId, steps: readonly (() => Promise<void>)[]): Promise<void> => {
    for (const step of steps) {
      await step().catch(error =>
        deps.log.error("member's change not followed", { tenantId, ...errorFields(error) }),
      );
    }
  };

  const tellAll = (tenantId: TenantId): void => deps.publisher.toAgents(tenantId, "members:changed", {});

  const signedOut = async (accountId: string): Promise<void> =>
    deps.recheck((await storage.listMemberships(accountId)).map(({ agent }) => agent.id));

  return {
    list: async tenantId => {
      const members = await storage.listMembers(tenantId);
      const secured = await accounts.withSecondFactor(members.map(({ accountId }) => accountId));
      return members.map(member => viewOf(tenantId, member, secured));
    },
    invite: async (tenantId, person) => {
      const { link, tokenHash } = accounts.makeLink();
      const linkExpiresAtMs = clock.nowMs() + INVITATION_LINK_MS;
      const member = await storage.inviteMember(tenantId, {
        agent: { id: deps.ids() as AgentId, channels: null, limits: [], ...person },
        newAccountId: deps.ids(),
        link: { tokenHash, expiresAtMs: linkExpiresAtMs },
      });
      tellAll(tenantId);
      return { member: await view(tenantId, member), link, linkExpiresAtMs };
    },
    change: async (tenantId, agentId, change) => {
      const member = await storage.changeMember(tenantId, agentId, change);
      tellAll(tenantId);
      if (member.state === "active") {
        await afterwards(tenantId, [
          () => queue.agentChanged(tenantId, agentId),
          () => deps.recheck([agentId]),
        ]);
      }
      return view(tenantId, member);
    },
    renewLink: async (tenantId, agentId) => {
      const { link, tokenHash } = accounts.makeLink();
      const invitationExpiresAtMs = clock.nowMs() + INVITATION_LINK_MS;
      const passwordExpiresAtMs = clock.nowMs() + PASSWORD_LINK_MS;
      const links = { tokenHash, invitationExpiresAtMs, passwordExpiresAtMs };
      const kind = await storage.renewLink(tenantId, agentId, links);
      return {
        link,
        linkExpiresAtMs: kind === "invitation" ? invitationExpiresAtMs : passwordExpiresAtMs,
      };
    },
    signOut: async (tenantId, agentId) => {
      const member = (await storage.listMembers(tenantId)).find(({ id }) => id === agentId);
      if (member === undefined) throw new LotseError("NOT_FOUND", "There is no such member");
      // Somebody invited may be at work in another organisation; that is not ours to end.
      if (member.state === "invited") return;
      await accounts.endSessions(member.accountId);
      await signedOut(member.accountId);
    },
    remove: async (tenantId, agentId) => {
      const member = await storage.removeMember(tenantId, agentId, clock.nowMs());
      tellAll(tenantId);
      if (member.state === "invited") return;
      await afterwards(tenantId, [
        () => deps.recheck([agentId]),
        () => queue.agentRemoved(tenantId, agentId),
        () => deps.agentGone(tenantId, agentId),
      ]);
    },
    joined: async (tenantId, agentId) => {
      tellAll(tenantId);
      await afterwards(tenantId, [() => queue.agentChanged(tenantId, agentId)]);
    },
    signedOut,
  };
};
