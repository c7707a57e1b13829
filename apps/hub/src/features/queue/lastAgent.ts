/**
 * Whom a visitor's new conversation prefers: whoever spoke with them last, on this visit or, if the site said who they are, on
 * any of theirs. The one place at which a chat gets its preferred agent. What preferring means is the engine's (Q6).
 */
import type { AgentId, Clock, TenantId, VisitId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { Memory } from "./book.ts";

export interface LastAgentDeps {
  readonly storage: Pick<Storage, "findLastAgent">;
  readonly clock: Pick<Clock, "nowMs">;
}

/** Null also if that agent is one no more. */
export const lastAgentOf = async (
  { storage, clock }: LastAgentDeps,
  { book, routing }: Memory,
  who: { readonly tenantId: TenantId; readonly visitId: VisitId },
): Promise<AgentId | null> => {
  const { lastAgentMs } = routing.plan.settings;
  if (lastAgentMs === 0) return null;
  const found = await storage.findLastAgent(who.tenantId, who.visitId, clock.nowMs() - lastAgentMs);
  return found !== null && book.agents.has(found) ? found : null;
};
