/** The commands around sites: administrators change them, supervisors may look. */
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { SiteService } from "./service.ts";

export const createSiteCommands = (sites: SiteService): readonly AnyCommand[] => [
  defineCommand({
    name: "site:list",
    audience: "agent",
    summary: "The tenant's sites and their settings.",
    access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
    run: ({ actor }) => ({ sites: sites.list(actor.tenantId) }),
    audit: "none",
  }),
  defineCommand({
    name: "site:change",
    audience: "agent",
    summary: "Changes a site's settings, the kill switch among them; takes effect at once.",
    access: ({ actor }) => (actor.role === "administrator" ? "allow" : "deny"),
    run: async ({ actor, input: { siteId, ...change } }) => ({
      site: await sites.change(actor.tenantId, siteId, change),
    }),
    audit: "site:changed",
  }),
];
