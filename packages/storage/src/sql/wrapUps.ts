/**
 * After-work that runs. Of each agent the whole list is written, so that what is over leaves by itself, and a commit told again
 * says the same.
 */
import type { TenantId, WorkItemId } from "@lotse/protocol";
import type { AgentWrapUps } from "../work.ts";
import type { Trx } from "./transact.ts";

/** The last of an agent in one commit counts. */
export const keepWrapUps = async (
  trx: Trx,
  tenantId: TenantId,
  changes: readonly AgentWrapUps[],
): Promise<void> => {
  for (const { agentId, wrapUps } of changes) {
    await trx
      .updateTable("agent")
      .set({ wrap_ups: wrapUps.length === 0 ? null : JSON.stringify(wrapUps) })
      .where("tenant_id", "=", tenantId)
      .where("id", "=", agentId)
      .execute();
  }
};

export const readWrapUps = async (trx: Trx, tenantId: TenantId): Promise<AgentWrapUps[]> => {
  const rows = await trx
    .selectFrom("agent")
    .select(["id", "wrap_ups"])
    .where("tenant_id", "=", tenantId)
    .where("wrap_ups", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ id, wrap_ups: wrapUps }) => ({ agentId: id, wrapUps: wrapUps ?? [] }));
};

export const wrappedUpIn = (all: readonly AgentWrapUps[]): readonly WorkItemId[] =>
  all.flatMap(({ wrapUps }) => wrapUps.map(({ itemId }) => itemId));
