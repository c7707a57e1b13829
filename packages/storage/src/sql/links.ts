/** One-time links: kept as hashes, found without knowing the tenant, redeemed at most once. */
import { type AgentId, type LinkKind, LotseError, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { LinkRecord, MemberLinks, NewLink, Redeemed, Redemption } from "../members.ts";
import type { AgentRecord } from "../Storage.ts";
import { accountOf, endSessions, holdAccount, passwordOf, setPassword, under } from "./accountRows.ts";
import { offerColumns } from "./agentOffer.ts";
import { agentRecord } from "./directory.ts";
import { countAdministrators, findMember, holdTenant } from "./memberRows.ts";
import type { Trx } from "./transact.ts";

const invalid = () => new LotseError("LINK_INVALID", "The link is not valid");

/** The agent's only link from now on; without an agent, the tenant's only set-up link. */
export const putLink = async (
  trx: Trx,
  tenantId: TenantId,
  link: NewLink & { readonly kind: LinkKind; readonly agentId: AgentId | null },
): Promise<void> => {
  const { tokenHash, expiresAtMs, kind, agentId } = link;
  await sql`
    delete from lotse.account_link
    where tenant_id = ${tenantId}::uuid and agent_id is not distinct from ${agentId}::uuid`.execute(trx);
  await trx
    .insertInto("account_link")
    .values({
      tenant_id: tenantId,
      token_hash: tokenHash,
      kind,
      agent_id: agentId,
      expires_at_ms: expiresAtMs,
    })
    .execute();
};

/** True if the account belongs to another tenant, too. Hold the account before: it may be joining one just now. */
const isSharedAccount = (trx: Trx, tenantId: TenantId, accountId: string): Promise<boolean> =>
  under(trx, { role: "lotse_directory", back: "lotse_app" }, async () => {
    const { rows } = await sql`
      select 1 from lotse.agent
      where account_id = ${accountId} and tenant_id <> ${tenantId}::uuid
        and joined_at_ms is not null and removed_at_ms is null limit 1`.execute(trx);
    return rows.length > 0;
  });

export const renewLink = async (
  trx: Trx,
  tenantId: TenantId,
  { agentId, links }: { readonly agentId: AgentId; readonly links: MemberLinks },
): Promise<LinkKind> => {
  await holdTenant(trx, tenantId);
  const { state, accountId } = await findMember(trx, tenantId, agentId);
  const { tokenHash } = links;
  if (state === "invited") {
    const expiresAtMs = links.invitationExpiresAtMs;
    await putLink(trx, tenantId, { tokenHash, expiresAtMs, kind: "invitation", agentId });
    return "invitation";
  }
  await holdAccount(trx, accountId);
  if (await isSharedAccount(trx, tenantId, accountId)) {
    throw new LotseError("FORBIDDEN", "The account belongs to another organisation as well");
  }
  await putLink(trx, tenantId, {
    tokenHash,
    expiresAtMs: links.passwordExpiresAtMs,
    kind: "password",
    agentId,
  });
  return "password";
};

export const openSetup = async (trx: Trx, tenantId: TenantId, link: NewLink): Promise<boolean> => {
  await holdTenant(trx, tenantId);
  if ((await countAdministrators(trx, tenantId)) > 0) return false;
  await putLink(trx, tenantId, { ...link, kind: "setup", agentId: null });
  return true;
};

/** Runs under `lotse_directory`. */
export const findLink = async (trx: Trx, tokenHash: string, nowMs: number): Promise<LinkRecord | null> => {
  const link = await trx
    .selectFrom("account_link")
    .innerJoin("tenant", "tenant.tenant_id", "account_link.tenant_id")
    .selectAll("account_link")
    .select("tenant.name as tenant_name")
    .where("token_hash", "=", tokenHash)
    .where("expires_at_ms", ">", nowMs)
    .executeTakeFirst();
  if (link === undefined) return null;
  const { tenant_id: tenantId, agent_id: agentId } = link;
  const row =
    agentId === null
      ? undefined
      : await trx
          .selectFrom("agent")
          .selectAll()
          .where("tenant_id", "=", tenantId)
          .where("id", "=", agentId)
          .executeTakeFirst();
  const passwordHash = row === undefined ? null : await passwordOf(trx, row.account_id, "lotse_directory");
  return {
    tenantId,
    tenantName: link.tenant_name,
    kind: link.kind,
    expiresAtMs: link.expires_at_ms,
    agent: row === undefined ? null : agentRecord(row),
    passwordHash,
  };
};

/** Takes the link away; whoever comes second finds none. */
const claim = async (
  trx: Trx,
  tenantId: TenantId,
  { tokenHash, nowMs }: Redemption,
): Promise<{ readonly kind: LinkKind; readonly agentId: AgentId | null }> => {
  const link = await trx
    .deleteFrom("account_link")
    .where("tenant_id", "=", tenantId)
    .where("token_hash", "=", tokenHash)
    .where("expires_at_ms", ">", nowMs)
    .returning(["kind", "agent_id"])
    .executeTakeFirst();
  if (link === undefined) throw invalid();
  return { kind: link.kind, agentId: link.agent_id };
};

const makeAdministrator = async (
  trx: Trx,
  tenantId: TenantId,
  agent: AgentRecord & { readonly joinedAtMs: number },
): Promise<void> => {
  await trx
    .insertInto("agent")
    .values({
      tenant_id: tenantId,
      id: agent.id,
      account_id: agent.accountId,
      name: agent.name,
      email: agent.email,
      role: agent.role,
      ...offerColumns(agent),
      joined_at_ms: agent.joinedAtMs,
    })
    .execute();
};

const setUp = async (
  trx: Trx,
  tenantId: TenantId,
  { setup, password, nowMs }: Redemption,
): Promise<AgentRecord> => {
  if (setup === null || password.is !== "set") throw invalid();
  if ((await countAdministrators(trx, tenantId)) > 0) throw invalid();
  const { tenantName, siteOrigins } = setup;
  const { email, name } = setup.agent;
  const accountId = await accountOf(trx, { id: setup.agent.accountId, name, email });
  // The address of somebody who has a password already: theirs is not to be replaced by a stranger's.
  if ((await passwordOf(trx, accountId)) !== null) {
    throw new LotseError("EMAIL_TAKEN", "This address has an account already");
  }
  await setPassword(trx, accountId, password.hash);
  const agent = { ...setup.agent, accountId };
  await makeAdministrator(trx, tenantId, { ...agent, joinedAtMs: nowMs });
  if (tenantName !== null) {
    await trx.updateTable("tenant").set({ name: tenantName }).where("tenant_id", "=", tenantId).execute();
  }
  if (siteOrigins !== null) {
    const origins = JSON.stringify(siteOrigins);
    await trx.updateTable("site").set({ origins }).where("tenant_id", "=", tenantId).execute();
  }
  return agent;
};

const join = async (
  trx: Trx,
  { tenantId, agentId }: { readonly tenantId: TenantId; readonly agentId: AgentId },
  { password, name, nowMs }: Redemption,
): Promise<AgentRecord> => {
  const { state: _invited, ...agent } = await findMember(trx, tenantId, agentId);
  await holdAccount(trx, agent.accountId);
  const stored = await passwordOf(trx, agent.accountId);
  // Between looking and redeeming the account may have got a password, or another one.
  if (stored !== (password.is === "proven" ? password.hash : null)) {
    throw new LotseError("CREDENTIALS_INVALID", "The account's password is another");
  }
  if (password.is === "set") await setPassword(trx, agent.accountId, password.hash);
  const named = name ?? agent.name;
  await trx
    .updateTable("agent")
    .set({ joined_at_ms: nowMs, name: named })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", agentId)
    .execute();
  return { ...agent, name: named };
};

const renewPassword = async (
  trx: Trx,
  { tenantId, agentId }: { readonly tenantId: TenantId; readonly agentId: AgentId },
  { password }: Redemption,
): Promise<AgentRecord> => {
  const { state: _active, ...agent } = await findMember(trx, tenantId, agentId);
  await holdAccount(trx, agent.accountId);
  if (password.is !== "set" || (await isSharedAccount(trx, tenantId, agent.accountId))) throw invalid();
  await setPassword(trx, agent.accountId, password.hash);
  await endSessions(trx, agent.accountId);
  return agent;
};

export const redeemLink = async (trx: Trx, tenantId: TenantId, redemption: Redemption): Promise<Redeemed> => {
  await holdTenant(trx, tenantId);
  const { kind, agentId } = await claim(trx, tenantId, redemption);
  if (agentId === null) return { kind, agent: await setUp(trx, tenantId, redemption) };
  const who = { tenantId, agentId };
  const agent = await (kind === "invitation" ? join : renewPassword)(trx, who, redemption);
  return { kind, agent };
};
