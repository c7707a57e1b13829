/** Members of a tenant: invited, changed, removed, and never without an administrator. */
import { type AgentId, LotseError, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { Invitation, MemberChange, MemberRecord, Membership } from "../members.ts";
import { accountOf, forgetUnusedAccount, under } from "./accountRows.ts";
import { offerColumns } from "./agentOffer.ts";
import { agentRecord } from "./directory.ts";
import { putLink } from "./links.ts";
import { countAdministrators, findMember, holdTenant, memberRecord } from "./memberRows.ts";
import type { Trx } from "./transact.ts";

export const listMemberships = async (trx: Trx, accountId: string): Promise<Membership[]> => {
  const rows = await trx
    .selectFrom("agent")
    .innerJoin("tenant", "tenant.tenant_id", "agent.tenant_id")
    .selectAll("agent")
    .select("tenant.name as tenant_name")
    .where("agent.account_id", "=", accountId)
    .where("agent.joined_at_ms", "is not", null)
    .where("agent.removed_at_ms", "is", null)
    .orderBy("agent.joined_at_ms")
    .orderBy("agent.tenant_id")
    .execute();
  return rows.map(row => ({
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    agent: agentRecord(row),
  }));
};

export const listMembers = async (trx: Trx, tenantId: TenantId): Promise<MemberRecord[]> => {
  const rows = await trx
    .selectFrom("agent")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("removed_at_ms", "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(memberRecord);
};

/** Throws LAST_ADMINISTRATOR if nobody but this member administers. */
const spareAdministrator = async (trx: Trx, tenantId: TenantId, member: MemberRecord): Promise<void> => {
  if (member.role !== "administrator" || member.state !== "active") return;
  if ((await countAdministrators(trx, tenantId, member.id)) === 0) {
    throw new LotseError("LAST_ADMINISTRATOR", "Somebody must be left who administers");
  }
};

export const inviteMember = async (
  trx: Trx,
  tenantId: TenantId,
  { agent, newAccountId, link }: Invitation,
): Promise<MemberRecord> => {
  await holdTenant(trx, tenantId);
  const { name, email } = agent;
  const accountId = await accountOf(trx, { id: newAccountId, name, email });
  const row = {
    name,
    email,
    role: agent.role,
    ...offerColumns(agent),
    joined_at_ms: null,
    removed_at_ms: null,
  };
  // Only a row of somebody removed may be taken over; no row in the answer means that the person is here.
  const invited = await trx
    .insertInto("agent")
    .values({ ...row, tenant_id: tenantId, id: agent.id, account_id: accountId })
    .onConflict(conflict =>
      conflict
        .columns(["tenant_id", "account_id"])
        .doUpdateSet(row)
        .where("agent.removed_at_ms", "is not", null),
    )
    .returningAll()
    .executeTakeFirst();
  if (invited === undefined)
    throw new LotseError("EMAIL_TAKEN", "Somebody with this address is here already");
  await putLink(trx, tenantId, { ...link, kind: "invitation", agentId: invited.id });
  return memberRecord(invited);
};

export const changeMember = async (
  trx: Trx,
  tenantId: TenantId,
  { agentId, change }: { readonly agentId: AgentId; readonly change: MemberChange },
): Promise<MemberRecord> => {
  await holdTenant(trx, tenantId);
  const member = await findMember(trx, tenantId, agentId);
  const next = { ...member, ...change };
  if (next.role !== "administrator") await spareAdministrator(trx, tenantId, member);
  await trx
    .updateTable("agent")
    .set({
      name: next.name,
      role: next.role,
      ...offerColumns(next),
    })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", agentId)
    .execute();
  return next;
};

/** What was theirs waits again: routing, taken anew, gives it out with its age. */
const releaseConversations = async (trx: Trx, tenantId: TenantId, agentId: AgentId): Promise<void> => {
  await trx
    .updateTable("conversation")
    .set({ state: "waiting", agent_id: null })
    .where("tenant_id", "=", tenantId)
    .where("agent_id", "=", agentId)
    .where("state", "=", "active")
    .execute();
};

const isMemberAnywhere = (trx: Trx, accountId: string): Promise<boolean> =>
  under(trx, { role: "lotse_directory", back: "lotse_app" }, async () => {
    const { rows } = await sql`
      select 1 from lotse.agent where account_id = ${accountId} and removed_at_ms is null limit 1`.execute(
      trx,
    );
    return rows.length > 0;
  });

export const removeMember = async (
  trx: Trx,
  tenantId: TenantId,
  { agentId, nowMs }: { readonly agentId: AgentId; readonly nowMs: number },
): Promise<MemberRecord> => {
  await holdTenant(trx, tenantId);
  const member = await findMember(trx, tenantId, agentId);
  await spareAdministrator(trx, tenantId, member);
  await trx
    .updateTable("agent")
    .set({ removed_at_ms: nowMs })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", agentId)
    .execute();
  await trx
    .deleteFrom("account_link")
    .where("tenant_id", "=", tenantId)
    .where("agent_id", "=", agentId)
    .execute();
  await releaseConversations(trx, tenantId, agentId);
  if (!(await isMemberAnywhere(trx, member.accountId))) await forgetUnusedAccount(trx, member.accountId);
  return member;
};
