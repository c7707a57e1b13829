/** Whose share of the hub a request counts for: the actor's own, its tenant's, and its address'. */
import type { Actor } from "../command.ts";
import type { Party } from "../limits.ts";

export const partiesOf = (actor: Actor): readonly Party[] =>
  actor.kind === "visitor"
    ? [
        { scope: "visit", key: actor.visitId },
        { scope: "tenantVisitors", key: actor.tenantId },
      ]
    : [
        { scope: "agent", key: actor.agentId },
        { scope: "tenantAgents", key: actor.tenantId },
      ];

export const addressParty = (address: string): Party => ({ scope: "address", key: address });
