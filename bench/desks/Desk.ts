/** What the routing bench asks of whoever gives work out. */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import type { AgentProfile, NewItem } from "@lotse/routing";

export interface Given {
  readonly itemId: WorkItemId;
  readonly agentId: AgentId;
}

/** One of those who give work out. Each answer says what was given, in order. */
export interface Desk {
  readonly arrive: (agent: AgentProfile, nowMs: number) => readonly Given[];
  readonly add: (item: NewItem, nowMs: number) => readonly Given[];
  readonly end: (itemId: WorkItemId, nowMs: number) => readonly Given[];
}
