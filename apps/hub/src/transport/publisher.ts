/** The Publisher over Socket.IO rooms. Knows the names of the rooms, and nothing of what is told in them. */
import { type AgentId, NAMESPACES, PROTOCOL_OLDEST, type TenantId, type VisitId } from "@lotse/protocol";
import type { Namespace, Server } from "socket.io";
import type { Publisher } from "../publisher.ts";
import { eventsV2 } from "./v2.ts";

export const visitRoom = (id: VisitId): string => `visit:${id}`;
export const agentRoom = (id: AgentId): string => `agent:${id}`;
export const tenantRoom = (id: TenantId): string => `tenant:${id}`;

/** Tabs that speak an older protocol sit in the same rooms, and in these besides. */
const oldRoom = (room: string): string => `${room} v2`;

export const roomsFor = (protocol: number, rooms: readonly string[]): string[] =>
  protocol === PROTOCOL_OLDEST ? [...rooms, ...rooms.map(oldRoom)] : [...rooms];

const tell = (namespace: Namespace, room: string, told: readonly [event: string, payload: unknown]): void => {
  const [event, payload] = told;
  const older = eventsV2(event, payload);
  if (older === null) {
    namespace.to(room).emit(event, payload);
    return;
  }
  namespace.to(room).except(oldRoom(room)).emit(event, payload);
  for (const one of older) namespace.to(oldRoom(room)).emit(event, one);
};

export const createPublisher = (io: Server): Publisher => {
  const visitors = io.of(NAMESPACES.visitor);
  const agents = io.of(NAMESPACES.agent);
  return {
    toVisit: (visitId, event, payload) => tell(visitors, visitRoom(visitId), [event, payload]),
    toAgent: (agentId, event, payload) => tell(agents, agentRoom(agentId), [event, payload]),
    toAgents: (tenantId, event, payload) => tell(agents, tenantRoom(tenantId), [event, payload]),
  };
};
