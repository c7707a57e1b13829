/**
 * Sums over the decision log: whom each rule reached and held out, and what those people brought since. An agent's own invitations are
 * no rule's: they are only counted, at those whom one reached after a rule had assigned them. Knows no statistics.
 */
import { MANUAL_RULE_ID, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { LiftSum, LiftSums } from "../records.ts";
import type { Period } from "../work.ts";
import type { Trx } from "./transact.ts";

/** Who is who as the gate has it: the browser that agreed to it, else the contact, else the visit. */
const linesOf = (tenantId: TenantId, { fromMs, toMs }: Period) => sql`
  select decision.id, rule_id, rule_version, outcome, value, share,
    coalesce(visit.visitor_id, visit.contact_id, decision.visit_id) as person
  from lotse.decision
  left join lotse.visit on visit.tenant_id = decision.tenant_id and visit.id = decision.visit_id
  where decision.tenant_id = ${tenantId}::uuid and at_ms >= ${fromMs} and at_ms < ${toMs}
    and outcome in ('shown', 'heldOut', 'accepted', 'converted')`;

export const sumLift = async (trx: Trx, tenantId: TenantId, period: Period): Promise<LiftSums> => {
  const { rows: sides } = await sql<LiftSum>`
    with line as (${linesOf(tenantId, period)}),
    assigned as (
      select distinct on (rule_id, share, person)
        id, rule_id, share, rule_version, person, outcome = 'heldOut' as held_out
      from line where outcome in ('shown', 'heldOut') and rule_id <> ${MANUAL_RULE_ID}::uuid
      order by rule_id, share, person, id),
    by_hand as (
      select person, max(id) as id from line
      where rule_id = ${MANUAL_RULE_ID}::uuid and outcome = 'shown' group by person),
    brought as (
      select assigned.rule_id, assigned.share, assigned.person, held_out, assigned.rule_version, count(success.id) as successes,
        coalesce(sum(success.value), 0) as value, count(success.value) > 0 as has_value,
        coalesce(max(by_hand.id) > assigned.id, false) as was_asked_by_hand
      from assigned left join line as success on success.rule_id = assigned.rule_id
        and success.person = assigned.person and success.outcome = 'converted' and success.id > assigned.id
      left join by_hand on by_hand.person = assigned.person
      group by assigned.id, assigned.rule_id, assigned.share, assigned.person, held_out, assigned.rule_version)
    select rule_id as "ruleId", share, held_out as "isHeldOut", count(*)::integer as visitors,
      (count(*) filter (where successes > 0))::integer as converted,
      sum(value)::float8 as value, sum(value * value)::float8 as "valueSquares", bool_or(has_value) as "hasValue",
      (count(*) filter (where was_asked_by_hand))::integer as "byHand",
      jsonb_agg(distinct rule_version) as versions
    from brought group by rule_id, share, held_out order by rule_id, share, held_out`.execute(trx);
  const { rows: talks } = await sql<LiftSums["talks"][number]>`
    select accepted.rule_id as "ruleId", shown.share, sum(coalesce(talk.ended_at_ms, ${period.toMs}) - talk.opened_at_ms)::float8 as "agentMs"
    from lotse.decision as accepted
    join lotse.conversation as talk on talk.tenant_id = accepted.tenant_id
      and talk.visit_id = accepted.visit_id and talk.opened_at_ms = accepted.at_ms
    left join lotse.decision as shown on shown.tenant_id = accepted.tenant_id
      and shown.visit_id = accepted.visit_id and shown.invitation_id = accepted.invitation_id
      and shown.rule_id = accepted.rule_id and shown.outcome = 'shown'
    where accepted.tenant_id = ${tenantId}::uuid and accepted.at_ms >= ${period.fromMs} and accepted.at_ms < ${period.toMs}
      and accepted.outcome = 'accepted' and accepted.rule_id <> ${MANUAL_RULE_ID}::uuid
    group by accepted.rule_id, shown.share order by accepted.rule_id, shown.share`.execute(trx);
  return { sides, talks };
};
