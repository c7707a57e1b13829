/**
 * A routing decision's writes, all or none, under the epoch of the tenant's owner.
 *
 * The writes are applied by kind, not one by one: conversations open first and end last, so every other write of
 * the same decision finds its conversation there and open. Of several writes to one thing the last one holds.
 */
import { LotseError, type Message, type TenantId, type WorkItemId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type {
  InvitationRecord,
  RoutingCommit,
  RoutingCommitted,
  RoutingState,
  RoutingWrite,
} from "../Storage.ts";
import type { WorkItemRecord } from "../work.ts";
import { appendPresence, appendWaits, keepChoices, readChoices } from "./availability.ts";
import { appendDecisions } from "./decisions.ts";
import { appendMessages } from "./messages.ts";
import { appendOutcomes } from "./outcomes.ts";
import { listOutsideItems, putOutsideItems } from "./outsideItems.ts";
import {
  assignConversations,
  endConversations,
  type Owner,
  openConversations,
  putInvitations,
  putWorkItems,
  releaseConversations,
} from "./routingWrites.ts";
import type { InvitationTable, WorkItemTable } from "./schema.ts";
import type { Trx } from "./transact.ts";
import { keepWrapUps, readWrapUps, wrappedUpIn } from "./wrapUps.ts";

const workItemRecord = (row: Selectable<WorkItemTable>): WorkItemRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  channel: row.channel ?? row.kind,
  queueId: row.queue_id,
  skill: row.skill,
  state: row.state,
  agentId: row.agent_id,
  enqueuedAtMs: row.enqueued_at_ms,
  details: row.details,
  subject: null,
});

/** Oldest first, whatever kind. */
const inOrder = (left: WorkItemRecord, right: WorkItemRecord): number =>
  left.enqueuedAtMs - right.enqueuedAtMs || (left.id < right.id ? -1 : 1);

const invitationRecord = (row: Selectable<InvitationTable>): InvitationRecord => ({
  id: row.id,
  visitId: row.visit_id,
  ruleId: row.rule_id,
  ruleVersion: row.rule_version,
  agentId: row.agent_id,
  skill: row.skill,
  state: row.state,
  createdAtMs: row.created_at_ms,
  ...(row.manual === null ? {} : { manual: row.manual }),
  expiresAtMs: row.expires_at_ms,
});

/** Those that are open, and these others. */
const listTalks = async (
  trx: Trx,
  tenantId: TenantId,
  others: readonly WorkItemId[],
): Promise<WorkItemRecord[]> => {
  const rows = await trx
    .selectFrom("work_item")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where(({ eb, or }) => or([eb("state", "<>", "ended"), ...others.map(id => eb("id", "=", id))]))
    .execute();
  return rows.map(workItemRecord);
};

export const takeRouting = async (trx: Trx, tenantId: TenantId): Promise<RoutingState> => {
  const tenant = await trx
    .updateTable("tenant")
    .set({ routing_epoch: sql`routing_epoch + 1` })
    .where("tenant_id", "=", tenantId)
    .returning("routing_epoch")
    .executeTakeFirst();
  if (tenant === undefined) throw new LotseError("NOT_FOUND", "No such tenant");
  const wrapUps = await readWrapUps(trx, tenantId);
  const wrappedUp = wrappedUpIn(wrapUps);
  const talks = await listTalks(trx, tenantId, wrappedUp);
  const outside = await listOutsideItems(trx, tenantId, wrappedUp);
  const items = [...talks, ...outside.map(({ item }) => item)].sort(inOrder);
  const invitations = await trx
    .selectFrom("invitation")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("state", "=", "offered")
    .orderBy("created_at_ms")
    .orderBy("id")
    .execute();
  const choices = await readChoices(trx, tenantId);
  return {
    epoch: tenant.routing_epoch,
    choices,
    wrapUps,
    workItems: items.filter(({ state }) => state !== "ended"),
    wrappedUp: items.filter(({ state }) => state === "ended"),
    contents: outside.map(({ item, content }) => ({ id: item.id, content })),
    invitations: invitations.map(invitationRecord),
  };
};

/**
 * Holds the tenant's row until the end: whoever takes the routing over waits for this commit, or comes first. Not its
 * key: whoever writes a row that refers to the tenant does not wait.
 */
const checkEpoch = async (trx: Trx, commit: RoutingCommit): Promise<void> => {
  const tenant = await trx
    .selectFrom("tenant")
    .select("routing_epoch")
    .where("tenant_id", "=", commit.tenantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (tenant === undefined) throw new LotseError("NOT_FOUND", "No such tenant");
  if (tenant.routing_epoch !== commit.epoch) {
    throw new LotseError("EPOCH_STALE", "The tenant's routing has another owner");
  }
};

const ofKind = <K extends RoutingWrite["write"]>(commit: RoutingCommit, kind: K) =>
  commit.writes.filter((write): write is Extract<RoutingWrite, { write: K }> => write.write === kind);

const appendAll = async (trx: Trx, commit: RoutingCommit): Promise<readonly Message[]> => {
  const messages = ofKind(commit, "message").map(write => write.message);
  const outcomes = await appendMessages(trx, commit.tenantId, messages);
  return outcomes.map(outcome => {
    if (!outcome.ok) throw new LotseError(outcome.code, "A message of the commit cannot be stored");
    return outcome.message;
  });
};

const putWork = async (
  trx: Trx,
  owner: Owner,
  writes: readonly Extract<RoutingWrite, { write: "workItem" }>[],
): Promise<void> => {
  const talks = writes.filter(({ item }) => item.conversationId !== null);
  await putWorkItems(
    trx,
    owner,
    talks.map(write => write.item),
  );
  await putOutsideItems(
    trx,
    owner,
    writes.filter(({ item }) => item.conversationId === null),
  );
};

export const commitRouting = async (trx: Trx, commit: RoutingCommit): Promise<RoutingCommitted> => {
  const owner = { tenantId: commit.tenantId, epoch: commit.epoch };
  await checkEpoch(trx, commit);
  await openConversations(
    trx,
    owner,
    ofKind(commit, "conversation.open").map(write => write.conversation),
  );
  const messages = await appendAll(trx, commit);
  await releaseConversations(
    trx,
    owner,
    ofKind(commit, "conversation.release").map(write => write.conversationId),
  );
  await assignConversations(trx, owner, ofKind(commit, "conversation.assign"));
  await putWork(trx, owner, ofKind(commit, "workItem"));
  await putInvitations(
    trx,
    owner,
    ofKind(commit, "invitation").map(write => write.invitation),
  );
  await appendDecisions(
    trx,
    commit.tenantId,
    ofKind(commit, "decision").map(write => write.decision),
  );
  await appendPresence(
    trx,
    commit.tenantId,
    ofKind(commit, "presence").map(write => write.record),
  );
  await keepChoices(
    trx,
    commit.tenantId,
    ofKind(commit, "choice").map(write => write.choice),
  );
  await keepWrapUps(trx, commit.tenantId, ofKind(commit, "wrapUps"));
  await appendWaits(
    trx,
    commit.tenantId,
    ofKind(commit, "wait").map(write => write.wait),
  );
  await appendOutcomes(
    trx,
    commit.tenantId,
    ofKind(commit, "outcome").map(write => write.outcome),
  );
  await endConversations(trx, owner, ofKind(commit, "conversation.end"));
  return { messages };
};
