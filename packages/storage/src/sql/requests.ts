/** Callbacks and messages left when nobody was free. Leaving the same one twice leaves it once. */
import type { ContactRequestView, TenantId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { Database } from "./schema.ts";
import type { Trx } from "./transact.ts";

const LISTED_MAX = 100;

const requestOf = (row: Selectable<Database["contact_request"]>): ContactRequestView => ({
  id: row.id,
  visitId: row.visit_id,
  kind: row.kind,
  reach: row.reach,
  text: row.text,
  leftAtMs: row.left_at_ms,
  topic: row.topic,
  skill: row.skill,
  queueId: row.queue_id,
});

export const leaveRequest = async (
  trx: Trx,
  tenantId: TenantId,
  request: ContactRequestView,
): Promise<{ readonly request: ContactRequestView; readonly isNew: boolean }> => {
  const left = await trx
    .insertInto("contact_request")
    .values({
      tenant_id: tenantId,
      id: request.id,
      visit_id: request.visitId,
      kind: request.kind,
      reach: request.reach,
      text: request.text,
      left_at_ms: request.leftAtMs,
      topic: request.topic ?? null,
      skill: request.skill ?? null,
      queue_id: request.queueId ?? null,
    })
    .onConflict(conflict => conflict.columns(["tenant_id", "id"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (left !== undefined) return { request: requestOf(left), isNew: true };
  const known = await trx
    .selectFrom("contact_request")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("id", "=", request.id)
    .executeTakeFirstOrThrow();
  return { request: requestOf(known), isNew: false };
};

/** Not what became work that has ended: nobody is to be answered any more. */
export const listRequests = async (trx: Trx, tenantId: TenantId): Promise<ContactRequestView[]> => {
  const rows = await trx
    .selectFrom("contact_request")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("outside_item")
            .select("outside_item.id")
            .where("outside_item.tenant_id", "=", tenantId)
            .where("outside_item.state", "=", "ended")
            .where("outside_item.outside_key", "=", sql<string>`'request:' || contact_request.id::text`),
        ),
      ),
    )
    .orderBy("left_at_ms", "desc")
    .orderBy("id")
    .limit(LISTED_MAX)
    .execute();
  return rows.map(requestOf);
};
