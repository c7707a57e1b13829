/**
 * Presence from outside: an ACD or telephone system says who is available. It is the same choice that the agent makes in the
 * console, the last one said holds; without a console an agent stays offline. Knows no queue.
 */
import { type AgentView, LotseError, type OutsidePresence, ok } from "@lotse/protocol";
import { parse, presenceChoice } from "@lotse/protocol/schemas";
import type { Storage } from "@lotse/storage";
import { type Request, type RequestHandler, Router } from "express";
import type { AgentActor } from "../../command.ts";
import type { ApiCaller, ApiDoor, KeyAudit } from "../../services.ts";
import { jsonOf, readJson } from "../../transport/http/json.ts";
import type { RestOperation } from "../../transport/http/operations.ts";

export interface PresenceRouteDeps {
  readonly door: ApiDoor;
  readonly storage: Pick<Storage, "listAgents">;
  readonly setPresence: (
    actor: AgentActor,
    choice: { readonly presence: "available" | "away"; readonly reason: string | null },
  ) => Promise<AgentView>;
  readonly audit: KeyAudit;
}

const BODY_BYTES_MAX = 2_000;

export const createPresenceRoutes = (deps: PresenceRouteDeps): RequestHandler => {
  const agentBy = async (caller: ApiCaller, email: string): Promise<AgentActor> => {
    const agents = await deps.storage.listAgents(caller.tenantId);
    const agent = agents.find(one => one.email === email.toLowerCase());
    if (agent === undefined) throw new LotseError("NOT_FOUND", "There is no such thing, or it is not yours");
    const { id: agentId, name, role } = agent;
    return { kind: "agent", tenantId: caller.tenantId, agentId, name, role };
  };
  const set: RequestHandler<{ email: string }> = async (request, response) => {
    const caller = await deps.door(request, "presence");
    const { presence, reason } = parse(presenceChoice, jsonOf(request as Request));
    const actor = await agentBy(caller, request.params.email);
    const view = await deps.setPresence(actor, { presence, reason: reason?.trim() || null });
    const subject = { agentId: actor.agentId, presence };
    await deps.audit(caller, { event: "presence:setOutside", subject });
    const answer: OutsidePresence = {
      ...{ agentId: view.id, presence: view.presence, presenceReason: view.presenceReason },
    };
    response.json(ok(answer));
  };
  const router = Router();
  router.put("/agents/:email/presence", ...readJson(BODY_BYTES_MAX), set as RequestHandler);
  return router;
};

export const PRESENCE_OPERATIONS: readonly RestOperation[] = [
  {
    ...{ method: "put", path: "/agents/{email}/presence", id: "presence:setOutside", status: 200 },
    summary: "Says whether an agent is available, as an ACD or telephone system knows it.",
    parameters: [{ name: "email", description: "The agent's mail address." }],
    body: presenceChoice,
    value: "OutsidePresence",
  },
];
