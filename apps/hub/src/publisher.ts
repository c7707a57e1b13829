/** Telling people what happened, after it was committed. Knows sockets only through the transport that implements it. */
import type { AgentEvents, AgentId, TenantId, VisitId, VisitorEvents } from "@lotse/protocol";

export interface Publisher {
  toVisit<E extends keyof VisitorEvents>(visitId: VisitId, event: E, payload: VisitorEvents[E]): void;
  toAgent<E extends keyof AgentEvents>(agentId: AgentId, event: E, payload: AgentEvents[E]): void;
  /** Every console of the tenant. */
  toAgents<E extends keyof AgentEvents>(tenantId: TenantId, event: E, payload: AgentEvents[E]): void;
}
