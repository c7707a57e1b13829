/** A visitor is identified by the site; administrators look after the keys the site signs with. */
import type { SiteId } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { type Access, type AgentActor, type AnyCommand, defineCommand } from "../../command.ts";
import type { ContactService } from "./service.ts";

export interface ContactCommandDeps {
  readonly contacts: ContactService;
  readonly siteOf: (siteId: SiteId) => Pick<SiteRecord, "tenantId"> | null;
}

export const createContactCommands = ({ contacts, siteOf }: ContactCommandDeps): readonly AnyCommand[] => {
  /** Whoever may not see the keys must not learn which sites there are. */
  const administers = (actor: AgentActor, siteId: SiteId): Access =>
    actor.role === "administrator" && siteOf(siteId)?.tenantId === actor.tenantId ? "allow" : "deny";

  return [
    defineCommand({
      name: "visitor:identify",
      audience: "visitor",
      summary: "Tells who the visitor is, by a token the site signed.",
      // It concerns the visitor's own visit only; the token is what must convince
      access: () => "allow",
      run: ({ actor, input }) => contacts.identify(actor, input.token),
      audit: "visitor:identified",
    }),
    defineCommand({
      name: "identityKey:list",
      audience: "agent",
      summary: "A site's identity keys with their secrets, newest first.",
      access: ({ actor, input }) => administers(actor, input.siteId),
      run: async ({ actor, input }) => ({ keys: await contacts.listKeys(actor, input.siteId) }),
      audit: "identityKey:read",
    }),
    defineCommand({
      name: "identityKey:add",
      audience: "agent",
      summary: "Makes a key for the site to sign identity tokens with; at most two live at a time.",
      access: ({ actor, input }) => administers(actor, input.siteId),
      run: async ({ actor, input }) => ({ key: await contacts.addKey(actor, input.siteId) }),
      audit: "identityKey:added",
    }),
    defineCommand({
      name: "identityKey:retire",
      audience: "agent",
      summary: "Retires a key: tokens signed with it are refused from now on.",
      access: ({ actor, input }) => administers(actor, input.siteId),
      run: async ({ actor, input }) => {
        await contacts.retireKey(actor, input.siteId, input.kid);
        return {};
      },
      audit: "identityKey:retired",
    }),
  ];
};
