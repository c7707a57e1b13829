/** The commands around other systems' keys: administrators' alone. */
import type { AgentActor } from "../../command.ts";
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { ApiKeyService } from "./service.ts";

const ifAdministrator = ({ actor }: { readonly actor: AgentActor }) =>
  actor.role === "administrator" ? "allow" : "deny";

export const createApiKeyCommands = (keys: ApiKeyService): readonly AnyCommand[] => [
  defineCommand({
    name: "apiKey:list",
    audience: "agent",
    summary: "Other systems' keys, newest first, revoked ones included; never their secrets.",
    access: ifAdministrator,
    run: async ({ actor }) => ({ keys: await keys.list(actor.tenantId) }),
    audit: "none",
  }),
  defineCommand({
    name: "apiKey:add",
    audience: "agent",
    summary: "Issues a key for another system; its secret is told once.",
    access: ifAdministrator,
    run: ({ actor, input }) => keys.add(actor.tenantId, input),
    audit: "apiKey:added",
    about: (_call, { key }) => ({ apiKeyId: key.id, scopes: key.scopes.join(" ") }),
  }),
  defineCommand({
    name: "apiKey:revoke",
    audience: "agent",
    summary: "Revokes a key: whoever has it is refused from now on.",
    access: ifAdministrator,
    run: async ({ actor, input }) => {
      await keys.revoke(actor.tenantId, input.apiKeyId);
      return {};
    },
    audit: "apiKey:revoked",
  }),
];
