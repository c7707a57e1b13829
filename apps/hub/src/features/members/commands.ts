/** The commands around members. For whoever may not, they look like what does not exist. */
import type { AgentActor } from "../../command.ts";
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { MemberService } from "./service.ts";

const ifAdministrator = ({ actor }: { readonly actor: AgentActor }) =>
  actor.role === "administrator" ? "allow" : "deny";

export const createMemberCommands = (members: MemberService): readonly AnyCommand[] => [
  defineCommand({
    name: "member:list",
    audience: "agent",
    summary: "The tenant's members, invited ones included.",
    access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
    run: async ({ actor }) => ({ members: await members.list(actor.tenantId) }),
    audit: "none",
  }),
  defineCommand({
    name: "member:invite",
    audience: "agent",
    summary: "Invites a person; the answer's one-time link is theirs alone.",
    access: ifAdministrator,
    run: ({ actor, input }) => members.invite(actor.tenantId, input),
    audit: "member:invited",
    about: ({ input: { role } }, { member }) => ({ agentId: member.id, role }),
  }),
  defineCommand({
    name: "member:change",
    audience: "agent",
    summary: "Changes a member's name, role, skills, capacity, channels or limits; takes effect at once.",
    access: ifAdministrator,
    run: async ({ actor, input: { agentId, ...change } }) => ({
      member: await members.change(actor.tenantId, agentId, change),
    }),
    audit: "member:changed",
    about: ({ input: { role } }) => (role === undefined ? {} : { role }),
  }),
  defineCommand({
    name: "member:renewLink",
    audience: "agent",
    summary: "A one-time link to a new password, or to joining for somebody invited; earlier ones are void.",
    access: ifAdministrator,
    run: ({ actor, input }) => members.renewLink(actor.tenantId, input.agentId),
    audit: "member:linkRenewed",
  }),
  defineCommand({
    name: "member:signOut",
    audience: "agent",
    summary: "Ends all of a member's sessions and connections at once.",
    access: ifAdministrator,
    run: async ({ actor, input }) => {
      await members.signOut(actor.tenantId, input.agentId);
      return {};
    },
    audit: "member:signedOut",
  }),
  defineCommand({
    name: "member:remove",
    audience: "agent",
    summary: "Removes a member; their open conversations wait for another agent.",
    access: ifAdministrator,
    run: async ({ actor, input }) => {
      await members.remove(actor.tenantId, input.agentId);
      return {};
    },
    audit: "member:removed",
  }),
];
