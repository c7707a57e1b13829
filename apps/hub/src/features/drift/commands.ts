/** The commands around drift: administrators' alone, as the rules of masking are. */
import { type AgentActor, type AnyCommand, defineCommand } from "../../command.ts";
import type { DriftService } from "./service.ts";

const ifAdministrator = ({ actor }: { readonly actor: AgentActor }) =>
  actor.role === "administrator" ? "allow" : "deny";

export const createDriftCommands = (drift: DriftService): readonly AnyCommand[] => [
  defineCommand({
    name: "drift:list",
    audience: "agent",
    summary:
      "Mask rules that match nothing on a site's pages, and fields that look as if they should be masked.",
    access: ifAdministrator,
    run: async ({ actor, input }) => ({ findings: await drift.list(actor.tenantId, input.siteId) }),
    audit: "none",
  }),
  defineCommand({
    name: "drift:dismiss",
    audience: "agent",
    summary: "A finding is looked into, and told no more.",
    access: ifAdministrator,
    run: async ({ actor, input }) => {
      await drift.dismiss(actor.tenantId, input.siteId, input.finding);
      return {};
    },
    audit: "drift:dismissed",
  }),
];
