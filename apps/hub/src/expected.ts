/** Who was there before the hub began anew: visitors who wait or share their page, and the agents who are said to see one. */
import type { TenantId } from "@lotse/protocol";
import type { Expected } from "./features.ts";
import type { CobrowseService, QueueService } from "./services.ts";

interface Expecting {
  readonly queue: Pick<QueueService, "waitingVisits" | "agentView">;
  readonly cobrowse: Pick<CobrowseService, "parties">;
}

export const expectedBy = (tenants: readonly TenantId[], { queue, cobrowse }: Expecting): Expected => {
  const sharing = tenants.flatMap(tenantId =>
    cobrowse.parties(tenantId).map(parties => ({ tenantId, ...parties })),
  );
  const waiting = tenants.flatMap(tenantId =>
    queue.waitingVisits(tenantId).map(visitId => ({ tenantId, visitId })),
  );
  return {
    visits: [...waiting, ...sharing],
    agents: sharing.flatMap(({ tenantId, agentId }) => {
      const agent = queue.agentView(tenantId, agentId);
      return agent === null
        ? []
        : [{ kind: "agent" as const, tenantId, agentId, name: agent.name, role: agent.role }];
    }),
  };
};
