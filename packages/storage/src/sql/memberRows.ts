/** What members' and links' commands share: the lock on a tenant's members, and how one is found and counted. */
import { type AgentId, LotseError, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { MemberRecord } from "../members.ts";
import { type AgentRow, agentRecord } from "./directory.ts";
import type { Trx } from "./transact.ts";

export const memberRecord = (row: AgentRow): MemberRecord => ({
  ...agentRecord(row),
  state: row.joined_at_ms === null ? "invited" : "active",
});

const notFound = () => new LotseError("NOT_FOUND", "There is no such member");

/** One change at a time of what is a tenant's as a whole: what was counted still holds when the change is written. */
export const holdTenant = async (trx: Trx, tenantId: TenantId): Promise<void> => {
  const { rows } = await sql`
    select 1 from lotse.tenant where tenant_id = ${tenantId}::uuid for update`.execute(trx);
  if (rows.length === 0) throw new LotseError("NOT_FOUND", "There is no such tenant");
};

/** The member, if there is one. Call it while the members are held. */
export const findMember = async (trx: Trx, tenantId: TenantId, agentId: AgentId): Promise<MemberRecord> => {
  const row = await trx
    .selectFrom("agent")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("id", "=", agentId)
    .where("removed_at_ms", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  return memberRecord(row);
};

/** Active administrators; somebody invited cannot let anybody in yet. */
export const countAdministrators = async (trx: Trx, tenantId: TenantId, but?: AgentId): Promise<number> => {
  const { count } = await trx
    .selectFrom("agent")
    .select(eb => eb.fn.countAll<number>().as("count"))
    .where("tenant_id", "=", tenantId)
    .where("role", "=", "administrator")
    .where("joined_at_ms", "is not", null)
    .where("removed_at_ms", "is", null)
    .$if(but !== undefined, some => some.where("id", "!=", but as AgentId))
    .executeTakeFirstOrThrow();
  return Number(count);
};
