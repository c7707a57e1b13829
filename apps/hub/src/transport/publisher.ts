/** The Publisher over Socket.IO rooms. Knows the names of the rooms, and nothing of what is told in them. */
import { type AgentId, NAMESPACES, type TenantId, type VisitId } from "@lotse/protocol";
import type { Server } from "socket.io";
import type { Publisher } from "../publisher.ts";

export const visitRoom = (id: VisitId): string => `visit:${id}`;
export const agentRoom = (id: AgentId): string => `agent:${id}`;
export const tenantRoom = (id: TenantId): string => `tenant:${id}`;

export const createPublisher = (io: Server): Publisher => {
  const visitors = io.of(NAMESPACES.visitor);
  const agents = io.of(NAMESPACES.agent);
  return {
    toVisit: (visitId, event, payload) => {
      visitors.to(visitRoom(visitId)).emit(event, payload);
    },
    toAgent: (agentId, event, payload) => {
      agents.to(agentRoom(agentId)).emit(event, payload);
    },
    toAgents: (tenantId, event, payload) => {
      agents.to(tenantRoom(tenantId)).emit(event, payload);
    },
  };
};
