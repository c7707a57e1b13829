/**
 * What the commands around an agent's work take. Every id stands at the top of its command, where the audit trail and the
 * deny matrix find it.
 */
import * as v from "valibot";
import type { AgentId, QueueId, WorkItemId } from "../ids.ts";
import { assignment, id, text } from "./primitives.ts";

export const WORK_NOTE_MAX = 2_000;

const nothing = v.strictObject({});
const workItemId = id<WorkItemId>();
const agentId = id<AgentId>();
const note = text(WORK_NOTE_MAX);

export const workInputs = {
  /** The highest-ranked item that this agent may take, without waiting for the ring. */
  "work:next": nothing,
  /** One item out of its turn, where its queue allows it. */
  "work:pick": v.strictObject({ workItemId }),
  /** Ends an item that is no conversation. */
  "work:done": v.strictObject({ workItemId, assignment }),
  /** Back to its queue, without losing its place. */
  "work:putBack": v.strictObject({ workItemId, assignment }),
  "work:transfer": v.strictObject({ workItemId, assignment, agentId, note }),
  /** To another queue. */
  "work:forward": v.strictObject({ workItemId, assignment, queueId: id<QueueId>(), note }),
  /** Asks a colleague in; the item stays whose it is. Whoever helps already, helps in this way from now on. */
  "work:consult": v.strictObject({
    workItemId,
    /** Absent: the present one, whichever it is. */
    assignment: v.exactOptional(assignment),
    agentId,
    mode: v.exactOptional(v.picklist(["consult", "conference"], "FIELD_TYPE")),
  }),
  /** Also what the colleague sends who leaves by themself. */
  "work:consultEnd": v.strictObject({ workItemId, agentId }),
  "wrapUp:end": v.strictObject({ workItemId }),
  "work:explain": v.strictObject({ workItemId }),
} as const;
